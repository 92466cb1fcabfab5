"""task=infarction from written records to its report, taken up where it was stopped."""

import csv
import json
from pathlib import Path

import numpy as np
import pytest
import wfdb
from omegaconf import OmegaConf

from hfgnn.config.check import ConfigError, check
from hfgnn.config.composed import unchecked
from hfgnn.tasks import infarction, infarction_cells
from hfgnn.tasks.infarction_prepared import read_target
from hfgnn.types import DataError

PATIENTS, ILL = 24, 8
HEADER = "ecg_id,patient_id,age,sex,site,device,scp_codes,strat_fold,filename_lr,filename_hr"


def beating(seconds: float, rate_hz: int, *, q_wave: float, phase: float) -> np.ndarray:
    time = np.arange(int(seconds * rate_hz)) / rate_hz
    since = (time * 1.2 + phase) % 1 - 0.5
    wave = np.exp(-((since / 0.02) ** 2)) + 0.3 * np.exp(-(((since - 0.25) / 0.05) ** 2))
    wave -= q_wave * np.exp(-(((since + 0.06) / 0.02) ** 2))
    return (wave + 0.01 * np.sin(9 * time))[:, None]


def write(path: Path, signal: np.ndarray, rate_hz: int) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    wfdb.wrsamp(
        path.name,
        rate_hz,
        ["mV"],
        ["II"],
        p_signal=signal,
        fmt=["16"],
        adc_gain=[1000.0],
        baseline=[0],
        write_dir=str(path.parent),
    )


@pytest.fixture(scope="module")
def folders(tmp_path_factory) -> tuple[Path, Path]:
    """A folder as MIT-BIH's and one as PTB-XL's."""
    source, target = tmp_path_factory.mktemp("mitdb"), tmp_path_factory.mktemp("ptbxl")
    for number in range(4):
        write(source / str(number), beating(30, 125, q_wave=0.5 * (number % 2), phase=0), 125)
        marks = np.arange(52, 3600, 104)
        wfdb.wrann(
            str(number), "atr", marks, ["NV"[number % 2]] * len(marks), write_dir=str(source)
        )
    lines = [HEADER]
    for number in range(PATIENTS):
        is_ill = number < ILL
        code, age = ("IMI", 70) if is_ill else ("NORM", 40)
        signal = beating(6, 100, q_wave=0.6 * is_ill, phase=0.04 * number)
        write(target / f"records100/{number:05d}_lr", signal, 100)
        lines.append(
            f"{number + 1},{number}.0,{age + number % 7},0,0,CS,\"{{'{code}': 100.0}}\",1,"
            f"records100/{number:05d}_lr,x"
        )
    (target / "ptbxl_database.csv").write_text("\n".join(lines) + "\n")
    (target / "scp_statements.csv").write_text(
        ",description,diagnostic,diagnostic_class\nNORM,normal,1,NORM\nIMI,infarction,1,MI\n"
    )
    return source, target


@pytest.fixture(scope="module")
def made_small(folders):
    def make(*overrides: str):
        small = [
            "task=infarction",
            f"source.root={folders[0]}",
            f"data.root={folders[1]}",
            "protocol.seeds=2",
            "protocol.folds=2",
            "transfer.shares=[0.3,1]",
            "transfer.workers=1",
            "model.widths=[4,6]",
            "training.max_epochs=2",
            "training.batch_size=20",
            "training.learning_rate=0.02",
            "evaluation.resamples=100",
        ]
        is_folded = "protocol=published_beats" not in overrides
        given = [one for one in small if is_folded or "folds" not in one]
        config = unchecked([*given, *overrides])
        return check(config), OmegaConf.to_yaml(config, resolve=True)

    return make


@pytest.fixture(scope="module")
def finished(made_small, tmp_path_factory) -> tuple[Path, float]:
    folder = tmp_path_factory.mktemp("run")
    settings, text = made_small()
    return folder, infarction.run(settings, folder, text)


def metrics_of(folder: Path) -> dict:
    return json.loads((folder / "metrics.json").read_text())


def test_a_run_writes_every_file(finished):
    folder, _ = finished
    for name in ("metrics.json", "predictions.csv", "refused.csv", "report.html", "run.json"):
        assert (folder / name).stat().st_size, name
    assert (folder / "figures/learning_curve_auroc.png").is_file()
    assert (folder / "checkpoints/source.ckpt").is_file()


def test_a_q_wave_that_every_infarction_has_is_found(finished):
    metrics = metrics_of(finished[0])
    assert metrics["models"]["transferred"]["auroc"]["value"] > 0.9
    assert finished[1] == metrics["validation_auroc"] > 0.8


def test_every_patient_is_tested_once_per_seed_share_and_start(finished):
    with (finished[0] / "predictions.csv").open(newline="") as file:
        lines = list(csv.DictReader(file))
    keys = [(one["seed"], one["share"], one["model"], one["patient"]) for one in lines]
    assert len(lines) == len(set(keys)) == 2 * 2 * 2 * PATIENTS
    assert sum(int(one["label"]) for one in lines) == 2 * 2 * 2 * ILL


