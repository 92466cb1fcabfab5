"""Whole runs on heart sounds: what they write, what they promise, what they refuse."""

import csv
import json
from pathlib import Path

import numpy as np
import pytest
import soundfile

SMALL = (
    "task=heart_sounds",
    "spectrogram.hop_s=0.016",
    "spectrogram.num_mels=8",
    "spectrogram.high_hz=400",
    "model.lags=6",
    "model.lag_frames=2",
    "training.max_epochs=2",
    "training.window_frames=40",
    "protocol.folds=2",
    "evaluation.resamples=100",
    "controls.forest_trees=10",
    "probe.permutations=10",
    "probe.resamples=100",
)
SIMULATED = (
    "data=simulated_sounds",
    "data.patients=24",
    "data.clips=2",
    "data.prevalence=0.5",
    "data.murmur=0.8",
    "data.seconds=[1,1.5]",
    "data.sampling_hz=1000",
)
FILES = (
    "metrics.json", "predictions.csv", "splits.csv", "refused.csv", "duplicates.csv", "run.json",
    "report.html", "checklist.md", "model_card.md", "figures/looked_at.png",
    "checkpoints/fold0.pt", "checkpoints/fold1.pt",
)  # fmt: skip
MODELS = ["sound_cnn", "logistic_bands", "shortcut", "forest_bands", "majority"]


