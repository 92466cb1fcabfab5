"""Back from scaled columns to the units in which they were measured."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from hfgnn.features.fitted_nodes import FittedNodes

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Units:
    """How the columns of nodes were scaled.

    Attributes:
        mean: by column name, what a scaled 0 stands for.
        scale: by column name, how much a scaled 1 is more than that; columns that neither
            mapping has stay scaled.
        levels: columns that say whether a row has a level of a category.
    """

    mean: Mapping[str, float] = field(default_factory=dict)
    scale: Mapping[str, float] = field(default_factory=dict)
    levels: frozenset[str] = frozenset()

    @staticmethod
    def of(fitted: FittedNodes, columns: tuple[str, ...]) -> Units:
        """Those of the measured columns, which stand behind the image columns.

        Args:
            fitted: what scaled the columns.
            columns: names of all of them.
        """
        names, further = columns[-fitted.num_clinical :], len(fitted.incomplete)
        if not fitted.num_clinical:
            return Units()
        mean = np.append(fitted.mean, np.zeros(further)).tolist()
        scale = (np.append(fitted.scale, np.ones(further)) / fitted.factor).tolist()
        levels = frozenset(names[len(fitted.numbers) : len(fitted.mean)])
        # What was raised to a power has no one step that a scaled 1 stands for.
        bent = {names[place] for place in np.flatnonzero(fitted.power != 1).tolist()}
        means, scales = (
            {name: value for name, value in zip(names, one, strict=True) if name not in bent}
            for one in (mean, scale)
        )
        return Units(means, scales, levels)

    def known(self, columns: tuple[str, ...]) -> NDArray[np.bool_]:
        """Which of these columns have a unit."""
        return np.array([column in self.mean for column in columns], dtype=bool)

    def mean_and_scale(self, columns: tuple[str, ...]) -> tuple[Floats, Floats]:
        """Of each of these columns; 0 and 1 where it has no unit.

        Shapes:
            returns: (columns,) twice.
        """
        mean = np.array([self.mean.get(column, 0.0) for column in columns])
        scale = np.array([self.scale.get(column, 1.0) for column in columns])
        return mean, scale
