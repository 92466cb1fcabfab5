"""Measurements as an audit looks at them."""

from dataclasses import replace

import numpy as np
import pytest

from hfgnn.data.tables.measured import measured_of
from hfgnn.types import DataError


def test_a_category_is_a_column_per_level_and_empty_cells_are_none(table):
    measured = measured_of(table("age,site,ill\n70,leeds,1\n50,york,0\n,,0\n").whole())
    assert measured.columns == ("age", "site=leeds", "site=york")
    assert np.array_equal(measured.values, [[70, 1, 0], [50, 0, 1], [np.nan, 0, 0]], equal_nan=True)
    assert measured.label.tolist() == [1, 0, 0]
    assert measured.group.tolist() == [0, 1, 2]
    assert measured.record_id.tolist() == ["line 2", "line 3", "line 4"]


def test_lines_of_a_patient_share_a_number(table):
    text = "who,age,ill\nb,70,1\na,50,0\nb,60,0\n"
    assert measured_of(table(text, patient_column="who").whole()).group.tolist() == [1, 0, 1]


def test_copies_under_two_names_are_two_patients(table):
    lines = "".join(f"{row},{row * 7},{row * row},{row % 2}\n" for row in range(30))
    cohort = table(f"a,b,c,ill\n{lines}0,0,0,0\n").whole()
    assert cohort.records.group[30] == cohort.records.group[0]
    assert len(set(measured_of(cohort).group.tolist())) == 31


def test_a_cohort_without_measurements_is_refused(table):
    cohort = table("a,ill\n1,1\n2,0\n").whole()
    with pytest.raises(DataError, match=r"2 lines of table.csv, .* have no measurements"):
        measured_of(replace(cohort, measured=None))
