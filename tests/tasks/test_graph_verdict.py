"""The study of the verdict: its cohorts, and one small run from the command line."""

import csv

import pytest

from hfgnn.config.composed import composed
from hfgnn.reports.cohort_lines import verdict_again
from hfgnn.reports.words import verdict_tone
from hfgnn.tasks.cohorts import number_or_text
from hfgnn.tasks.graph_verdict import cells
from hfgnn.tasks.judged import with_seed

SMALL = (
    "study=graph_verdict", "study.cohorts=1", "study.goal_cohorts=2", "study.sizes=[100]",
    "study.neutral_sizes=[]", "study.kinds=[helps,nothing]", "study.gains=[0.05]",
    "study.large=null", "study.workers=1", "protocol.folds=2", "controls.boosting_trees=2",
)  # fmt: skip


@pytest.fixture
def settings():
    return composed(["study=graph_verdict"])


def test_the_study_counts_enough_cohorts_in_which_the_graph_does_not_help(settings):
    jobs = cells(settings.study)
    ordinary = [job for job in jobs if job["patients"] != settings.study.large]
    neutral = [job for job in ordinary if job["kind"] in ("alike", "independent", "nothing")]
    assert len(neutral) >= 200
    assert {job["patients"] for job in neutral} == {100, 250, 500, 1000}
    assert min(job["patients"] for job in ordinary if job["kind"] == "helps") == 250
    goal = [job for job in ordinary if (job["level"], job["patients"]) == (0.05, 1000)]
    assert len(goal) == settings.study.goal_cohorts
    assert len({tuple(job.values()) for job in jobs}) == len(jobs)


def test_each_kind_has_one_large_cohort_per_level(settings):
    large = [job for job in cells(settings.study) if job["patients"] == settings.study.large]
    assert [job["kind"] for job in large].count("helps") == len(settings.study.gains)
    assert all(job["cohort"] == 0 for job in large)


def test_every_cohort_has_a_seed_of_its_own_that_the_run_s_seed_decides(settings):
    jobs = cells(settings.study)
    seeds = {with_seed(settings, list(job.values())).seed for job in jobs}
    assert len(seeds) == len(jobs)
    settings.seed = 1
    assert with_seed(settings, list(jobs[0].values())).seed not in seeds


def test_a_small_study_leaves_a_line_per_cohort_and_its_tables(hfgnn, metrics_of, tmp_path):
    (folder,) = hfgnn(*SMALL)
    with (folder / "cohorts.csv").open(newline="") as file:
        lines = [
            {name: number_or_text(value) for name, value in line.items()}
            for line in csv.DictReader(file)
        ]
    assert [line["kind"] for line in lines] == ["helps", "helps", "nothing"]
    for line in lines:
        assert verdict_again(line) == line["verdict"]
        assert verdict_tone(line["verdict"]) == line["said"]
    metrics = metrics_of(folder)
    assert metrics["stamps"] == ["simulated cohort"]
    assert [cell["cohorts"] for cell in metrics["cells"]] == [2, 1]
    assert metrics["answers"]["power_at_goal"]["cohorts"] == 2
    assert {file.name for file in folder.rglob("*.png")} == {"power.png", "verdicts.png"}
    assert "simulated cohort" in (folder / "tables.md").read_text()
    (again,) = hfgnn(*SMALL, f"study.resume={folder}")
    assert (again / "cohorts.csv").read_text() == (folder / "cohorts.csv").read_text()