def lines(path: Path) -> list[dict[str, str]]:
    with path.open(newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture
def sound_run(hfgnn_real):
    def run(*arguments: str) -> Path:
        (folder,) = hfgnn_real(*SMALL, *arguments)
        return folder

    return run


def test_a_run_writes_its_files_and_predicts_with_a_picture(sound_run, hfgnn_real, metrics_of):
    folder = sound_run(*SIMULATED)
    assert [name for name in FILES if not (folder / name).is_file()] == []
    metrics = metrics_of(folder)
    assert list(metrics["models"]) == MODELS
    assert metrics["stamps"] == ["simulated cohort"]
    assert metrics["cohort"]["unit"] == "clip"
    assert "graph" not in metrics
    assert "sound_cnn" in metrics["verdict"]
    reads = json.loads((folder / "run.json").read_text())["test_reads"]
    assert reads["reads_per_model_and_test_fold"] == 1
    sides: dict[tuple[str, str], set[str]] = {}
    for line in lines(folder / "splits.csv"):
        side = "test" if line["part"] == "test" else "fit"
        sides.setdefault((line["fold"], side), set()).add(line["patient"])
    assert not any(sides[fold, "test"] & sides[fold, "fit"] for fold in ("0", "1"))
    ask(hfgnn_real, folder)


def ask(hfgnn_real, folder: Path) -> None:
    """A new clip, as loud as it likes, at another rate, in stereo and 24 bits."""
    time = np.arange(8000) / 4000
    beats = np.sin(2 * np.pi * 60 * time) * (np.sin(2 * np.pi * 1.5 * time) > 0.8)
    soundfile.write("new.wav", np.stack([beats, beats], axis=1) / 4, 4000, subtype="PCM_24")
    command = ("task=predict", f"run={folder}", "hydra.run.dir=said")
    hfgnn_real(*command, "sound=new.wav")
    said = json.loads(Path("said/prediction.json").read_text())
    chance = said["probability"]
    assert 0 <= chance["low"] <= chance["value"] <= chance["high"] <= 1
    assert len(said["networks"]) == 2
    assert said["channels"] == 2
    assert said["stamps"] == ["simulated cohort"]
    assert said["called"] in ("murmur", "no murmur")
    assert sum(said["classes"].values()) == pytest.approx(1)
    assert Path("said/figures/sound.png").read_bytes()[:4] == b"\x89PNG"
    Path("bad.wav").write_bytes(b"no sound")
    with pytest.raises(SystemExit, match=r"sound is 'bad\.wav', but .*: not a WAV"):
        hfgnn_real("task=predict", f"run={folder}", "sound=bad.wav", "hydra.run.dir=refused")
    assert not Path("refused/prediction.json").exists()


def test_three_classes_are_told_apart_and_the_question_is_murmur(sound_run, metrics_of):
    classes = "data.classes=[normal,murmur,extrastole]"
    metrics = metrics_of(sound_run(*SIMULATED, classes, "data.patients=36", "data.prevalence=0.6"))
    counts = np.array(metrics["classes"]["confusion"])
    assert counts.shape == (3, 3)
    assert counts.sum() == metrics["cohort"]["used"]
    assert metrics["cohort"]["positive"] == ["murmur"]


def save(path: Path, seed: int, *, high: bool, times: int = 1) -> None:
    """Noise, of higher pitch for a murmur."""
    noise = np.random.default_rng(seed).normal(scale=0.1, size=2001)
    noise = np.diff(noise) if high else np.convolve(noise, np.ones(8) / 8, "same")
    noise = np.tile(0.5 * noise[:2000] / np.abs(noise[:2000]).max(), times)
    soundfile.write(path, noise, 1000, subtype="PCM_16")


@pytest.fixture
def pascal(tmp_path) -> Path:
    """Twelve patients with two clips each, and what cannot be used."""
    root = tmp_path / "set_b"
    root.mkdir()
    for patient in range(12):
        name = "murmur" if patient % 2 else "normal"
        for clip in range(2):
            path = root / f"{name}__{100 + patient}_{clip}_A.wav"
            save(path, 10 * patient + clip, high=name == "murmur")
    (root / "normal__200_1_A.wav").write_bytes(b"")
    copy = (root / "normal__100_0_A.wav").read_bytes()
    (root / "normal__1010_1_B.wav").write_bytes(copy)
    return root


def test_files_are_read_refused_and_listed_once(sound_run, hfgnn_real, pascal, metrics_of):
    noisy = "evaluation.subgroups=[noisy]"
    folder = sound_run(f"data.root={pascal}", "data.sampling_hz=1000", noisy)
    metrics = metrics_of(folder)
    assert metrics["cohort"]["refused"] == metrics["cohort"]["duplicates"] == 1
    assert metrics["cohort"]["used"] == 24
    (refused,) = lines(folder / "refused.csv")
    assert refused == {"file": "normal__200_1_A.wav", "reason": "empty file (0 bytes)"}
    (copy,) = lines(folder / "duplicates.csv")
    assert copy["copy_of"] == "normal__100_0_A.wav"
    assert metrics["models"]["logistic_bands"]["auroc"]["value"] > 0.9
    assert metrics["use"]["subgroups"]
    known = pascal / "murmur__101_0_A.wav"
    hfgnn_real("task=predict", f"run={folder}", f"sound={known}", "hydra.run.dir=known")
    save(Path("long.wav"), 99, high=True, times=3)
    hfgnn_real("task=predict", f"run={folder}", "sound=long.wav", "hydra.run.dir=long")
    warnings = {
        name: json.loads(Path(name, "prediction.json").read_text())["warnings"]
        for name in ("known", "long")
    }
    assert warnings["known"] == ["this very file trained 1 of 2 networks"]
    assert warnings["long"] == ["its length, 6.0 s, is not that of training clips, 2.0 to 2.0 s"]


def test_the_published_protocol_is_stamped_and_stands_beside_patients_apart(
    hfgnn_real, pascal, metrics_of
):
    rules = [one for one in SMALL if one.startswith(("task", "evaluation", "controls", "probe"))]
    (folder,) = hfgnn_real(
        *rules,
        f"data.root={pascal}",
        "published=deep_stethoscope",
        "spectrogram.picture_px=16",
        "spectrogram.num_mels=16",
        "training.max_epochs=1",
        "apart.folds=2",
        "protocol.test_share=0.3",
    )
    metrics = metrics_of(folder)
    assert metrics["stamps"] == ["leaking protocol"]
    assert metrics["verdict"].startswith("no verdict, since the protocol leaks")
    assert metrics["claim"]["auroc"] == 0.768
    assert list(metrics["apart"]["models"]) == list(metrics["models"])
    assert "patient across a split" in {one["name"] for one in metrics["audit"]["findings"]}
    report = (folder / "report.html").read_text()
    assert "same network, patients apart" in report
    assert "all called alike, same clips" in report


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["spectrogram.high_hz=600"], "spectrogram.high_hz is 600.0, .* half of data.sampling_hz"),
        (["training.window_frames=null"], "training.window_frames is null, .*differ in length"),
        (["training.window_frames=12"], "training.window_frames is 12, .*lag_frames, 12"),
        (["model.patch=6", "spectrogram.num_mels=5"], "model.patch is 6, .*bands, 5"),
        (["protocol=thesis"], "protocol"),
        (["data.positive=[extrastole]"], r"data.positive is \['extrastole'\], .*data.classes"),
        (["data.classes=[normal]"], r"data.classes is \['normal'\], .*two or more"),
        (["data.patients=5"], "data.patients is 5, .*at least 20"),
        (["evaluation.subgroups=[site]"], "evaluation.subgroups names site"),
    ],
)
def test_what_cannot_be_is_refused_in_one_sentence(sound_run, arguments, sentence):
    with pytest.raises(SystemExit, match=sentence) as refusal:
        sound_run(*SIMULATED, *arguments)
    assert "\n" not in str(refusal.value).strip()
