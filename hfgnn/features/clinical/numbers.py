"""What every source of clinical numbers gives."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class Ceiling:
    """What the best possible classifier reaches on the clinical numbers alone.

    Attributes:
        accuracy: of Bayes' rule at the prevalence of the data.
        auroc: of the likelihood ratio.
    """

    accuracy: float
    auroc: float


@dataclass(frozen=True)
class ClinicalNumbers:
    """Measured or synthesized numbers and categories, one row per record, unscaled.

    Attributes:
        values: float64 (records, columns), in the units of the column names; NaN is missing. Of a
            category, the number of its level.
        columns: their names, with units.
        stamps: what every table made from them must carry.
        ceiling: what they allow on their own, where that is known.
        missing_patients: patients without any value.
        levels: what the numbers of each category stand for, in their order.
    """

    values: NDArray[np.float64]
    columns: tuple[str, ...]
    stamps: tuple[str, ...] = ()
    ceiling: Ceiling | None = None
    missing_patients: int = 0
    levels: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def level_counts(self) -> tuple[int, ...]:
        """How many levels each column has; 0 for a number."""
        return tuple(len(self.levels.get(column, ())) for column in self.columns)

    def beside(self, further: ClinicalNumbers) -> ClinicalNumbers:
        """The same with further columns of the same rows behind them."""
        return replace(
            self,
            values=np.concatenate([self.values, further.values], axis=1),
            columns=self.columns + further.columns,
            stamps=self.stamps + further.stamps,
            levels={**self.levels, **further.levels},
        )
