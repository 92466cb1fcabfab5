"""Several runs in one process, and what a sweeper is told."""

import csv

import pytest

COHORT = ("data.patients=40", "protocol.folds=3")


QUICK = ("training=quick", "controls.boosting_trees=5")


def test_several_runs_share_one_process_and_end_in_one_table(hfgnn, metrics_of, capsys):
    runs = hfgnn("-m", *COHORT, *QUICK, "model=gcn,gat", "graph.k=3,4", "seed=5")
    assert len(runs) == 4
    assert [metrics_of(run)["timing"]["embedded_images"] for run in runs[1:]] == [0] * 3
    with (runs[0].parent / "sweep.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert [(row["model"], row["graph.k"]) for row in rows] == [
        (model, k) for model in ("gcn", "gat") for k in "34"
    ]
    for row, run in zip(rows, runs, strict=True):
        name = metrics_of(run)["network"]
        assert name == row["model"]
        assert float(row["auroc"]) == metrics_of(run)["models"][name]["auroc"]["value"]
    assert "sweep.csv" in capsys.readouterr().out


def test_every_network_is_called_as_the_setting_that_chose_it(hfgnn, metrics_of):
    names = ["sage", "transformer", "gated", "appnp", "gat_distances"]
    runs = hfgnn("-m", *COHORT, *QUICK, f"model={','.join(names)}", "graph.k=3")
    assert [metrics_of(run)["network"] for run in runs] == names
    assert all(name in metrics_of(run)["models"] for name, run in zip(names, runs, strict=True))


def test_a_refused_job_does_not_end_the_sweep(hfgnn, capsys, tmp_path):
    with pytest.raises(SystemExit) as end:
        hfgnn("-m", *COHORT, "model=gat", "model.heads=0,2")
    assert end.value.code == "jobs refused: 1"
    assert "job 0: model.heads is 0, but it must be at least 1" in capsys.readouterr().err
    (run,) = (tmp_path / "work").rglob("metrics.json")
    assert run.parent.name == "1"


def test_an_experiment_may_be_a_sweep(hfgnn, metrics_of):
    runs = hfgnn(*COHORT, "sweep=neighbours", "hydra.sweeper.params={graph.k:'2,3'}")
    assert [metrics_of(run)["graph"]["k"] for run in runs] == [2, 3]


def test_a_sweeper_is_given_the_score_of_the_validation_rows(hfgnn, metrics_of, monkeypatch):
    from hfgnn.tasks import patients

    given, real = [], patients.run
    monkeypatch.setattr(patients, "run", lambda *a: given.append(real(*a)) or given[-1])
    (folder,) = hfgnn(*COHORT)
    metrics = metrics_of(folder)
    assert given == [pytest.approx(metrics["validation"]["auroc"])]
    assert given[0] != pytest.approx(metrics["models"]["gcn"]["auroc"]["value"])
