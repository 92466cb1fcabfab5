"""What can run the backbone, and in which numbers."""

import pytest

from hfgnn.config.backbone import Decoding, Engine, Output, Precision, ResNet18
from hfgnn.config.check import ConfigError


def settings(**changed):
    usual = {
        "weights": "random",
        "output": Output.pool,
        "precision": Precision.auto,
        "engine": Engine.torch,
        "decoding": Decoding.reduced,
        "batch_size": 32,
        "random_seed": 0,
    }
    return ResNet18(**(usual | changed))


def test_int8_is_refused_where_torch_is_to_run_it():
    rule = r"precision is 'int8', but it must be auto, float32 or bfloat16 with .*engine=torch"
    with pytest.raises(ConfigError, match=rule):
        settings(precision=Precision.int8)


def test_an_engine_that_is_not_installed_is_refused(monkeypatch):
    monkeypatch.setattr("hfgnn.config.backbone.find_spec", lambda _: None)
    rule = r"engine is 'openvino', but it must be torch, or .* pip install 'hfgnn\[export\]'"
    with pytest.raises(ConfigError, match=rule):
        settings(engine=Engine.openvino)
    assert settings().engine is Engine.torch


def test_an_engine_that_is_installed_runs_int8(monkeypatch):
    monkeypatch.setattr("hfgnn.config.backbone.find_spec", lambda _: object())
    made = settings(engine=Engine.openvino, precision=Precision.int8)
    assert made.precision is Precision.int8