def test_the_gain_is_the_mean_of_paired_differences(finished):
    for line in metrics_of(finished[0])["curve"]:
        both = (line[start]["auroc"]["seeds"] for start in ("transferred", "scratch"))
        difference = np.mean(np.subtract(*both))
        assert line["gain"]["auroc"]["value"] == pytest.approx(difference)


def test_the_two_starts_are_tested_on_the_same_beats_and_answer_differently(finished):
    folder = finished[0] / "answers"
    names = sorted(path.name for path in folder.glob("*_scratch.npz"))
    assert len(names) == 2 * 2 * 2
    for name in names:
        one, other = (
            np.load(folder / name.replace("scratch", start)) for start in ("scratch", "transferred")
        )
        assert np.array_equal(one["test"], other["test"])
        assert not np.allclose(one["log_odds"], other["log_odds"])


def test_fits_of_every_share_see_as_many_beats_and_only_labelled_ones(made_small, monkeypatch):
    class Seen(Exception):
        pass

    def look(make, train, validation, **_):
        raise Seen(train.items)

    monkeypatch.setattr(infarction_cells, "fit_batches", look)
    settings, _ = made_small()
    target = read_target(settings)
    for cell in infarction_cells.divide(settings, target):
        with pytest.raises(Seen) as seen:
            infarction_cells.fit_cell(settings, target.beats, cell, {})
        (items,) = seen.value.args
        assert len(items) == len(cell.split.parts.train)
        assert set(items.tolist()) == set(cell.train.tolist())


def test_two_seeds_are_too_few_to_claim_a_gain(finished):
    assert "a gain is claimed from 10 on" in metrics_of(finished[0])["verdict"]


def test_age_stands_beside_the_networks_and_the_report_names_all_three(finished):
    metrics = metrics_of(finished[0])
    assert metrics["models"]["age"]["auroc"]["value"] == 1.0
    assert "sensitivity" not in metrics["models"]["age"]
    assert "age and nothing else" in (finished[0] / "report.html").read_text()


def test_a_stopped_run_is_taken_up_and_ends_alike(finished, made_small, tmp_path):
    kept = sorted((finished[0] / "answers").glob("*.npz"))[::2]
    (tmp_path / "answers").mkdir()
    for path in kept:
        (tmp_path / "answers" / path.name).write_bytes(path.read_bytes())
    times = {path.name: (tmp_path / "answers" / path.name).stat().st_mtime_ns for path in kept}
    settings, text = made_small()
    infarction.run(settings, tmp_path, text)
    for name, time in times.items():
        assert (tmp_path / "answers" / name).stat().st_mtime_ns == time
    one, other = (metrics_of(folder) for folder in (finished[0], tmp_path))
    assert one["curve"] == other["curve"]
    assert one["models"] == other["models"]


def test_answers_of_other_settings_are_refused(finished, made_small, tmp_path):
    settings, text = made_small("training.max_epochs=3", f"transfer.resume={finished[0]}")
    with pytest.raises(DataError, match="was made with other settings"):
        infarction.run(settings, tmp_path, text)


def test_a_checkpoint_takes_the_place_of_the_source(finished, made_small, tmp_path):
    path = finished[0] / "checkpoints/source.ckpt"
    settings, text = made_small(f"checkpoint={path}", "transfer.shares=[1]")
    assert settings.source is None
    infarction.run(settings, tmp_path, text)
    one, other = (metrics_of(folder)["curve"][-1] for folder in (finished[0], tmp_path))
    assert one == other


def test_a_checkpoint_of_other_widths_is_refused_with_both_shapes(finished, made_small, tmp_path):
    path = finished[0] / "checkpoints/source.ckpt"
    settings, text = made_small(f"checkpoint={path}", "model.widths=[4,8]")
    with pytest.raises(DataError, match=r"checkpoint is .*, but convolve.3.*\(6, 4.*\(8, 4"):
        infarction.run(settings, tmp_path, text)


def test_the_published_protocol_is_stamped_and_counts_beats(made_small, tmp_path):
    settings, text = made_small("protocol=published_beats", "transfer.shares=[1]")
    infarction.run(settings, tmp_path, text)
    metrics = metrics_of(tmp_path)
    assert metrics["stamps"] == ["leaking protocol"]
    assert metrics["protocol"]["unit"] == "beat"
    assert "comparisons" not in metrics or metrics["comparisons"] == []
    assert "leaking protocol" in (tmp_path / "report.html").read_text()


def test_too_few_patients_are_refused_before_anything_is_trained(made_small, tmp_path):
    settings, text = made_small("protocol.folds=9")
    with pytest.raises(DataError, match="class infarction is 8, but 9 folds"):
        infarction.run(settings, tmp_path, text)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("override", "sentence"),
    [
        ("transfer.shares=[0.5]", r"transfer.shares is .*rising shares in \(0, 1\]"),
        ("protocol.seeds=1", "protocol.seeds is 1, but it must be at least 2"),
        ("data.leads=[II,II]", "data.leads is .*different leads"),
        ("source.root=nowhere", "source.root is 'nowhere', but it must be a folder"),
        ("checkpoint=nowhere", "checkpoint is 'nowhere'.*file of a network's weights"),
    ],
)
def test_settings_that_cannot_work_are_refused_in_one_sentence(made_small, override, sentence):
    with pytest.raises(ConfigError, match=sentence):
        made_small(override)
