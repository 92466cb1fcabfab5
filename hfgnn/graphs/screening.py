"""Points rounded to numbers that multiply fast, and how far that moves them.

A distance among rounded points differs from the true one by no more than the two points were
moved, by the triangle inequality. What the arithmetic of the product adds is bounded as in Higham,
Accuracy and Stability of Numerical Algorithms (2002, https://doi.org/10.1137/1.9780898718027),
section 3.1.
"""

from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray

Lengths = NDArray[np.float64]

LOST = 1e-30
"""More than float32 loses of numbers too small for it, between points of about length 1."""

ROWS_AT_ONCE = 8192

TURNED_FROM = 2048
"""Candidates that are worth being laid out as the product reads them."""


@dataclass(frozen=True)
class Precision:
    """A kind of number that is multiplied fast, with sums in float32.

    Attributes:
        kind: of the numbers.
        key: integers of the same width; those of numbers that are not negative have their order.
        wide: integers of twice that width, which hold a key and a place.
        bits: of the number.
        unit: greatest relative error of rounding to it.
        parts: numbers of this kind that add up to one of float32.
        columns: products are fastest with a multiple of so many.
    """

    kind: torch.dtype
    key: torch.dtype
    wide: torch.dtype
    bits: int
    unit: float
    parts: int
    columns: int


BFLOAT16 = Precision(torch.bfloat16, torch.int16, torch.int32, 16, 2.0**-9, 3, 32)
FLOAT32 = Precision(torch.float32, torch.int32, torch.int64, 32, 2.0**-24, 2, 1)


def precisions() -> tuple[Precision, ...]:
    """What to screen in, the fastest first: bfloat16 only where tiles of it are multiplied."""
    has_tiles = getattr(torch.cpu, "_is_amx_tile_supported", bool)()
    return (BFLOAT16, FLOAT32) if has_tiles else (FLOAT32,)


class Rounded:
    """Points rounded to a precision.

    A squared distance among them comes as one product: [-2 a, 1, |a|^2] of the one who asks times
    [b, |b|^2, 1] of the candidate, with the squared lengths in several parts.

    Args:
        points: float32 or float64 (rows, columns), none longer than 1,000.
        precision: to round to.

    Attributes:
        numbers: (rows, columns and parts of squared lengths), as of candidates.
        length: float64 (rows,), of the rounded points, and rather more.
        moved: float64 (rows,), how far they are from the points, and rather more.
    """

    def __init__(self, points: NDArray[np.floating], precision: Precision) -> None:
        rows, self.width = points.shape
        self.precision = precision
        num_columns = self.width + 2 * precision.parts
        padded = num_columns + -num_columns % precision.columns
        self.numbers = torch.empty(rows, padded, dtype=precision.kind)
        self.numbers[:, self.width + precision.parts : num_columns] = 1
        self.numbers[:, num_columns:] = 0
        self.length, self.moved = np.empty(rows), np.empty(rows)
        for start in range(0, rows, ROWS_AT_ONCE):
            self._round(points, slice(start, start + ROWS_AT_ONCE))

    def _round(self, points: NDArray[np.floating], some: slice) -> None:
        width, numbers = self.width, self.numbers[some]
        nearly = torch.from_numpy(points[some]).to(torch.float32)
        numbers[:, :width] = nearly
        rounded = numbers[:, :width].to(torch.float32)
        length = torch.linalg.vector_norm(rounded, dim=1).to(torch.float64)
        moved = torch.linalg.vector_norm(nearly - rounded, dim=1).to(torch.float64)
        squares = length**2
        for column in range(width, width + self.precision.parts):
            numbers[:, column] = squares
            squares = squares - numbers[:, column]
        more = 1 + self._sum_error
        self.length[some] = length * more
        self.moved[some] = moved * more + length * (2 * FLOAT32.unit) + LOST

    @property
    def _sum_error(self) -> float:
        """Relative error of a sum of so many products in float32, in any order."""
        return 1.01 * (self.numbers.shape[1] + 4) * FLOAT32.unit

    @property
    def products_error(self) -> float:
        """Error of a squared distance before it is rounded, as a share of (|a| + |b|)^2.

        Of the sum of products, and of the squared lengths that it is given.
        """
        return 3 * self._sum_error

    def as_queries(self, rows: slice) -> torch.Tensor:
        """The left side of the product.

        Shapes:
            returns: (rows, columns and parts of squared lengths).
        """
        some = self.numbers[rows]
        ones, lengths = self.width, self.width + self.precision.parts
        left = some * -2
        left[:, ones:lengths] = 1
        left[:, lengths : lengths + self.precision.parts] = some[:, ones:lengths]
        return left

    def as_candidates(self, num_columns: int) -> torch.Tensor:
        """The right side, filled up with points that are infinitely far away.

        Shapes:
            returns: (columns and parts of squared lengths, num_columns).
        """
        rows, columns = self.numbers.shape
        right = torch.empty(num_columns, columns, dtype=self.precision.kind)
        right[:rows] = self.numbers
        right[rows:] = 0
        right[rows:, self.width] = torch.inf
        return right.T.contiguous() if rows > TURNED_FROM else right.T
