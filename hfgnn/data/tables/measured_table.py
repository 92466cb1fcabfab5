"""One file with a header, a line per patient or visit, and a column that is the outcome."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from hfgnn.data.tables.sheet import Sheet, read_sheet
from hfgnn.data.tables.tabular import Tabular


@dataclass(frozen=True, kw_only=True)
class MeasuredTable(Tabular):
    """Any table of measurements, as hospitals and repositories hand them out.

    Attributes:
        path: the file, separated by commas, semicolons, tabs or pipes.
        patient_column: whose line it is; where None, each line is a patient.
        site_column: where the patient was seen, to be left out in turn; None where nobody knows.
    """

    path: str
    patient_column: str | None
    site_column: str | None

    def sheet(self) -> Sheet:
        """The cells of the file.

        Raises:
            DataError: it is no table.
        """
        sheet = read_sheet(Path(self.path), key="data.path")
        return replace(sheet, whose=self.patient_column, where=self.site_column)
