"""Columns of the numbers and categories that came with the records."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from hfgnn.features.clinical.numbers import ClinicalNumbers
from hfgnn.types import Cohort, DataError, Measurements, Records, block_of


class MeasuredColumns:
    """Those of the chosen blocks, as they were measured; nothing is fitted here.

    Args:
        blocks: of hfgnn.types.BLOCKS; a block that the data lack is no error if another is there.
        leave_out: names of columns that are not taken.
    """

    def __init__(self, *, blocks: Sequence[str], leave_out: Sequence[str]) -> None:
        self.blocks = tuple(blocks)
        self.leave_out = tuple(leave_out)

    def numbers(self, records: Records, cohort: Cohort) -> ClinicalNumbers:
        """The columns of each record; an augmented copy has those of its original.

        Args:
            records: those of a run, and their copies.
            cohort: says what was measured.

        Shapes:
            values: (records, columns), NaN where missing.

        Raises:
            DataError: nothing was measured, or not what the settings name.
        """
        measured = self._chosen(cohort.measured)
        pairs = zip(records.record_id.tolist(), records.parent.tolist(), strict=True)
        values = measured.of([parent or record for record, parent in pairs])
        return ClinicalNumbers(values, measured.columns, levels=measured.levels)

    def _chosen(self, measured: Measurements | None) -> Measurements:
        if measured is None:
            raise DataError(
                "columns is 'measured', but nothing was measured beside these data; "
                "take columns=none"
            )
        for name in self.leave_out:
            if name not in measured.columns:
                raise DataError(
                    f"columns.leave_out names {name}, but the data have only "
                    f"{', '.join(measured.columns)}"
                )
        wanted = [
            number
            for number in measured.columns_of(self.blocks).tolist()
            if measured.columns[number] not in self.leave_out
        ]
        if not wanted:
            there = sorted({block_of(column) for column in measured.columns})
            raise DataError(
                f"columns.blocks is {list(self.blocks)}, but of these nothing is left; the data "
                f"have {', '.join(there)}"
            )
        columns = tuple(measured.columns[number] for number in wanted)
        return Measurements(
            measured.record_id,
            columns,
            np.asarray(measured.values[:, wanted]),
            {name: levels for name, levels in measured.levels.items() if name in columns},
        )
