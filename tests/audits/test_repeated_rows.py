"""Rows that are there more than once."""

import numpy as np

from hfgnn.audits.repeated_rows import CONTRADICTING_ROWS, REPEATED_ROWS, find_repeated_rows
from hfgnn.audits.table import Table
from hfgnn.types import Severity

RNG = np.random.default_rng(0)
VALUES = RNG.normal(size=(60, 4))
LABEL = RNG.integers(0, 2, 60)
NAMES = np.array([f"row {row}" for row in range(60)])


def find(values, label=LABEL, group=None):
    columns = tuple(f"c{column}" for column in range(values.shape[1]))
    group = np.arange(len(values)) if group is None else group
    return find_repeated_rows(Table(values, columns, label, group), row_id=NAMES)


def test_different_rows_are_no_finding():
    assert find(VALUES) == ()


def test_patients_who_agree_in_a_few_answers_are_none():
    assert find(RNG.integers(0, 2, (60, 3)).astype(float)) == ()


def test_repeated_rows_are_named_after_the_first():
    values = VALUES.copy()
    values[[7, 9]] = values[3]
    (finding,) = find(values, np.zeros(60, dtype=int))
    assert (finding.name, finding.severity) == (REPEATED_ROWS, Severity.warning)
    assert finding.where == ("row 7", "row 9")
    assert "60 rows are only 58 different ones: 2 repeat" in finding.what


def test_rows_with_gaps_are_equal_where_the_same_is_missing():
    values = VALUES.copy()
    values[3, 1] = np.nan
    values[7] = values[3]
    (finding,) = find(values, np.zeros(60, dtype=int))
    assert finding.where == ("row 7",)


def test_within_one_patient_they_are_a_note():
    values, group = VALUES.copy(), np.arange(60)
    values[7], group[7] = values[3], 3
    (finding,) = find(values, np.zeros(60, dtype=int), group)
    assert finding.severity is Severity.note


def test_equal_rows_with_different_labels_are_named_too():
    values, label = VALUES.copy(), np.zeros(60, dtype=int)
    values[7], label[7] = values[3], 1
    first, second = find(values, label)
    assert (first.name, second.name) == (REPEATED_ROWS, CONTRADICTING_ROWS)
    assert second.where == ("row 3", "row 7")
