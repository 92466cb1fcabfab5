"""What was measured beside the records becomes columns, as it is."""

import numpy as np
import pytest

from hfgnn.data.rows import Row, records_of_rows
from hfgnn.features.measured.columns import MeasuredColumns
from hfgnn.features.measured.none import NoColumns
from hfgnn.types import Cohort, DataError, Measurements

ALL = ("clinical", "recording", "further")
RECORDS = records_of_rows([Row(name, name, "ill", 1, name.encode()) for name in "abc"])
MEASURED = Measurements(
    np.array(["c", "a"]),
    ("age_years", "recording_qrs_ms", "further_site"),
    np.array([[60.0, 100.0, 0.0], [70.0, 90.0, 1.0]]),
    {"further_site": ("leeds", "york")},
)


def cohort(measured: Measurements | None = MEASURED) -> Cohort:
    return Cohort(RECORDS, (), (), ("ill",), "test", None, measured=measured, unit="patient")


def numbers(blocks=ALL, leave_out=(), records=RECORDS, measured=MEASURED):
    made = MeasuredColumns(blocks=blocks, leave_out=leave_out)
    return made.numbers(records, cohort(measured))


def test_each_record_has_its_own_row_and_one_without_has_none():
    made = numbers()
    np.testing.assert_array_equal(made.values, [[70, 90, 1], [np.nan] * 3, [60, 100, 0]])
    assert made.columns == MEASURED.columns
    assert made.level_counts == (0, 0, 2)


def test_an_augmented_copy_has_the_numbers_of_its_original():
    copies = RECORDS.change(record_id=np.array(["a#1", "b", "c"]), parent=np.array(["a", "", ""]))
    np.testing.assert_array_equal(numbers(records=copies).values[0], [70, 90, 1])


def test_blocks_and_columns_can_be_left_out():
    made = numbers(blocks=["further", "clinical"])
    assert made.columns == ("age_years", "further_site")
    assert made.levels == {"further_site": ("leeds", "york")}
    made = numbers(leave_out=["further_site"])
    assert made.columns == ("age_years", "recording_qrs_ms")
    assert made.levels == {}


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"measured": None}, "columns is 'measured', but nothing was measured"),
        ({"leave_out": ["sex"]}, "columns.leave_out names sex, but the data have only age_years"),
        (
            {"blocks": ["further"], "leave_out": ["further_site"]},
            r"columns.blocks is \['further'\], but of these nothing is left",
        ),
    ],
)
def test_what_is_not_there_is_refused(arguments, message):
    with pytest.raises(DataError, match=message):
        numbers(**arguments)


def test_none_gives_no_columns():
    assert NoColumns().numbers(RECORDS, cohort()).values.shape == (3, 0)
