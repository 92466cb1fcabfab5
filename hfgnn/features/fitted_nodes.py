"""Columns as the training rows scaled them, for any patient, known or new."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hfgnn.features.power import raised
from hfgnn.types import IMAGE_COLUMNS, DataError

Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class FittedNodes:
    """Whatever scaling and filling took from the training rows; nothing here changes any more.

    Attributes:
        num_images: (), image columns: 512, or 0 where patients have no images.
        image_mean: (512,), of each image column; no columns where these are left as they are.
        image_scale: (512,), their standard deviations; 1 where a column is constant.
        is_empty: bool (clinical,), columns that no training row has.
        median: (clinical,), which stands for a missing number.
        numbers: which of the clinical columns are numbers; the others are categories.
        power: (numbers,), exponent of Yeo and Johnson; 1 leaves a number what it is.
        one_hot: (indicators, 2), column and level of each indicator of a category. One with two
            levels in training has an indicator of the second, one with more has one of each.
        mean: (numbers + indicators,), of the filled columns.
        scale: (numbers + indicators,), their standard deviations, for the indicators of a
            category that of all of them together; 1 where a column is constant.
        incomplete: clinical columns with missing values among the training rows; each has a
            further column that says so.
        factor: (), by which the clinical block is multiplied.
        image_middle: (512,), mean of each image column, which stands for a missing image; no
            columns where image columns are standardized, so that 0 does.
    """

    num_images: NDArray[np.int64]
    image_mean: Numbers
    image_scale: Numbers
    is_empty: NDArray[np.bool_]
    median: Numbers
    numbers: NDArray[np.int64]
    power: Numbers
    one_hot: NDArray[np.int64]
    mean: Numbers
    scale: Numbers
    incomplete: NDArray[np.int64]
    factor: Numbers
    image_middle: Numbers = field(default_factory=lambda: np.empty(0))

    @property
    def num_clinical(self) -> int:
        """Columns of the clinical block, indicators included; they stand last."""
        return len(self.mean) + len(self.incomplete)

    def transform(self, images: NDArray[np.float32], values: Numbers) -> NDArray[np.float32]:
        """The columns that network and graph see.

        Shapes:
            images: (rows, 512), as the backbone gives them, NaN for a patient without an image, or
                (rows, 0).
            values: (rows, clinical), unscaled, in the units of their names; NaN is missing.
            returns: (rows, num_images + num_clinical).
        """
        blocks = [self.image_block(images), self.clinical_block(values) * self.factor]
        return np.concatenate(blocks, axis=1).astype(np.float32)

    def image_block(self, images: NDArray[np.float32]) -> NDArray[np.floating[Any]]:
        """Image columns, in training standard deviations where so fitted.

        Raises:
            DataError: an image is missing, and an earlier version kept nothing in its place.
        """
        block: NDArray[np.floating[Any]] = images
        if len(self.image_mean):
            block = np.asarray((images.astype(np.float64) - self.image_mean) / self.image_scale)
        is_missing = np.isnan(block).any(axis=1)
        if not is_missing.any():
            return block
        if not len(self.image_mean) + len(self.image_middle):
            raise DataError("the run kept no mean image for a patient without one; make it again")
        middle = 0.0 if len(self.image_mean) else self.image_middle
        return np.asarray(np.where(is_missing[:, None], middle, block))

    def clinical_block(self, values: Numbers) -> Numbers:
        """Clinical columns, filled and standardized, and the indicators; not yet multiplied."""
        missing = np.isnan(values)[:, self.incomplete]
        scaled = (self.expand(values) - self.mean) / self.scale
        return np.concatenate([scaled, missing], axis=1)

    def expand(self, values: Numbers) -> Numbers:
        """Filled numbers, and 1 where a row has the level of an indicator, else 0.

        Shapes:
            values: (rows, clinical).
            returns: (rows, numbers + indicators).
        """
        column, level = self.one_hot.T
        numbers = raised(self.fill(values)[:, self.numbers], self.power)
        return np.concatenate([numbers, values[:, column] == level], 1)

    def fill(self, values: Numbers) -> Numbers:
        """Values with the training median where one is missing."""
        values = np.where(self.is_empty, 0.0, values)
        return np.where(np.isnan(values), self.median, values)

    def names(
        self, columns: tuple[str, ...], levels: Mapping[str, tuple[str, ...]]
    ) -> tuple[str, ...]:
        """Names of all columns, given those of the clinical ones and of the levels."""
        numbers = tuple(columns[number] for number in self.numbers)
        indicators = tuple(
            f"{columns[column]}={levels[columns[column]][level]}" for column, level in self.one_hot
        )
        missing = tuple(f"{columns[number]}_missing" for number in self.incomplete)
        return IMAGE_COLUMNS[: int(self.num_images)] + numbers + indicators + missing

    def arrays(self) -> dict[str, NDArray[Any]]:
        """Every array by its name, to be stored."""
        return {one.name: np.asarray(getattr(self, one.name)) for one in fields(self)}
