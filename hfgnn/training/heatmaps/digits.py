"""Can the network that is to read heat maps read digits?"""

from __future__ import annotations

import time
from dataclasses import asdict, dataclass, replace
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch.nn.functional import interpolate

from hfgnn.config.heatmap import HeatmapCNN
from hfgnn.config.training import BatchTraining
from hfgnn.data.digits import Digits
from hfgnn.models.light_cnn import LightCNN
from hfgnn.training.batches import fit_batches, predict_batches
from hfgnn.training.examples import Examples

NUM_DIGITS = 10
PICTURE = "picture"


@dataclass(frozen=True)
class DigitsRead:
    """How well the network reads digits.

    Attributes:
        source: which digits.
        training: digits that were learned.
        validation: digits that chose the epoch.
        test: digits that were asked, once.
        epoch: the chosen one, from 1.
        accuracy: on the test digits.
        required: below it, the check has failed.
        weights: of the network, in number.
        seconds: that all of it took.
    """

    source: str
    training: int
    validation: int
    test: int
    epoch: int
    accuracy: float
    required: float
    weights: int
    seconds: float

    @property
    def passed(self) -> bool:
        """Whether the network can read."""
        return self.accuracy >= self.required

    def as_json(self) -> dict[str, Any]:
        """The part of metrics.json."""
        return asdict(self) | {"passed": self.passed}


def check_digits(
    digits: Digits,
    model: HeatmapCNN,
    training: BatchTraining,
    *,
    size: tuple[int, int],
    required: float,
    seed: int,
) -> DigitsRead:
    """Train the network behind the heat map on digits, drawn to the heat map's size, and ask it.

    Args:
        digits: divided.
        model: the settings of the network; its picture is left out.
        training: epochs, batches, learning rate.
        size: rows and columns of the heat map.
        required: accuracy on test digits.
        seed: of initial weights and order.
    """
    begin = time.perf_counter()
    inputs = {PICTURE: drawn_to(digits.picture, size)}

    def make() -> LightCNN:
        return LightCNN(
            num_channels=1,
            num_classes=NUM_DIGITS,
            widths=model.widths,
            kernel_size=model.kernel_size,
            dropout=model.dropout,
        )

    train, validation, test = (
        Examples(inputs, digits.label, rows)
        for rows in (digits.train, digits.validation, digits.test)
    )
    fitted = fit_batches(
        make, train, validation, num_classes=NUM_DIGITS, settings=training, seed=seed, logger=None
    )
    called = predict_batches(fitted.network, test, settings=training).argmax(axis=1)
    return DigitsRead(
        source=digits.source,
        training=len(train),
        validation=len(validation),
        test=len(test),
        epoch=fitted.epoch + 1,
        accuracy=float((called == digits.label[digits.test]).mean()),
        required=required,
        weights=sum(one.numel() for one in fitted.network.parameters()),
        seconds=time.perf_counter() - begin,
    )


def drawn_to(picture: NDArray[np.float32], size: tuple[int, int]) -> NDArray[np.float32]:
    """Pictures in another size, by lines between their pixels."""
    drawn = interpolate(torch.from_numpy(picture), size, mode="bilinear", align_corners=False)
    return np.asarray(drawn.numpy())


def digit_training(
    training: BatchTraining, *, max_epochs: int, patience: int, batch_size: int
) -> BatchTraining:
    """How the network learns digits: as it learns heat maps, but for what has another length."""
    return replace(training, max_epochs=max_epochs, patience=patience, batch_size=batch_size)
