"""Settings of runs on heartbeats are refused in one sentence, and accepted at their limits."""

import sys
from pathlib import Path
from typing import Any

import pytest

from hfgnn.config.beat_model import BeatTransformer, CnnMlp, ConvXgb, Trees, XgbFeatures, name_of
from hfgnn.config.beat_protocol import AamiClasses, InterPatient, RandomBeats
from hfgnn.config.check import ConfigError
from hfgnn.config.oversample import Smote
from hfgnn.config.training import Accelerator, BatchTraining, ClassWeighting, Schedule

INTER_PATIENT: dict[str, Any] = {
    "classes": AamiClasses.three,
    "seeds": 1,
    "train_records": ["1"],
    "test_records": ["2"],
    "left_out_records": [],
    "keep_shared_patients": False,
    "test_share": 0.5,
    "validation_folds": 2,
}
GOOD: dict[type, dict[str, Any]] = {
    CnnMlp: {"hidden_width": 4, "kernel_size": 1, "dropout": 0.0},
    BeatTransformer: {
        "hidden_width": 4, "kernel_size": 1, "dropout": 0.0, "window": 1, "signal": False,
        "layers": 1, "heads": 4, "gain_spread": 0.0, "most_shift": 0,
    },
    Trees: {
        "trees": 1, "depth": 1, "learning_rate": 1.0, "row_share": 1.0, "column_share": 1.0,
        "least_weight": 0.0, "penalty": 0.0, "patience": 1, "class_power": 0.0,
        "record_power": 1.0, "threads": 1,
    },
    InterPatient: INTER_PATIENT,
    RandomBeats: {
        "classes": AamiClasses.five, "seeds": 1, "test_share": 0.5, "validation_share": 0.5,
        "honest": None,
    },
    Smote: {"targets": {"S": 1}, "neighbours": 1},
    BatchTraining: {
        "max_epochs": 1, "patience": None, "learning_rate": 0.1, "weight_decay": 0.0,
        "accelerator": Accelerator.cpu, "batch_size": 2, "schedule": Schedule.constant,
        "class_weighting": ClassWeighting.none, "label_smoothing": 0.0, "threads": 1,
    },
}  # fmt: skip


def test_settings_at_their_limits_are_accepted():
    for schema, settings in GOOD.items():
        assert schema(**settings).__dict__.items() >= settings.items()
    assert Trees(**GOOD[Trees] | {"patience": None}).patience is None


@pytest.mark.parametrize(
    ("schema", "changes", "sentence"),
    [
        (CnnMlp, {"hidden_width": 6}, "model.hidden_width is 6, but it must be a multiple of 4"),
        (CnnMlp, {"hidden_width": 0}, "model.hidden_width is 0, but it must be a multiple of 4"),
        (CnnMlp, {"kernel_size": 4}, "model.kernel_size is 4, but it must be odd, at least 1"),
        (CnnMlp, {"dropout": 1.0}, r"model.dropout is 1.0, but it must be in \[0, 1\)"),
        (BeatTransformer, {"hidden_width": 6}, "model.hidden_width is 6, .* a multiple of 4"),
        (BeatTransformer, {"window": 0}, "model.window is 0, but it must be at least 1"),
        (BeatTransformer, {"layers": 0}, "model.layers is 0, but it must be at least 1"),
        (BeatTransformer, {"heads": 3}, "model.heads is 3, but it must be a divisor of 4, hidden"),
        (BeatTransformer, {"heads": 0}, "model.heads is 0, but it must be a divisor of 4, hidden"),
        (BeatTransformer, {"gain_spread": -1.0}, "model.gain_spread is -1.0, .* at least 0"),
        (BeatTransformer, {"most_shift": -1}, "model.most_shift is -1, but it must be at least 0"),
        (Trees, {"trees": 0}, "model.trees.trees is 0, but it must be at least 1"),
        (Trees, {"depth": 0}, "model.trees.depth is 0, but it must be at least 1"),
        (Trees, {"threads": 0}, "model.trees.threads is 0, but it must be at least 1"),
        (Trees, {"learning_rate": 0.0}, r"model.trees.learning_rate is 0.0, .* in \(0, 1\]"),
        (Trees, {"row_share": 1.1}, r"model.trees.row_share is 1.1, but it must be in \(0, 1\]"),
        (Trees, {"column_share": 0.0}, r"model.trees.column_share is 0.0, .* in \(0, 1\]"),
        (Trees, {"least_weight": -1.0}, "model.trees.least_weight is -1.0, .* at least 0"),
        (Trees, {"penalty": -1.0}, "model.trees.penalty is -1.0, but it must be at least 0"),
        (Trees, {"class_power": 1.1}, r"model.trees.class_power is 1.1, .* in \[0, 1\]"),
        (Trees, {"record_power": -0.1}, r"model.trees.record_power is -0.1, .* in \[0, 1\]"),
        (Trees, {"patience": 0}, "model.trees.patience is 0, but it must be at least 1, or null"),
        (InterPatient, {"seeds": 0}, "protocol.seeds is 0, but it must be at least 1"),
        (InterPatient, {"name": "honest"}, "protocol.name is 'honest', .* chosen as protocol="),
        (InterPatient, {"test_share": 1.0}, r"protocol.test_share is 1.0, .* in \(0, 1\)"),
        (InterPatient, {"validation_folds": 1}, "protocol.validation_folds is 1, .* at least 2"),
        (InterPatient, {"test_records": ["2", "1"]}, r"protocol.test_records is \['1'\], .* other"),
        (RandomBeats, {"seeds": 0}, "protocol.seeds is 0, but it must be at least 1"),
        (RandomBeats, {"name": "x"}, "protocol.name is 'x', but it must be chosen as protocol="),
        (RandomBeats, {"test_share": 0.6}, r"protocol.test_share is 0.6, .* in \(0, 0.5\]"),
        (RandomBeats, {"validation_share": 0.0}, "protocol.validation_share is 0.0, but it must"),
        (Smote, {"targets": {"S": 0}}, "oversample.targets.S is 0, but it must be at least 1"),
        (Smote, {"neighbours": 0}, "oversample.neighbours is 0, but it must be at least 1"),
        (BatchTraining, {"max_epochs": 0}, "training.max_epochs is 0, but it must be at least 1"),
        (BatchTraining, {"batch_size": 1}, "training.batch_size is 1, but it must be at least 2"),
        (BatchTraining, {"label_smoothing": 1.0}, r"training.label_smoothing is 1.0, .* \[0, 1\)"),
        (BatchTraining, {"threads": 0}, "training.threads is 0, but it must be at least 1"),
    ],
)
def test_a_wrong_setting_is_named_with_its_value_and_its_rule(schema, changes, sentence):
    with pytest.raises(ConfigError, match=sentence):
        schema(**(GOOD[schema] | changes))


