"""Single columns that give the label away, each planted in a clean table."""

import numpy as np
import pytest
from sklearn.metrics import roc_auc_score

from hfgnn.audits.columns import (
    CONSTANT,
    DETERMINED,
    IDENTIFIER,
    TELLING,
    find_columns,
    is_determined,
    is_identifier,
)
from hfgnn.audits.table import Table, ranks_label
from hfgnn.types import Severity

ROWS = 120
RNG = np.random.default_rng(0)
LABEL = RNG.integers(0, 2, ROWS)
CLEAN = RNG.normal(size=(ROWS, 3)) + 0.5 * LABEL[:, None]


def table(column=None, name="planted", group=None):
    values, names = CLEAN, ("age", "sodium", "ef")
    if column is not None:
        values, names = np.column_stack([CLEAN, column]), (*names, name)
    return Table(values, names, LABEL, np.arange(ROWS) if group is None else group)


def find(probe, *arguments, **options):
    return find_columns(table(*arguments, **options), limit=0.95, probe=probe)


def test_a_clean_table_has_no_finding(probe):
    assert find(probe) == ()


def test_ordinary_columns_with_gaps_have_none_either(probe):
    column = RNG.normal(size=ROWS)
    column[RNG.random(ROWS) < 0.2] = np.nan
    assert find(probe, column) == ()


@pytest.mark.parametrize("sign", [1, -1])
def test_a_column_that_ranks_the_label_is_suspicious_whichever_way_it_points(probe, sign):
    column = sign * (RNG.normal(size=ROWS) + 4 * LABEL)
    (finding,) = find(probe, column)
    assert (finding.name, finding.severity) == (TELLING, Severity.warning)
    assert finding.where == ("planted",)
    (evidence,) = finding.evidence
    expected = roc_auc_score(LABEL, sign * column)
    assert evidence.leaking.value == pytest.approx(expected)
    assert evidence.clean.value < 0.85
    assert evidence.meaning_of_clean == "all other columns"


def test_one_below_the_limit_is_none(probe):
    column = RNG.normal(size=ROWS) + 4 * LABEL
    auroc = roc_auc_score(LABEL, column)
    assert len(find_columns(table(column), limit=auroc - 1e-9, probe=probe)) == 1
    assert find_columns(table(column), limit=auroc + 1e-9, probe=probe) == ()


def test_the_label_itself_in_any_coding_is_a_leak(probe):
    for column in (LABEL, 1 - LABEL, np.where(LABEL, 7.5, -2)):
        (finding,) = find(probe, column)
        assert (finding.name, finding.severity) == (DETERMINED, Severity.leak)
        assert finding.evidence[0].leaking.value == 1


def test_a_code_of_the_disease_is_a_leak_though_it_has_many_values(probe):
    codes = np.where(LABEL, RNG.choice([1, 4, 6], ROWS), RNG.choice([2, 3, 5], ROWS))
    (finding,) = find(probe, codes)
    assert finding.name == DETERMINED
    assert "each of the 6 values of planted" in finding.what


def test_a_column_that_is_measured_in_the_ill_alone_is_a_leak(probe):
    column = np.where(LABEL, RNG.normal(size=ROWS), np.nan)
    (finding,) = find(probe, column)
    assert finding.name == DETERMINED
    assert finding.where == ("planted",)
    assert "whether planted is missing" in finding.what


def test_patients_with_many_rows_do_not_make_their_number_determined():
    group = np.arange(ROWS) // 10
    label = (group % 2).astype(np.int64)
    values = group[:, None].astype(float)
    assert not is_determined(Table(values, ("clinic",), label, group), values[:, 0])
    assert is_determined(Table(values, ("clinic",), label, np.arange(ROWS)), values[:, 0])


def test_a_row_number_is_an_identifier_with_its_auroc(probe):
    order = np.argsort(np.argsort(LABEL, kind="stable"), kind="stable")
    (finding,) = find(probe, order, "number_in_list")
    assert (finding.name, finding.severity) == (IDENTIFIER, Severity.warning)
    assert finding.evidence[0].leaking.value == 1


def test_whole_measurements_are_no_identifiers():
    wide = RNG.permutation(100_000)[:ROWS].astype(float)  # such as platelets
    assert not is_identifier(table(wide, "platelets"), 3)
    assert is_identifier(table(wide, "printed_id"), 3)
    assert not is_identifier(table(wide + 0.5, "printed_id"), 3)
    assert not is_identifier(table(np.arange(ROWS) // 2, "printed_id"), 3)


def test_constant_columns_are_a_note(probe):
    (finding,) = find(probe, np.full(ROWS, 3.0))
    assert (finding.name, finding.severity, finding.where) == (
        CONSTANT,
        Severity.note,
        ("planted",),
    )
    (empty,) = find(probe, np.full(ROWS, np.nan))
    assert empty.name == CONSTANT


def test_ranks_are_turned_by_the_data_and_not_by_each_draw():
    column, label = np.array([0.0, 1, 2, 3]), np.array([1, 0, 1, 0])
    weights = np.array([[1.0, 1, 1, 1], [0, 1, 1, 0]])
    assert ranks_label(column, label, weights).tolist() == [0.75, 0.0]


def test_a_table_of_wrong_size_or_label_is_refused():
    with pytest.raises(ValueError, match=r"values are \(2, 1\), but there are 3 labels"):
        Table(np.zeros((2, 1)), ("a",), np.zeros(3, dtype=int), np.zeros(3, dtype=int))
    with pytest.raises(ValueError, match=r"labels are \[2\], but must be 0 and 1"):
        Table(np.zeros((2, 1)), ("a",), np.full(2, 2), np.zeros(2, dtype=int))
