"""Every site is tested once, by models that saw none of it."""

import numpy as np
import pytest

from hfgnn.splits.leave_out import leave_site_out, sites_of
from hfgnn.types import DataError


@pytest.fixture
def cohort(make_records):
    """Three sites of 20 records, a patient each."""
    return make_records(list(range(60)), [0, 1] * 30)


SITE = np.repeat(["york", "leeds", "hull"], 20)


def folds_of(cohort, site=SITE):
    return leave_site_out(cohort, site, validation_share=0.25, seed=0)


def test_each_fold_tests_one_site_and_trains_and_chooses_on_all_others(cohort):
    folds = folds_of(cohort)
    assert [set(SITE[fold.parts.test]) for fold in folds] == [{"hull"}, {"leeds"}, {"york"}]
    for fold in folds:
        assert len(fold.parts.test) == 20
        assert sorted(fold.parts.all.tolist()) == list(range(60))
        assert len(fold.parts.validation) == 10


def test_a_patient_of_two_sites_is_tested_once_and_never_trains_for_it(make_records):
    group = [*range(59), 0]  # the last record, of hull, is of the first patient, of york
    cohort = make_records(group, [0, 1] * 29 + [0, 0])
    folds = folds_of(cohort)
    tested = np.concatenate([fold.parts.test for fold in folds])
    assert sorted(tested.tolist()) == list(range(60))
    assert {0, 59} <= set(folds[0].parts.test.tolist())  # hull comes before york


def test_one_site_and_a_site_with_one_class_are_refused(cohort, make_records):
    with pytest.raises(DataError, match="all records are of site york"):
        folds_of(cohort, np.repeat("york", 60))
    one = make_records(list(range(60)), [0, 1] * 20 + [0] * 20)
    with pytest.raises(DataError, match="a fold that tests site hull has one class only"):
        folds_of(one)


def test_a_record_whose_site_nobody_knows_is_refused(cohort):
    told = {f"page{row}": "york" for row in range(59)}
    with pytest.raises(DataError, match="do not say it of 1 of 60 records, such as page59"):
        sites_of(cohort, told, "site")
    assert sites_of(cohort, told | {"page59": "hull"}, "site")[-1] == "hull"
