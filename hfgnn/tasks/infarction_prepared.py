"""Before anything is compared: beats of both kinds, and the network that knows the first."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from torch import Tensor

from hfgnn.config.build import build
from hfgnn.config.infarction import InfarctionRun
from hfgnn.data.infarction.diagnosed import Diagnosed
from hfgnn.data.recordings.segmentation import Window, segment
from hfgnn.data.recordings.symbols import FIVE_CLASSES
from hfgnn.models.two_layer_cnn import TwoLayerCNN, carried_over
from hfgnn.reports.progress import progress
from hfgnn.reports.provenance import values_hash
from hfgnn.training.batches import fit_batches, predict_batches
from hfgnn.training.checkpoint import read_checkpoint, write_checkpoint
from hfgnn.training.examples import Examples
from hfgnn.types import Beats, DataError, Refusal
from hfgnn.types.recording import Recordings

SIGNAL = "signal"
VALIDATED = 0.2
"""Share of the source patients on whom the five classes are scored."""


@dataclass(frozen=True)
class Pretrained:
    """A network that knows heartbeats.

    Attributes:
        weights: by name.
        told: where it learned them, for metrics.json.
        refused: records that could not be used.
        data_hash: of the beats that it learned, None where they were not seen.
    """

    weights: Mapping[str, Tensor]
    told: dict[str, Any]
    refused: tuple[Refusal, ...]
    data_hash: str | None


def read_target(settings: InfarctionRun) -> Diagnosed:
    """Beats of infarction and of normal hearts.

    Raises:
        DataError: data that cannot be used.
    """
    window: Window = build(settings.segmentation)
    target: Diagnosed = build(settings.data).read(window, progress)
    return target


def pretrain(
    settings: InfarctionRun, target: Diagnosed, *, folder: Path, settings_text: str
) -> Pretrained:
    """Take the network of an earlier run, or learn the five classes of heartbeats now.

    Args:
        settings: of the run.
        target: whose network the weights must fit.
        folder: of the run, for checkpoints/source.ckpt.
        settings_text: the settings as yaml.

    Raises:
        DataError: data that cannot be used, or weights that do not fit.
    """
    if settings.checkpoint is None:
        return learn_heartbeats(settings, read_source(settings), folder, settings_text)
    weights, _ = read_checkpoint(Path(settings.checkpoint))
    try:
        carried_over(network_for(settings, target.beats), weights)
    except ValueError as error:
        raise DataError(f"checkpoint is {settings.checkpoint!r}, but {error}") from None
    return Pretrained(weights, {"checkpoint": Path(settings.checkpoint).name}, (), None)


def read_source(settings: InfarctionRun) -> tuple[Beats, Recordings]:
    """Beats of the five classes, the frequent ones thinned at random, and where they come from.

    Raises:
        DataError: data that cannot be used, or beats of one class only.
    """
    try:
        found: Recordings = build(settings.source).read(progress)
    except DataError as error:
        raise DataError(str(error).replace("data.", "source.", 1)) from None
    window: Window = build(settings.segmentation)
    beats = segment(found.recordings, window=window, classes=FIVE_CLASSES).beats
    generator = np.random.default_rng(settings.seed)
    number = settings.transfer.beats_per_class
    rows = [
        generator.permutation(np.flatnonzero(beats.label == one))[:number]
        for one in range(len(FIVE_CLASSES))
    ]
    if len(np.unique(beats.label)) < 2 or len(np.unique(beats.group)) < 2:
        raise DataError(
            f"source.root: {found.source} have beats of one class or of one patient only, so "
            "nothing can be learned from them"
        )
    return beats.take(np.sort(np.concatenate(rows)).astype(np.int64)), found


def learn_heartbeats(
    settings: InfarctionRun,
    source: tuple[Beats, Recordings],
    folder: Path,
    settings_text: str,
) -> Pretrained:
    """Learn the five classes on most patients, and see on the others how well."""
    beats, recordings = source
    patients = np.random.default_rng(settings.seed).permutation(np.unique(beats.group))
    seen = np.isin(beats.group, patients[max(round(VALIDATED * len(patients)), 1) :])
    inputs = {SIGNAL: beats.signal}
    train, validation = (
        Examples(inputs, beats.label, np.flatnonzero(part)) for part in (seen, ~seen)
    )
    epochs = settings.pretraining.max_epochs
    bar = iter(progress(range(epochs), total=epochs, description="learning heartbeats"))

    def move() -> None:
        next(bar, None)

    move()
    fitted = fit_batches(
        lambda: network_for(settings, beats),
        train,
        validation,
        num_classes=len(beats.classes),
        settings=settings.pretraining,
        seed=settings.seed,
        logger=None,
        after_epoch=move,
    )
    probability = predict_batches(fitted.network, validation, settings=settings.pretraining)
    called, label = probability.argmax(axis=1), beats.label[validation.items]
    recalls = [float((called[label == one] == one).mean()) for one in np.unique(label)]
    write_checkpoint(folder / "checkpoints" / "source.ckpt", fitted.weights, settings_text)
    told = {
        "source": recordings.source,
        "beats": len(beats),
        "refused": len(recordings.refused),
        "macro_recall": float(np.mean(recalls)),
    }
    return Pretrained(fitted.weights, told, recordings.refused, beats_hash(beats))


def beats_hash(beats: Beats) -> str:
    """Of every beat, its class and its patient's number."""
    columns = beats.signal.reshape(len(beats), -1).astype(np.float64)
    return values_hash(np.column_stack([columns, beats.label, beats.group]))


def network_for(settings: InfarctionRun, beats: Beats) -> TwoLayerCNN:
    """A fresh network for these beats and their classes."""
    _, leads, samples = beats.signal.shape
    network: TwoLayerCNN = build(
        settings.model, num_leads=leads, num_samples=samples, num_classes=len(beats.classes)
    )
    return network
