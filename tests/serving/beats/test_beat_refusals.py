"""Recordings and runs that a prediction cannot use: refused in one sentence each."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
import torch

from hfgnn.serving.beat_predictor import BeatPredictor
from hfgnn.training.checkpoint import write_checkpoint
from hfgnn.types import DataError


@pytest.fixture
def refused(learned, predictor, read, write, table) -> Callable[..., str]:
    """What is said of a record that was spoilt."""

    def sentence(spoil: Callable[[np.ndarray], np.ndarray], *, hz: float = 360.0, csv=False) -> str:
        signal = spoil(learned[1][0].signal.copy())
        recording = replace(learned[1][0], signal=signal, sampling_hz=hz)
        path = table(recording, times=True) if csv else None
        with pytest.raises(DataError) as caught:
            predictor.tell(read(path or write(recording, marks=False), marks=False))
        assert "\n" not in str(caught.value)
        return str(caught.value)

    return sentence


def flat(signal):
    signal[:] = 0.25
    return signal


def nothing(signal):
    signal[:] = np.nan
    return signal


def test_a_signal_that_cannot_be_used_is_refused_in_one_sentence(refused):
    assert refused(flat).endswith("/x', but lead MLII is a flat line")
    assert refused(flat, csv=True).endswith("/x.csv', but lead MLII is a flat line")
    assert "100% of lead MLII is missing" in refused(nothing)
    assert "MLII is nan in line 2, but every sample must be a number" in refused(nothing, csv=True)
    assert refused(lambda signal: signal[:400]).startswith("no beat is found in the 1.1 s of")
    assert "it has 20 samples per second, and beats need 50" in refused(lambda one: one, hz=20)


def test_too_few_leads_and_a_table_without_a_rate_are_refused(
    learned, predictor, read, write, table
):
    predictor.facts = replace(predictor.facts, leads=["MLII", "V1"])
    with pytest.raises(DataError, match="it has 1 of the 2 leads asked for: MLII"):
        read(write(learned[1][0]))
    path = table(learned[1][0], "y.csv", times=False)
    with pytest.raises(DataError, match="no column time_s, so its rate must be given"):
        read(path)
    with pytest.raises(DataError, match="y has 1 of the 2 leads asked for"):
        predictor.read(path, sampling_hz=360, annotator=None)


def test_what_is_measured_must_be_what_the_run_has_learned_on(learned, predictor):
    recording, facts = learned[1][0], predictor.facts
    predictor.facts = replace(facts, samples=187)
    with pytest.raises(DataError, match="has 121 samples, but the run has learned on 187"):
        predictor.tell(recording)
    predictor.facts = replace(facts, columns=[*facts.columns, "pulse"])
    with pytest.raises(DataError, match=r"measurements per beat, but the run takes .*pulse cannot"):
        predictor.tell(recording)


def test_a_run_that_cannot_be_asked_is_refused(learned, tmp_path):
    with pytest.raises(DataError, match=r"it holds no checkpoints/\*\.pt"):
        BeatPredictor(tmp_path)
    stored = torch.load(learned[0] / "checkpoints" / "fold0.pt", weights_only=True)
    path = tmp_path / "checkpoints" / "fold0.pt"

    def sentence(**changes):
        kept = {key: value for key, value in (stored | changes).items() if key != "weights"}
        weights, settings = (changes.get("weights", stored["weights"]), kept.pop("settings"))
        write_checkpoint(path, weights, settings, further=kept)
        with pytest.raises(DataError) as caught:
            BeatPredictor(tmp_path)
        assert "\n" not in str(caught.value)
        return str(caught.value)

    said = sentence(beats=stored["beats"].replace('["N", "S", "V"]', '["normal", "ill"]'))
    assert said.startswith("the run tells normal, ill apart, but a recording can only be asked")
    assert "another version: 'trees'" in sentence(weights={"a": torch.zeros(1)})
    assert "trees cannot be read" in sentence(weights={"trees": torch.zeros(9, dtype=torch.uint8)})
    assert "FixedWindow" not in stored["settings"] or "which this version has not" in sentence(
        settings=stored["settings"].replace("windows.FixedWindow", "windows.Other")
    )
