"""Whether a network tells murmurs apart among clips that are alike in noise and in heart rate.

python experiments/heart_sounds/conditions.py RUN FOLDER_OF_SET_B
"""

import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import soundfile
import torch
from numpy.typing import NDArray
from sklearn.metrics import roc_auc_score

from hfgnn.features.sounds.spectrogram import Spectrogram
from hfgnn.models.sound_autocorrelation import autocorrelation
from hfgnn.reports.run_files import read_predictions
from hfgnn.types import Predictions, Rows

HOP_S = 0.016
SHORTEST_S, LONGEST_S = 0.4, 1.3
"""From one beat to the next, at 150 and at 46 beats per minute."""

LOW_PITCHES = Spectrogram(
    window_s=0.032,
    hop_s=HOP_S,
    num_mels=4,
    low_hz=20,
    high_hz=200,
    range_db=80,
    scaling="loud",
    is_centred=False,
    picture_px=None,
)
"""Where the two sounds of a beat are loudest."""


def main() -> None:
    """Print Markdown: AUROC of the network by condition, and of the heart rate alone."""
    run, folder = (Path(name) for name in sys.argv[1:])
    record, label, said = means(read_predictions(run)[0])
    period = np.array([beat_period_s(folder / name) for name in record.tolist()])
    print("\n".join(table(record, label, said, period)))


def means(predictions: Predictions) -> tuple[NDArray[np.str_], Rows, NDArray[np.float64]]:
    """Clips, whether they have a murmur, and the mean of what was said over repeats and seeds.

    Args:
        predictions: of the network.
    """
    record, first, which = np.unique(predictions.record_id, return_index=True, return_inverse=True)
    said = np.bincount(which, predictions.probability) / np.bincount(which)
    return record, predictions.label[first], said


def beat_period_s(path: Path) -> float:
    """Seconds after which the low pitches of a clip are most like themselves.

    Args:
        path: of a WAV file.
    """
    signal, rate = soundfile.read(path, dtype="float32")
    loudness = LOW_PITCHES.picture(signal, rate).mean(axis=0)
    lags = range(round(SHORTEST_S / HOP_S), min(round(LONGEST_S / HOP_S), len(loudness) - 1))
    alike = autocorrelation(torch.from_numpy(loudness), lags) if lags else torch.zeros(1)
    return HOP_S * (lags.start + int(alike.argmax()))


def table(
    record: NDArray[np.str_],
    label: Rows,
    said: NDArray[np.float64],
    period: NDArray[np.float64],
) -> Iterator[str]:
    """A line per condition.

    Args:
        record: names of the clips.
        label: 1 for a murmur.
        said: probability of one.
        period: seconds per beat.
    """
    noisy = np.char.find(record, "noisy") >= 0
    slow, fast = np.quantile(period, [2 / 3, 1 / 3])
    conditions = {
        "all clips": np.ones(len(record), dtype=bool),
        "called noisy in the file name": noisy,
        "not called noisy": ~noisy,
        f"fast, below {fast:.2f} s per beat": period < fast,
        "between": (period >= fast) & (period < slow),
        f"slow, from {slow:.2f} s on": period >= slow,
    }
    yield "| clips | number | with a murmur | AUROC |"
    yield "|---|---|---|---|"
    for name, rows in conditions.items():
        auroc = roc_auc_score(label[rows], said[rows])
        yield f"| {name} | {rows.sum()} | {label[rows].sum()} | {auroc:.3f} |"
    rate = roc_auc_score(label, period)
    yield f"\nThe seconds per beat alone: AUROC {max(rate, 1 - rate):.3f}."


if __name__ == "__main__":
    main()
