"""A fit comes back from its file with its facts; other files are refused in one sentence."""

import json

import pytest
import torch

from hfgnn.serving.stored_beats import FACTS, BeatFacts, read_fit, write_fit
from hfgnn.training.beats.shown import Widths
from hfgnn.training.checkpoint import write_checkpoint
from hfgnn.types import DataError


class Fitted:
    """Something that has a state."""

    def state(self):
        return {"network.weight": torch.arange(3.0), "trees": torch.arange(4, dtype=torch.uint8)}


@pytest.fixture
def facts():
    return BeatFacts(
        model="beat_cnn",
        classes=["N", "S", "V"],
        leads=["MLII", "V1/V2"],
        columns=["one", "other", "third", "fourth"],
        samples=11,
        stamps=["simulated records"],
        records=["100", "folder/101"],
    )


def test_what_is_written_is_read(tmp_path, facts):
    path = tmp_path / "checkpoints" / "fold0.pt"
    write_fit(path, Fitted(), facts, "seed: 7\n")
    stored = read_fit(path)
    assert stored.facts == facts
    assert stored.settings == "seed: 7\n"
    assert stored.state.keys() == Fitted().state().keys()
    assert all(torch.equal(value, stored.state[name]) for name, value in Fitted().state().items())
    assert stored.facts.widths == Widths(leads=2, columns=4, classes=3)
    assert [file.name for file in path.parent.iterdir()] == ["fold0.pt"]


def test_a_checkpoint_of_another_task_is_refused(tmp_path):
    path = tmp_path / "net.pt"
    write_checkpoint(path, {"a": torch.zeros(1)}, "seed: 0")
    with pytest.raises(DataError, match=r"net\.pt is of a run that tells no heartbeats; take one"):
        read_fit(path)


@pytest.mark.parametrize("content", [b"", b"no checkpoint", b"PK\x03\x04"])
def test_a_broken_file_is_refused(tmp_path, content):
    path = tmp_path / "net.pt"
    path.write_bytes(content)
    with pytest.raises(DataError, match=r"net\.pt is no checkpoint of hfgnn: .") as caught:
        read_fit(path)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("text", ["{", "[1]", json.dumps({"model": "x"}), json.dumps({"new": 1})])
def test_facts_of_another_version_are_refused(tmp_path, text):
    path = tmp_path / "net.pt"
    write_checkpoint(path, {"a": torch.zeros(1)}, "seed: 0", further={FACTS: text})
    with pytest.raises(DataError, match=r"was written by another version of hfgnn: ."):
        read_fit(path)
