"""What is kept of a fit on heart sounds reads back as it was, and says so where it cannot."""

from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest
import torch

from hfgnn.evaluation.chosen import Chosen
from hfgnn.evaluation.recalibration_map import LogitLine, Steps, Unchanged
from hfgnn.serving.stored_sounds import SoundFacts, read_sound_fit, told_by, write_sound_fit
from hfgnn.training.checkpoint import write_checkpoint
from hfgnn.types import DataError

FACTS = SoundFacts(
    classes=["normal", "murmur"],
    positive=[1],
    sampling_hz=2000.0,
    threshold=0.4,
    recalibration={"slope": 2.0, "shift": 0.5},
    prevalence=0.25,
    usual={"log_seconds": [0.0, 3.0]},
    stamps=["simulated cohort"],
    fitted_on=["ab12"],
)
LIMITS = SimpleNamespace()
FITTED = SimpleNamespace(state=lambda: {"network.weight": torch.arange(3.0)})


def test_a_fit_reads_back_as_it_was(tmp_path):
    path = tmp_path / "checkpoints" / "fold0.pt"
    write_sound_fit(path, FITTED, FACTS, "seed: 3")
    stored = read_sound_fit(path)
    assert stored.facts == FACTS
    assert stored.settings == "seed: 3"
    assert stored.state["network.weight"].tolist() == [0, 1, 2]


def test_a_run_of_another_task_is_refused(tmp_path):
    write_checkpoint(tmp_path / "a.pt", {}, "")
    with pytest.raises(DataError, match=r"a\.pt is of a run that hears no sounds"):
        read_sound_fit(tmp_path / "a.pt")


def test_facts_of_another_version_are_refused(tmp_path):
    write_checkpoint(tmp_path / "a.pt", {}, "", further={"sounds": '{"colour": 1}'})
    with pytest.raises(DataError, match="written by another version"):
        read_sound_fit(tmp_path / "a.pt")


@pytest.mark.parametrize(
    "recalibration",
    [
        LogitLine(np.array(2.0), np.array(-0.3)),
        Steps(np.array([0.0, 0.5, 1.0]), np.array([0.1, 0.2, 0.9])),
        Unchanged(np.array(1.0)),
    ],
)
def test_every_recalibration_is_kept_and_moves_the_threshold_along(recalibration):
    chosen = Chosen(0.3, recalibration, LIMITS)
    threshold, arrays = told_by(chosen)
    facts = replace(FACTS, recalibration=arrays, threshold=threshold)
    said = np.array([0.05, 0.3, 0.8])
    np.testing.assert_allclose(facts.calibrated(said), recalibration.apply(said))
    assert threshold == pytest.approx(recalibration.apply(np.array([0.3]))[0])
