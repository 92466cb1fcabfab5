"""Sites that are left out one at a time, as in the CinC 2016 challenge."""

import csv
import json

import numpy as np
import soundfile

SMALL = (
    "task=heart_sounds",
    "data=cinc2016",
    "data.sampling_hz=1000",
    "protocol=leave_site_out",
    "spectrogram.hop_s=0.016",
    "spectrogram.num_mels=8",
    "spectrogram.high_hz=400",
    "model.lags=6",
    "model.lag_frames=2",
    "training.max_epochs=1",
    "training.window_frames=40",
    "evaluation.resamples=100",
    "controls.forest_trees=10",
    "probe.permutations=10",
    "probe.resamples=100",
)


def write_site(root, place: str) -> None:
    folder = root / f"training-{place}"
    folder.mkdir()
    labels = {f"{place}{number:04d}": (-1, 1)[number % 2] for number in range(12)}
    (folder / "REFERENCE.csv").write_text("".join(f"{n},{y}\n" for n, y in labels.items()))
    for number, (name, label) in enumerate(labels.items()):
        noise = np.random.default_rng([ord(place), number]).normal(scale=0.1, size=1000)
        noise = np.cumsum(noise) / 10 if label == 1 else noise
        soundfile.write(folder / f"{name}.wav", noise, 1000, subtype="FLOAT")


def test_every_site_is_tested_once_by_models_of_the_others(hfgnn_real, tmp_path):
    for place in "abc":
        write_site(tmp_path, place)
    (folder,) = hfgnn_real(*SMALL, f"data.root={tmp_path}")
    with (folder / "splits.csv").open(newline="") as file:
        lines = list(csv.DictReader(file))
    for fold in ("0", "1", "2"):
        sites = {
            part: {
                line["record"][9] for line in lines if (line["fold"], line["part"]) == (fold, part)
            }
            for part in ("train", "validation", "test")
        }
        assert len(sites["test"]) == 1
        assert not sites["test"] & (sites["train"] | sites["validation"])
    metrics = json.loads((folder / "metrics.json").read_text())
    assert metrics["protocol"]["name"] == "leave_site_out"
    assert metrics["cohort"]["positive"] == ["abnormal"]
    assert metrics["models"]["logistic_bands"]["auroc"]["value"] > 0.9
