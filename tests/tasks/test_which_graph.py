"""The study of graphs from the command line, on a table and a simulated kind."""

import csv

import numpy as np
import pytest

from hfgnn.__main__ import main
from hfgnn.config.composed import composed
from hfgnn.reports.which_graph import Compared
from hfgnn.tasks.study_sets import settings_of
from hfgnn.tasks.which_graph import jobs_of, stamps_of, why_not

TABLE = (
    "+study.sets.mine=['task=tabular','data=table','data.path=${study.root}/a.csv',"
    "'data.target=ill']"
)
FEW = (
    "study=which_graph", "study.cohorts=2", "study.repeats=1", "study.patients=60",
    "study.workers=1", "protocol.folds=2", "study.shown=[gcn raw]", "study.tried.raw=[gcn]",
    *(f"~study.tried.{name}" for name in ("blocks", "pca", "weighted", "score", "embedding")),
    "~study.tried.auto",
    *(f"~study.networks.{name}" for name in ("gat", "sage", "appnp", "gated", "gat_distances")),
    "~study.networks.gcn_residual", "~study.networks.gcn_jumping",
)  # fmt: skip


@pytest.fixture
def table(tmp_path):
    """A folder with a table of patients, some of whom are ill."""
    generator = np.random.default_rng(0)
    ill = np.arange(80) % 2
    lines = [f"{generator.normal(one):.3f},{generator.normal():.3f},{one}" for one in ill]
    (tmp_path / "data").mkdir()
    (tmp_path / "data/a.csv").write_text("\n".join(["height,width,ill", *lines]) + "\n")
    return tmp_path / "data"


def test_a_small_study_compares_real_and_simulated_patients(hfgnn, metrics_of, table, capsys):
    words = (*FEW, TABLE, f"study.root={table}", "study.only=[mine,helps_10,music]")
    (folder,) = hfgnn(*words)
    metrics = metrics_of(folder)
    assert [one["name"] for one in metrics["sets"]] == ["mine", "helps_10"]
    assert [one["folds"] for one in metrics["sets"]] == [2, 4]
    assert [one["patients"] for one in metrics["sets"]] == [80, 60]
    assert metrics["left_out"] == [f"music is left out: there is no {table}/tables/music"]
    assert metrics["stamps"] == ["simulated cohort where a row says so"]
    pairs = [(one["model"], one["against"]) for one in metrics["sets"][0]["comparisons"]]
    assert pairs == [("gcn raw", "gcn none"), ("gcn raw", "logistic")]
    assert (folder / "figures/which_graph.png").is_file()
    assert "### mine: " in (folder / "tables.md").read_text()
    assert "music is left out" in " ".join(capsys.readouterr().out.split())
    with (folder / "cohorts.csv").open(newline="") as file:
        lines = list(csv.DictReader(file))
    assert [(line["set"], line["repeat"], line["fold"]) for line in lines][:3] == [
        ("mine", "0", "0"), ("mine", "0", "1"), ("helps_10", "0", "0"),
    ]  # fmt: skip
    (again,) = hfgnn(*words, f"study.resume={folder}")
    assert (again / "cohorts.csv").read_text() == (folder / "cohorts.csv").read_text()


def test_a_study_without_any_data_is_refused(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("sys.argv", ["hfgnn", *FEW, "study.only=[uci]"])
    with pytest.raises(SystemExit) as refusal:
        main()
    said = "no data set is left: uci is left out: study.root is not given"
    assert str(refusal.value) == said


def test_real_data_are_divided_as_often_as_wanted_and_cohorts_drawn():
    settings = composed(["study=which_graph", "study.repeats=3", "study.cohorts=2"])
    jobs = jobs_of(settings.study, ["uci", "nothing"], settings.protocol)
    assert len(jobs) == 3 * 5 + 2 * 5
    assert len({tuple(job.values()) for job in jobs}) == len(jobs)


def test_only_wanted_sets_are_looked_for():
    study = composed(["study=which_graph", "study.only=[music,nothing]"]).study
    assert why_not(study) == {"music": "study.root is not given"}


def test_data_of_ones_own_join_by_the_words_that_run_them(tmp_path):
    (tmp_path / "x.csv").write_text("age,ill\n")
    words = '["task=tabular","data=table","data.path=${study.root}/x.csv","data.target=ill"]'
    own = composed(["study=which_graph", f"study.root={tmp_path}", f"+study.sets.mine={words}"])
    assert list(own.study.sets)[-1] == "mine"
    assert "mine" not in why_not(own.study)
    found = settings_of(own.study.sets["mine"], own)
    assert (found.data.path, found.data.target) == (f"{tmp_path}/x.csv", "ill")
    assert found.protocol.repeats == own.study.repeats


def test_a_stamp_names_who_bears_it():
    def one(name, stamps, **kind):
        return Compared(name, {"stamps": stamps, **kind}, [], ())

    drawn = one("nothing", ["simulated cohort"], kind="nothing", level=0.0)
    known = one("music", ["end not known"])
    assert stamps_of([drawn]) == ["simulated cohort"]
    assert stamps_of([known, drawn]) == [
        "MUSIC: end not known",
        "simulated cohort where a row says so",
    ]
