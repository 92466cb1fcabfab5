"""A small run on simulated heartbeats, and recordings written as records and as tables."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import wfdb
from omegaconf import OmegaConf

from hfgnn.config.build import build
from hfgnn.config.check import check
from hfgnn.config.composed import unchecked
from hfgnn.data.recordings.segmentation import segment
from hfgnn.data.recordings.symbols import FIVE_CLASSES, THREE_CLASSES, label_beats
from hfgnn.features.beats.describe import describe
from hfgnn.serving.beat_predictor import BeatPredictor
from hfgnn.serving.stored_beats import BeatFacts, write_fit
from hfgnn.training.beats.fit import fit_beats
from hfgnn.training.beats.fitted import Fitting
from hfgnn.training.beats.shown import ShownBeats
from hfgnn.types import Parts, Recording

SMALL = (
    "data=simulated_records", "data.patients=6", "data.minutes=0.5", "data.paced=1",
    "model.trees.trees=4", "model.trees.threads=1", "segmentation.sampling_hz=180",
    "segmentation.before=60", "segmentation.after=60",
)  # fmt: skip


def silent(items, **_):
    return items


@pytest.fixture(scope="module")
def learned(tmp_path_factory):
    """A run with two fits on simulated recordings, the recordings, and what the fits say."""
    config = unchecked(["task=beats", *SMALL])
    settings, text = check(config), OmegaConf.to_yaml(config, resolve=True)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HFGNN_CACHE", str(tmp_path_factory.getbasetemp() / "cache"))
        recordings = build(settings.data).read(silent).recordings
    cut = segment(recordings, window=build(settings.segmentation), classes=FIVE_CLASSES)
    shown = ShownBeats(cut.beats, describe(cut.beats))
    label = label_beats(shown.beats.symbol, THREE_CLASSES)
    shown = replace(shown, beats=shown.beats.change(label=label, classes=THREE_CLASSES))
    shown = shown.take(np.flatnonzero(label >= 0))
    names, run = shown.beats.record_id, tmp_path_factory.mktemp("run")
    last = recordings[-1].record_id
    rows = np.flatnonzero(names != last)
    said = np.zeros((len(shown), 3))
    for seed in (0, 1):
        how = Fitting(settings.model, settings.training, None, seed, None)
        fitted = fit_beats(how, shown, Parts(rows[::2], rows[1::2], rows[:0]))
        records = [f"folder/{name}" for name in np.unique(names[rows]).tolist()]
        facts = BeatFacts.of("xgb_features", shown, ["simulated records"], records)
        write_fit(run / "checkpoints" / f"fold{seed}.pt", fitted, facts, text)
        said += fitted.probability(shown) / 2
    return run, recordings, shown, said


@pytest.fixture
def predictor(learned) -> BeatPredictor:
    return BeatPredictor(learned[0])


@pytest.fixture
def write(tmp_path) -> Callable[..., Path]:
    """Writes a recording as a WFDB record."""

    def make(recording: Recording, name="x", *, unit="mV", leads=None, marks=True) -> Path:
        scale = {"mV": 1, "uV": 1000, "V": 1e-3}[unit]
        number = recording.signal.shape[1]
        wfdb.wrsamp(
            name,
            recording.sampling_hz,
            [unit] * number,
            list(leads or recording.leads),
            p_signal=recording.signal.astype(float) * scale,
            fmt=["16"] * number,
            adc_gain=[2000.0 / scale] * number,
            baseline=[0] * number,
            write_dir=str(tmp_path),
        )
        if marks:
            symbol = recording.symbol.tolist()
            wfdb.wrann(name, "atr", recording.sample, symbol, write_dir=str(tmp_path))
        return tmp_path / name

    return make


@pytest.fixture
def table(tmp_path) -> Callable[..., Path]:
    """Writes the first lead of a recording as a CSV file."""

    def make(recording: Recording, name="x.csv", *, times: bool) -> Path:
        seconds = np.arange(len(recording.signal)) / recording.sampling_hz
        columns = {"time_s": seconds} if times else {}
        columns["MLII"] = recording.signal[:, 0]
        rows = zip(*(column.tolist() for column in columns.values()), strict=True)
        lines = [",".join(columns), *(",".join(map(str, row)) for row in rows)]
        (tmp_path / name).write_text("\n".join(lines) + "\n")
        return tmp_path / name

    return make


@pytest.fixture
def read(predictor) -> Callable[..., Recording]:
    """What the run reads of a file."""
    return lambda path, marks=True: predictor.read(
        path, sampling_hz=None, annotator="atr" if marks else None
    )
