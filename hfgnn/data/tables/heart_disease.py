"""UCI heart disease: patients sent for coronary angiography, from four hospitals."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from hfgnn.data.tables.sheet import Line, Sheet, read_sheet
from hfgnn.data.tables.tabular import Tabular
from hfgnn.types import DataError

COLUMNS = (
    *("age", "sex", "cp", "trestbps", "chol", "fbs", "restecg", "thalach", "exang", "oldpeak"),
    *("slope", "ca", "thal", "target"),
)
"""Of each file, in this order; the publisher's own files have no header."""

SITE = "site"


@dataclass(frozen=True, kw_only=True)
class HeartDisease(Tabular):
    """The files ``processed.*.data`` of UCI 45 (Detrano et al. 1989, Am J Cardiol 64:304-310,
    https://doi.org/10.24432/C52P4X), one per hospital.

    Attributes:
        root: their folder.
        sites: which of the hospitals, by the names of their files.
    """

    root: str
    sites: Sequence[str]

    def sheet(self) -> Sheet:
        """The lines of all files below each other, and their hospital in a last column.

        Raises:
            DataError: a file is not there, is no table, or has other columns.
        """
        lines = tuple(line for site in self.sites for line in self._lines(site))
        return Sheet(
            name=f"data.root {Path(self.root).name}",
            columns=(*COLUMNS, SITE),
            lines=lines,
            told=f"UCI heart disease ({', '.join(self.sites)})",
            where=SITE,
        )

    def _lines(self, site: str) -> tuple[Line, ...]:
        path = Path(self.root) / f"processed.{site}.data"
        sheet = read_sheet(path, key="data.root", columns=COLUMNS)
        if sheet.columns != COLUMNS:
            raise DataError(
                f"{sheet.name} has the columns {', '.join(sheet.columns)}, but must have "
                f"{', '.join(COLUMNS)}, or no header"
            )
        return tuple(Line(f"{site} {line.name}", (*line.cells, str(site))) for line in sheet.lines)
