"""Columns as the training rows scaled them, for any patient, known or new."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hfgnn.types import IMAGE_COLUMNS

Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class FittedNodes:
    """Whatever scaling and filling took from the training rows; nothing here changes any more.

    Attributes:
        image_mean: (512,), of each image column; no columns where these are left as they are.
        image_scale: (512,), their standard deviations; 1 where a column is constant.
        is_empty: bool (clinical,), columns that no training row has.
        median: (clinical,), which stands for a missing value.
        mean: (clinical,), of the filled columns.
        scale: (clinical,), their standard deviations; 1 where a column is constant.
        incomplete: clinical columns with missing values among the training rows; each has a
            further column that says so.
        factor: (), by which the clinical block is multiplied.
    """

    image_mean: Numbers
    image_scale: Numbers
    is_empty: NDArray[np.bool_]
    median: Numbers
    mean: Numbers
    scale: Numbers
    incomplete: NDArray[np.int64]
    factor: Numbers

    @property
    def num_clinical(self) -> int:
        """Columns of the clinical block, indicators included; they stand last."""
        return len(self.mean) + len(self.incomplete)

    def transform(self, images: NDArray[np.float32], values: Numbers) -> NDArray[np.float32]:
        """The columns that network and graph see.

        Shapes:
            images: (rows, 512), as the backbone gives them.
            values: (rows, clinical), unscaled, in the units of their names; NaN is missing.
            returns: (rows, 512 + clinical + incomplete).
        """
        blocks = [self.image_block(images), self.clinical_block(values) * self.factor]
        return np.concatenate(blocks, axis=1).astype(np.float32)

    def image_block(self, images: NDArray[np.float32]) -> NDArray[np.floating[Any]]:
        """Image columns, in training standard deviations where so fitted."""
        if not len(self.image_mean):
            return images
        return np.asarray((images.astype(np.float64) - self.image_mean) / self.image_scale)

    def clinical_block(self, values: Numbers) -> Numbers:
        """Clinical columns, filled and standardized, and the indicators; not yet multiplied."""
        filled = self.fill(values)
        missing = np.isnan(values)[:, self.incomplete]
        return np.concatenate([(filled - self.mean) / self.scale, missing], axis=1)

    def fill(self, values: Numbers) -> Numbers:
        """Values with the training median where one is missing."""
        values = np.where(self.is_empty, 0.0, values)
        return np.where(np.isnan(values), self.median, values)

    def names(self, columns: tuple[str, ...]) -> tuple[str, ...]:
        """Names of all columns, given those of the clinical ones."""
        missing = tuple(f"{columns[number]}_missing" for number in self.incomplete)
        return IMAGE_COLUMNS + columns + missing

    def arrays(self) -> dict[str, NDArray[Any]]:
        """Every array by its name, to be stored."""
        return {field.name: np.asarray(getattr(self, field.name)) for field in fields(self)}
