"""Patients of whom there is no image, beside those who have one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from hfgnn.data.duplicates import components, equal
from hfgnn.data.rows import Row, records_of_rows
from hfgnn.types import DataError, Records


def with_patients(records: Records, classes: Mapping[str, str], positive: Sequence[str]) -> Records:
    """The pages, and below them a record without a file for each patient without an image.

    Such a record is called as its patient, and stands in one group with the patient's pages, if
    there are any.

    Args:
        records: the pages.
        classes: of each patient without an image.
        positive: classes that count as disease.

    Raises:
        DataError: a patient is called like a page.
    """
    if not classes:
        return records
    if same := sorted(set(classes) & set(records.record_id.tolist())):
        raise DataError(f"a patient without an image is called {same[0]}, like the file of another")
    added = records_of_rows(
        [
            Row(patient, patient, name, int(name in positive), f"no image of {patient}".encode())
            for patient, name in classes.items()
        ]
    )
    first = int(records.group.max(initial=-1)) + 1
    joined = Records.join(records, added.change(group=first + np.arange(len(added))))
    same_patient = equal(joined.patient_id)
    return joined.change(group=components(len(joined), [equal(joined.group), same_patient]))
