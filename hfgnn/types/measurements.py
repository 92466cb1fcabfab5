"""Numbers and categories that came with the records, before anything is fitted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from hfgnn.types.columns import block_of
from hfgnn.types.records import Rows, Strings


@dataclass(frozen=True)
class Measurements:
    """A table beside the records, in the units of its column names.

    Attributes:
        record_id: name of each row.
        columns: names; how a name begins says its block, as ``hfgnn.types.block_of`` has it.
        values: float64 (rows, columns), NaN where nothing is known; of a category, the number of
            its level.
        levels: for each category, what its numbers stand for, in their order.

    Raises:
        ValueError: rows, columns and levels do not fit together.
    """

    record_id: Strings
    columns: tuple[str, ...]
    values: NDArray[np.float64]
    levels: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.values.shape != (len(self.record_id), len(self.columns)):
            raise ValueError(
                f"measurements are {self.values.shape}, but there are {len(self.record_id)} rows "
                f"and {len(self.columns)} columns"
            )
        for name in self.levels:
            if name not in self.columns:
                raise ValueError(f"levels are given for {name}, but there is no such column")

    def of(self, names: Sequence[str]) -> NDArray[np.float64]:
        """The values of these records, NaN throughout for one without a row.

        Args:
            names: record ids.
        """
        row_of = {name: row for row, name in enumerate(self.record_id.tolist())}
        rows = np.array([row_of.get(name, len(row_of)) for name in names], dtype=np.int64)
        return np.vstack([self.values, np.full((1, len(self.columns)), np.nan)])[rows]

    def columns_of(self, blocks: Sequence[str]) -> Rows:
        """Column numbers of these blocks."""
        return np.flatnonzero([block_of(column) in blocks for column in self.columns])
