"""A network that reads the beats of a recording in their order, a window at a time."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from torch import nn

from hfgnn.config.training import BatchTraining
from hfgnn.features.beats.sequence_columns import compares
from hfgnn.features.beats.windows import average_windows, cut_windows
from hfgnn.training.batches import fit_batches, predict_batches
from hfgnn.training.beats.fitted import Fitting, State
from hfgnn.training.beats.network import make_network, scale_state
from hfgnn.training.beats.shown import ColumnScale, ShownBeats
from hfgnn.training.examples import Examples
from hfgnn.types import UNKNOWN, Parts, Rows

OVERLAP = 3
"""In how many windows a beat is told; their answers are averaged."""


@dataclass(frozen=True)
class SequenceNetwork:
    """A fitted network on windows of neighbouring beats.

    Attributes:
        network: on the processor.
        scale: of the columns.
        window: beats per window.
        signal: whether the network reads the samples too.
        training: for the size of batches.
    """

    network: nn.Module
    scale: ColumnScale
    window: int
    signal: bool
    training: BatchTraining

    def probability(self, shown: ShownBeats) -> NDArray[np.float64]:
        """Probability of each class, (beats, classes)."""
        windows = _windows(shown, self.window)
        asked = _examples(shown, self.scale, shown.beats.label, windows, signal=self.signal)
        said = predict_batches(self.network, asked, settings=self.training)
        return average_windows(said, windows, len(shown))

    def state(self) -> State:
        """Weights, and the scale of the columns."""
        weights = {f"network.{name}": value for name, value in self.network.state_dict().items()}
        return weights | scale_state(self.scale)


def fit_sequence(how: Fitting, shown: ShownBeats, parts: Parts) -> SequenceNetwork:
    """Train on windows that hold training beats; the labels of all others are hidden.

    Args:
        how: network, training, seed.
        shown: all beats.
        parts: which of them train and choose.
    """
    scale = _scale(shown, parts.train)
    windows = _windows(shown, how.model.window)
    train, validation = (
        _asked(shown, scale, windows, rows, signal=how.model.signal)
        for rows in (parts.train, parts.validation)
    )
    fitted = fit_batches(
        lambda: make_network(how.model, shown.widths, columns=True),
        train,
        validation,
        num_classes=len(shown.beats.classes),
        settings=how.training,
        seed=how.seed,
        logger=how.logger,
    )
    model = how.model
    return SequenceNetwork(fitted.network, scale, model.window, model.signal, how.training)


def _scale(shown: ShownBeats, train: Rows) -> ColumnScale:
    """The scale of the columns that the network reads; to the others it is blind."""
    scale = ColumnScale.fit(shown.columns.x[train])
    read = compares(shown.columns.columns)
    return replace(scale, spread=np.where(read, scale.spread, np.inf).astype(np.float32))


def _windows(shown: ShownBeats, length: int) -> Rows:
    return cut_windows(shown.beats.record_id, length=length, stride=max(1, length // OVERLAP))


def _asked(
    shown: ShownBeats, scale: ColumnScale, windows: Rows, rows: Rows, *, signal: bool
) -> Examples:
    """The windows with one of these rows; what is asked about are these rows alone."""
    label = np.full(len(shown), UNKNOWN, dtype=np.int64)
    label[rows] = shown.beats.label[rows]
    # A place without a beat is UNKNOWN, the last row here, which is never asked about.
    asked = np.append(np.isin(np.arange(len(shown)), rows), False)
    chosen = windows[asked[windows].any(axis=1)]
    return _examples(shown, scale, label, chosen, signal=signal)


def _examples(
    shown: ShownBeats, scale: ColumnScale, label: Rows, windows: Rows, *, signal: bool
) -> Examples:
    inputs = {"columns": scale.apply(shown.columns.x)}
    if signal:
        inputs["signal"] = shown.beats.signal
    return Examples(inputs, label, windows)
