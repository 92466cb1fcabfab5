"""No patient on two sides, every page tested once, both classes everywhere."""

import numpy as np
import pytest

from hfgnn.splits.honest import refuse_one_class, split
from hfgnn.types import DataError, Parts

PARTS = ("train", "validation", "test")


def rows_of(fold):
    return {name: getattr(fold.parts, name) for name in PARTS}


@pytest.fixture(params=range(6))
def cohort(request, make_cohort):
    return make_cohort(request.param)


@pytest.fixture
def folds(cohort):
    return split(cohort, folds=5, validation_share=0.2, seed=0)


def test_no_group_stands_on_two_sides(cohort, folds):
    for fold in folds:
        groups = [set(cohort.group[rows].tolist()) for rows in rows_of(fold).values()]
        assert sum(map(len, groups)) == len(set.union(*groups)) == 50


def test_a_patient_with_pages_of_both_classes_stands_on_one_side(make_cohort):
    cohort = make_cohort(7, most_pages=6)
    label = np.random.default_rng(7).integers(0, 2, len(cohort))
    mixed = cohort.change(label=label)
    for fold in split(mixed, folds=4, validation_share=0.25, seed=0):
        groups = [set(mixed.group[rows].tolist()) for rows in rows_of(fold).values()]
        assert sum(map(len, groups)) == len(set.union(*groups))


def test_every_page_is_tested_exactly_once(cohort, folds):
    tested = np.concatenate([fold.parts.test for fold in folds])
    assert sorted(tested.tolist()) == list(range(len(cohort)))


def test_each_fold_uses_every_page_once(cohort, folds):
    for fold in folds:
        assert sorted(fold.parts.all.tolist()) == list(range(len(cohort)))


def test_rows_of_a_part_are_sorted_numbers(folds):
    for fold in folds:
        for rows in rows_of(fold).values():
            assert rows.dtype == np.int64
            assert (np.diff(rows) > 0).all()


def test_both_classes_are_in_every_part(cohort, folds):
    for fold in folds:
        for rows in rows_of(fold).values():
            assert set(cohort.label[rows].tolist()) == {0, 1}


def test_the_share_of_disease_is_about_the_same_in_every_part(cohort, folds):
    for fold in folds:
        for rows in rows_of(fold).values():
            assert cohort.label[rows].mean() == pytest.approx(cohort.label.mean(), abs=0.12)


def test_folds_are_about_equally_large(cohort, folds):
    for fold in folds:
        assert len(fold.parts.test) / len(cohort) == pytest.approx(1 / 5, abs=0.05)


@pytest.mark.parametrize("share", [0.1, 0.2, 0.25, 1 / 3, 0.5])
def test_validation_takes_its_share_of_what_is_not_tested(make_cohort, share):
    cohort = make_cohort(0, healthy=60, ill=60)
    for fold in split(cohort, folds=5, validation_share=share, seed=0):
        rest = len(fold.parts.train) + len(fold.parts.validation)
        assert len(fold.parts.validation) / rest == pytest.approx(share, abs=0.03)


def test_the_same_seed_gives_the_same_folds(cohort, folds):
    again = split(cohort, folds=5, validation_share=0.2, seed=0)
    for one, other in zip(folds, again, strict=True):
        for name in PARTS:
            assert rows_of(one)[name].tolist() == rows_of(other)[name].tolist()


def test_another_seed_gives_other_folds(cohort, folds):
    others = split(cohort, folds=5, validation_share=0.2, seed=1)
    tested = {frozenset(fold.parts.test.tolist()) for fold in folds}
    assert tested.isdisjoint(frozenset(fold.parts.test.tolist()) for fold in others)


@pytest.mark.parametrize(("folds", "patients"), [(2, 4), (3, 3), (5, 5), (10, 10)])
def test_the_least_number_of_patients_is_enough(make_records, folds, patients):
    cohort = make_records(list(range(2 * patients)), [0, 1] * patients)
    assert len(split(cohort, folds=folds, validation_share=0.2, seed=0)) == folds


@pytest.mark.parametrize(
    ("patients", "folds", "least"), [(1, 5, 5), (4, 5, 5), (0, 5, 5), (3, 2, 4), (2, 3, 3)]
)
@pytest.mark.parametrize(("few", "name"), [(1, "with disease"), (0, "without disease")])
def test_too_few_patients_of_a_class_are_refused(make_records, patients, folds, least, few, name):
    """Every patient has three pages, which do not make up for patients."""
    group = np.repeat(np.arange(20 + patients), 3)
    label = np.where(group < 20, 1 - few, few)
    sentence = (
        rf"the number of patients {name} is {patients} .*{folds} folds need at least {least}; "
        r".*protocol\.folds"
    )
    with pytest.raises(DataError, match=sentence):
        split(
            make_records(group.tolist(), label.tolist()),
            folds=folds,
            validation_share=0.2,
            seed=0,
        )


@pytest.mark.parametrize("part", PARTS)
def test_a_part_with_one_class_is_refused_by_its_name(make_records, part):
    records = make_records(list(range(6)), [0, 1] * 3)
    rows = {"train": [0, 1], "validation": [2, 3], "test": [4, 5]} | {part: [0, 2]}
    parts = Parts(**{name: np.array(numbers) for name, numbers in rows.items()})
    with pytest.raises(DataError, match=rf"the {part} part .* one class only; .*protocol\.folds"):
        refuse_one_class(records, parts)
