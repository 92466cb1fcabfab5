"""A checkpoint holds tensors and text, whole or not at all."""

from pathlib import Path

import pytest
import torch

from hfgnn.training.checkpoint import read_checkpoint, write_checkpoint
from hfgnn.types import DataError


def test_a_checkpoint_holds_weights_and_plain_settings_only(tmp_path):
    weights = {"layer.weight": torch.arange(3.0)}
    write_checkpoint(tmp_path / "checkpoints" / "a.pt", weights, "seed: 0\n")
    content = torch.load(tmp_path / "checkpoints" / "a.pt", weights_only=True)
    assert content.keys() == {"weights", "settings"}
    read, settings = read_checkpoint(tmp_path / "checkpoints" / "a.pt")
    assert torch.equal(read["layer.weight"], weights["layer.weight"])
    assert settings == "seed: 0\n"
    assert [file.name for file in (tmp_path / "checkpoints").iterdir()] == ["a.pt"]


def test_a_file_that_is_no_checkpoint_is_refused(tmp_path):
    (tmp_path / "a.pt").write_text("nothing")
    with pytest.raises(DataError, match=r"a\.pt is no checkpoint of hfgnn"):
        read_checkpoint(tmp_path / "a.pt")


def test_a_checkpoint_with_a_pickled_object_is_refused_and_not_run(tmp_path):
    trace = tmp_path / "run"

    class Trap:
        def __reduce__(self):
            return Path.touch, (trace,)

    torch.save({"weights": Trap(), "settings": ""}, tmp_path / "a.pt")
    with pytest.raises(DataError, match="is no checkpoint"):
        read_checkpoint(tmp_path / "a.pt")
    assert not trace.exists()


def test_a_checkpoint_that_cannot_be_written_leaves_nothing(tmp_path, monkeypatch):
    def full(content, path):
        path.write_text("half")
        raise RuntimeError("unexpected pos 64 vs 0")

    monkeypatch.setattr(torch, "save", full)
    with pytest.raises(DataError, match=r"a\.pt cannot be written: unexpected pos"):
        write_checkpoint(tmp_path / "a.pt", {}, "")
    assert list(tmp_path.iterdir()) == []
