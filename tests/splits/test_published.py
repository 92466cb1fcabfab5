"""The published split keeps shares and classes, and lets patients stand on both sides."""

import numpy as np
import pytest

from hfgnn.splits.published import split
from hfgnn.types import DataError, Parts


@pytest.fixture(params=range(4))
def cohort(request, make_cohort):
    return make_cohort(request.param, healthy=100, ill=60)


def parts_of(records, seed=0):
    """Test rows first, then validation rows out of the others."""
    rest, test = split(records, 0.223, seed=seed)
    train, validation = split(records.take(rest), 0.16, seed=seed)
    return Parts(rest[train], rest[validation], test)


def test_parts_are_disjoint_and_cover_every_row(cohort):
    assert sorted(parts_of(cohort).all.tolist()) == list(range(len(cohort)))


def test_rows_of_a_part_are_sorted_numbers(cohort):
    parts = parts_of(cohort)
    for rows in (parts.train, parts.validation, parts.test):
        assert rows.dtype == np.int64
        assert (np.diff(rows) > 0).all()


def test_test_and_validation_take_their_shares(cohort):
    parts = parts_of(cohort)
    rest = len(cohort) - len(parts.test)
    assert len(parts.test) == pytest.approx(0.223 * len(cohort), abs=1)
    assert len(parts.validation) == pytest.approx(0.16 * rest, abs=1)


def test_each_part_has_the_classes_of_the_whole(cohort):
    parts = parts_of(cohort)
    for rows in (parts.train, parts.validation, parts.test):
        assert cohort.label[rows].mean() == pytest.approx(cohort.label.mean(), abs=0.02)


def test_pages_of_one_patient_stand_on_both_sides(cohort):
    parts = parts_of(cohort)
    trained, tested = (set(cohort.patient_id[rows].tolist()) for rows in (parts.train, parts.test))
    assert len(trained & tested) > len(tested) / 2


def test_the_seed_decides(cohort):
    first, again, other = (parts_of(cohort, seed).test.tolist() for seed in (0, 0, 1))
    assert first == again
    assert first != other


@pytest.mark.parametrize("label", [[0] * 30 + [1], [0, 1], [0, 0, 1, 1]])
def test_too_few_rows_of_a_class_are_refused(make_records, label):
    ill = sum(label)
    sentence = f"there are {ill} rows with disease and {len(label) - ill} without.*add pages"
    with pytest.raises(DataError, match=sentence):
        parts_of(make_records(list(range(len(label))), label))
