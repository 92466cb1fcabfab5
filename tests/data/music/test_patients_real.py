"""The publisher's table: how many died of what, what is missing, and what its gaps tell."""

import os
from pathlib import Path

import numpy as np
import pytest
from scipy.stats import fisher_exact

from hfgnn.data.music.patients import Music

FOLDER = os.environ.get("HFGNN_REAL_DATA", "")

pytestmark = pytest.mark.skipif(
    not FOLDER, reason="HFGNN_REAL_DATA does not name a folder with real data"
)

ROOT = Path(FOLDER) / "tables" / "music"


def read(**changed):
    usual = {"target": "death", "horizon_days": 1460, "censored": "left_out", "also": []}
    return Music(root=str(ROOT), **usual | changed).read(lambda items, /, **_: items)


@pytest.fixture(scope="module")
def cohort():
    return read()


@pytest.mark.parametrize(
    ("target", "horizon_days", "used", "deaths"),
    [
        ("death", 1460, 954, 251),
        ("pump_failure", 1460, 954, 104),
        ("sudden_death", 1460, 954, 91),
        ("death", None, 961, 266),
        ("pump_failure", None, 961, 111),
        ("sudden_death", None, 961, 94),
    ],
)
def test_deaths_are_those_of_the_publisher(target, horizon_days, used, deaths):
    cohort = read(target=target, horizon_days=horizon_days)
    assert len(cohort.records) == used
    assert len(cohort.records) + len(cohort.refused) == 992
    assert cohort.records.label.sum() == deaths


def test_all_992_are_used_if_the_censored_count_as_alive():
    cohort = read(horizon_days=None, censored="counted_alive")
    assert (len(cohort.records), cohort.records.label.sum()) == (992, 266)
    assert cohort.stamps


def test_nobody_is_left_out_but_for_an_end_that_is_not_known(cohort):
    assert all("the end is not known" in one.reason for one in cohort.refused)
    assert "11 lost to follow-up, 20 transplanted, 7 in the study for less" in cohort.notes[0]


def test_every_clinical_number_is_plausible_and_few_are_missing(cohort):
    counts = {name: len(values) for name, values in cohort.attributes.items()}
    assert counts == {
        "sex": 954, "ef_fraction": 953, "bnp_pg_per_ml": 845, "nyha_class": 954,
        "sbp_mmhg": 954, "age_years": 954,
    }  # fmt: skip
    assert not any("not plausible" in note for note in cohort.notes)


def test_there_are_25_columns_of_recordings_and_61_further_ones(cohort):
    blocks = [name.partition("_")[0] for name in cohort.measured.columns]
    assert (blocks.count("recording"), blocks.count("further"), len(blocks)) == (25, 61, 86)


def test_no_code_for_nothing_is_left_among_the_numbers(cohort):
    values, columns = cohort.measured.values, cohort.measured.columns
    for name in ("recording_pr_interval_ms", "recording_holter_supraventricular_beats_per_day"):
        assert not (values[:, columns.index(name)] == 999).any()


def test_no_single_column_separates_the_classes(cohort):
    label = cohort.records.label.astype(bool)
    for column in cohort.measured.values.T:
        known = ~np.isnan(column)
        ranks = np.argsort(np.argsort(column[known]))
        gap = ranks[label[known]].mean() - ranks[~label[known]].mean()
        assert abs(gap) / known.sum() < 0.25


def test_gaps_of_the_echocardiogram_tell_who_died(cohort):
    # Why such columns may not say what is missing: 15 of these 17 died, and 251 of all 954.
    gap = np.isnan(cohort.measured.values[:, cohort.measured.columns.index("further_septum_mm")])
    died = cohort.records.label == 1
    assert (gap.sum(), (gap & died).sum()) == (17, 15)
    table = [[(gap & died).sum(), (gap & ~died).sum()], [(~gap & died).sum(), (~gap & ~died).sum()]]
    assert fisher_exact(table)[1] < 1e-6


def test_no_level_is_so_rare_that_a_fold_may_lack_it(cohort):
    for name, levels in cohort.measured.levels.items():
        column = cohort.measured.values[:, cohort.measured.columns.index(name)]
        counts = [int((column == number).sum()) for number in range(len(levels))]
        assert all(count == 0 or count >= 10 for count in counts), (name, counts)
