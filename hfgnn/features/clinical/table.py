"""Measured clinical numbers from a CSV file."""

import csv
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from hfgnn.features.clinical.numbers import ClinicalNumbers
from hfgnn.features.clinical.value import read_number
from hfgnn.types import CLINICAL_COLUMNS, CLINICAL_FEATURES, DataError, Records


class Table:
    """One line per patient; an empty cell is missing, and is imputed inside each fold.

    Args:
        path: a CSV file with a header: ``patient_column`` and the columns of
            hfgnn.types.CLINICAL_COLUMNS, whose names state the units. Further columns stay unread.
        patient_column: the column of patient ids, as in the manifest of the images.
    """

    def __init__(self, *, path: str, patient_column: str) -> None:
        self.path = Path(path)
        self.patient_column = patient_column

    def numbers(self, records: Records, *, seed: int, per_row: bool) -> ClinicalNumbers:
        """The numbers of each record's patient.

        Args:
            records: pages and their copies.
            seed: not used, since nothing is drawn.
            per_row: not used.

        Shapes:
            values: (records, 5), columns as in hfgnn.types.CLINICAL_COLUMNS, NaN where missing.

        Raises:
            DataError: a column is missing, a number is none or out of its range, a line has more
                cells than the header, a patient has two lines, or no patient of the images is
                in the table.
        """
        lines = self._read()
        patients = records.patient_id.tolist()
        if not any(patient in lines for patient in patients):
            raise DataError(
                f"clinical.path {self.path.name} names none of the {len(set(patients))} "
                f"patients of the images, such as {patients[0]!r}"
            )
        nothing = np.full(len(CLINICAL_COLUMNS), np.nan)
        values = np.stack([lines.get(patient, nothing) for patient in patients])
        empty = set(records.patient_id[np.isnan(values).all(axis=1)].tolist())
        return ClinicalNumbers(values, CLINICAL_COLUMNS, missing_patients=len(empty))

    def _read(self) -> dict[str, NDArray[np.float64]]:
        try:
            with self.path.open(newline="", encoding="utf-8-sig") as file:
                reader = csv.DictReader(file)
                self._refuse_missing_columns(list(reader.fieldnames or ()))
                return self._lines(list(reader))
        except (OSError, UnicodeDecodeError, csv.Error) as error:
            raise DataError(f"clinical.path {self.path.name} is no readable CSV: {error}") from None

    def _refuse_missing_columns(self, header: list[str]) -> None:
        needed = (self.patient_column, *CLINICAL_COLUMNS)
        if missing := [column for column in needed if column not in header]:
            raise DataError(
                f"clinical.path {self.path.name} has no column {', '.join(missing)}; "
                f"it has {', '.join(header) or 'none'}"
            )

    def _lines(self, rows: list[dict[str, str]]) -> dict[str, NDArray[np.float64]]:
        lines: dict[str, NDArray[np.float64]] = {}
        for row in rows:
            patient = (row[self.patient_column] or "").strip()
            if patient in lines:
                raise DataError(
                    f"clinical.path {self.path.name} has two lines for patient {patient!r}"
                )
            if None in row:  # a decimal comma moves every cell behind it
                raise DataError(
                    f"clinical.path {self.path.name} has more cells for patient {patient!r} "
                    "than columns; decimals are written with a point"
                )
            of = f" of patient {patient!r}"
            lines[patient] = np.array(
                [
                    read_number(row[feature.name] or "", feature, of=of, may_be_empty=True)
                    for feature in CLINICAL_FEATURES
                ]
            )
        return lines
