"""Macro-F1 on left-out patients of the training records, by which settings are chosen.

python experiments/heatmaps/choose.py TASK EVERY FOLDS ROOT [SETTING=VALUE ...]

TASK is heatmaps, or beats for the networks that it is compared with; only every EVERYth training
beat is learned, in FOLDS of the five folds of patients. The tested records are not looked at.
"""

import sys
import time

import numpy as np
from sklearn.metrics import f1_score
from sklearn.model_selection import StratifiedGroupKFold

from hfgnn.config.beat_protocol import InterPatient
from hfgnn.config.beats import BeatRun
from hfgnn.config.build import build
from hfgnn.config.composed import composed
from hfgnn.data.recordings.segmentation import segment
from hfgnn.data.recordings.symbols import FIVE_CLASSES, THREE_CLASSES, label_beats
from hfgnn.features.beats.columns import BeatColumns
from hfgnn.training.beats.fit import fit_beats
from hfgnn.training.beats.fitted import Fitting
from hfgnn.training.beats.shown import ShownBeats
from hfgnn.types import UNKNOWN, Beats, Parts


def main() -> None:
    """Fit, ask left-out patients, print."""
    task, every, folds, root, *overrides = sys.argv[1:]
    settings = composed([f"task={task}", f"data.root={root}", *overrides])
    beats = training_beats(settings)
    shown = ShownBeats(beats, BeatColumns.of({}, len(beats)))
    divide = StratifiedGroupKFold(5, shuffle=True, random_state=settings.seed)
    labels, probabilities = [], []
    begin = time.perf_counter()
    for train, chosen in list(divide.split(beats.label, beats.label, beats.group))[: int(folds)]:
        how = Fitting(settings.model, settings.training, None, settings.seed, None)
        fitted = fit_beats(how, shown, Parts(train[:: int(every)], chosen, chosen))
        labels.append(beats.label[chosen])
        probabilities.append(fitted.probability(shown.take(chosen)))
    label, said = np.concatenate(labels), np.concatenate(probabilities).argmax(axis=1)
    f1 = f1_score(label, said, average=None, labels=range(len(beats.classes)), zero_division=0)
    by_class = " ".join(f"{name} {one:.3f}" for name, one in zip(beats.classes, f1, strict=True))
    print(
        f"macro-F1 {f1.mean():.3f}  {by_class}  accuracy {(label == said).mean():.3f}  "
        f"{time.perf_counter() - begin:.0f} s  {' '.join(overrides)}"
    )


def training_beats(settings: BeatRun) -> Beats:
    """The beats of the training records alone, of the three classes."""
    if not isinstance(settings.protocol, InterPatient):
        raise SystemExit("protocol must be inter_patient, which names the training records")
    found = build(settings.data).read(lambda things, **_: things)
    own = [one for one in found.recordings if one.record_id in settings.protocol.train_records]
    own = [one for one in own if one.record_id != "201"]  # of a tested patient
    beats = segment(own, window=build(settings.segmentation), classes=FIVE_CLASSES).beats
    label = label_beats(beats.symbol, THREE_CLASSES)
    beats = beats.change(label=label, classes=THREE_CLASSES)
    return beats.take(np.flatnonzero(label != UNKNOWN))


if __name__ == "__main__":
    main()