def test_every_model_has_the_name_of_its_option():
    from hfgnn.config.schemas import SCHEMAS

    for schema in (CnnMlp, BeatTransformer):
        assert SCHEMAS["model"][name_of(schema(**GOOD[schema]))] is schema
    for bare in (XgbFeatures, ConvXgb):
        assert SCHEMAS["model"][name_of(bare())] is bare


WRONG = {
    "": "give a value for data.root, as in data.root=...",
    "data.root=nowhere": "data.root is 'nowhere', but it must be a folder of WFDB records",
    "data=beat_table": "give a value for data.paths, as in data.paths=...",
    "data=simulated_records data.patients=2": "data.patients is 2, but it must be at least 6",
    "data=simulated_records data.root=x": "no setting data.root here; data=wfdb_records would",
    "data=simulated_records seed=-1": "seed is -1, but it must be in [0, 4294967296)",
    "data=simulated_records evaluation.resamples=9": "evaluation.resamples is 9, but it must be at",
    "data=simulated_records segmentation.order=0": "segmentation.order is 0, but it must be in",
    "data=simulated_records oversample=smote oversample.neighbours=0": "oversample.neighbours is 0",
    "data=simulated_records oversample=smote model=beat_transformer": (
        "oversample is 'smote', but it must be none beside model=beat_transformer"
    ),
    "data=simulated_records model=conv_xgb model.network.kernel_size=2": "model.kernel_size is 2",
    "data=simulated_records protocol.classes=two": "expected one of [three, five]",
    "data=simulated_records model.depth=2": "there is no setting model.depth; did you mean",
    "data=ecg_images": "data is 'ecg_images', but this task takes",
    "data=ptbxl": "data is 'ptbxl', which is for task=patients and task=audit",
    "model=gat": "model is 'gat', but this task takes beat_cnn, cnn_mlp, conv_xgb, xgb_features",
    "model=lstm": "model is 'lstm', but it must be one of beat_cnn, beat_transformer, cnn_mlp,",
    "training=quick": "training is 'quick', but this task takes beats",
    "protocol=thesis": "protocol is 'thesis', which is for task=patients and task=audit",
    "graph.k=3": "there is no setting graph",
}


@pytest.mark.parametrize("arguments", WRONG)
def test_the_command_refuses_it_in_one_sentence_and_leaves_nothing(
    arguments: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    from hfgnn.__main__ import main

    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "argv", ["hfgnn", "task=beats", *arguments.split()])
    with pytest.raises(SystemExit) as refusal:
        main()
    said = str(refusal.value.code)
    assert WRONG[arguments] in said
    assert "\n" not in said
    assert list(tmp_path.iterdir()) == []
