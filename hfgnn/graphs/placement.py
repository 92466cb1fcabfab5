"""Where patients stand in the space in which neighbours are searched."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from hfgnn.types import Rows

Points = NDArray[np.float32]


class Places(Protocol):
    """What gives a patient its coordinates."""

    @property
    def keeps_columns(self) -> bool:
        """Whether each coordinate is a multiple of the column in its place."""

    def of(self, x: Points) -> Points:
        """Coordinates: of float32 (rows, columns), float32 (rows, coordinates)."""

    def arrays(self) -> dict[str, Points]:
        """To be stored."""


@dataclass(frozen=True)
class Placement:
    """From the columns of a patient to its coordinates: x @ linear + offset.

    Attributes:
        linear: float32 (columns, coordinates); (columns,) where each column is only multiplied;
            (0,) where columns are coordinates as they are.
        offset: float32 (coordinates,); (0,) where nothing is added.
    """

    linear: Points
    offset: Points

    @property
    def keeps_columns(self) -> bool:
        """Whether each coordinate is a multiple of the column in its place."""
        return self.linear.ndim == 1

    def of(self, x: Points) -> Points:
        """Coordinates.

        Shapes:
            x: (rows, columns).
            returns: (rows, coordinates).
        """
        if not self.linear.size:
            return x
        placed = x * self.linear if self.linear.ndim == 1 else x @ self.linear
        return placed + self.offset if self.offset.size else placed

    def arrays(self) -> dict[str, Points]:
        """To be stored."""
        return {"linear": self.linear, "offset": self.offset}


NOTHING = np.empty(0, dtype=np.float32)
AS_IT_IS = Placement(NOTHING, NOTHING)


def scaled(factors: NDArray[np.floating]) -> Placement:
    """Every column multiplied by its own factor."""
    return Placement(factors.astype(np.float32), NOTHING)


@dataclass(frozen=True)
class InnerView:
    """Training rows as those see them who have not learned from them.

    Attributes:
        receivers: int64, training rows whose labels had no part in the coordinates.
        points: float32 (rows, coordinates), of all rows of the nodes.
    """

    receivers: Rows
    points: Points


@dataclass(frozen=True)
class Views:
    """Where everybody stands, for whom.

    A space that was fitted with labels puts a training row near rows of its own label, which it
    does to no test row. So training rows look for their neighbours in inner views, fitted without
    them, among the rows that these were fitted with: what they hear is then as informative as what
    a test row hears.

    Attributes:
        placement: of whoever is not a training row.
        points: float32 (rows, coordinates), of all rows, in which these look for neighbours.
        inner: of training rows; empty where labels had no part, or where ``points`` of training
            rows are out of fold themselves.
    """

    placement: Places
    points: Points
    inner: tuple[InnerView, ...] = ()


def seen_alike(placement: Places, x: Points) -> Views:
    """The same view for everybody."""
    return Views(placement, placement.of(x))
