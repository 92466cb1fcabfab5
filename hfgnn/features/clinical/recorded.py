"""Clinical numbers that came with the pages: age, sex, and what else a data set tells."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from hfgnn.features.clinical.numbers import ClinicalNumbers
from hfgnn.features.clinical.value import read_number
from hfgnn.types import RECORDED_FEATURES, SEX_COLUMN, ClinicalFeature, DataError, Records

SEX = "sex"
"""What the data call the column that becomes ``sex_female``."""

FEMALE = {"female": "1", "f": "1", "1": "1", "male": "0", "m": "0", "0": "0"}

Told = Mapping[str, Mapping[str, str]]


class Recorded:
    """Columns of what the data say of each page; a page of which they say nothing has NaN.

    Nothing is drawn and nothing is looked up by label, so the numbers carry no more of the label
    than the patients do.

    Args:
        columns: which, of hfgnn.types.RECORDED_FEATURES.
        attributes: what the data say: column to record_id to value, as hfgnn.types.Cohort has it.

    Raises:
        DataError: the data say nothing under one of these names.
    """

    def __init__(self, *, columns: Sequence[str], attributes: Told) -> None:
        known = {feature.name: feature for feature in RECORDED_FEATURES}
        self.features = tuple(known[name] for name in columns)
        self.attributes = attributes
        for name in columns:
            if not attributes.get(_source(name)):
                told = [one for one, values in attributes.items() if values]
                raise DataError(
                    f"clinical.columns names {name}, but the data do not say {_source(name)} of "
                    f"any page; they say {', '.join(told) or 'nothing'}"
                )

    def numbers(self, records: Records, *, seed: int, per_row: bool) -> ClinicalNumbers:
        """The numbers of each page; an augmented copy has those of its original.

        Args:
            records: pages and their copies.
            seed: not used, since nothing is drawn.
            per_row: not used.

        Shapes:
            values: (records, columns), in the units of their names, NaN where missing.

        Raises:
            DataError: a value is no number, or out of its range.
        """
        pairs = zip(records.record_id.tolist(), records.parent.tolist(), strict=True)
        names = [parent or record for record, parent in pairs]
        columns = [self._column(feature, names) for feature in self.features]
        values = np.array(columns, dtype=np.float64).reshape(-1, len(names)).T
        has_none = np.isnan(values).all(axis=1)
        empty = set(records.patient_id[has_none].tolist()) - set(
            records.patient_id[~has_none].tolist()
        )
        return ClinicalNumbers(
            values, tuple(one.name for one in self.features), missing_patients=len(empty)
        )

    def _column(self, feature: ClinicalFeature, names: Sequence[str]) -> list[float]:
        told = self.attributes[_source(feature.name)]
        read = {
            name: read_number(
                _as_number(feature.name, told.get(name, "")),
                feature,
                of=f" of {name}",
                may_be_empty=True,
            )
            for name in dict.fromkeys(names)
        }
        return [read[name] for name in names]


def _source(column: str) -> str:
    """What the data call it."""
    return SEX if column == SEX_COLUMN else column


def _as_number(column: str, text: str) -> str:
    """Sex as 0 or 1; whatever else it says stays what it is, and is refused."""
    text = text.strip()
    return FEMALE.get(text.lower(), text) if column == SEX_COLUMN else text
