"""Settings of networks on heartbeats that are refused in one sentence."""

import pytest

from hfgnn.config.beat_model import BeatCNN, BeatTransformer
from hfgnn.config.check import ConfigError
from hfgnn.config.training import Accelerator, BatchTraining, ClassWeighting, Schedule

TRAINING = {
    "max_epochs": 3,
    "patience": None,
    "learning_rate": 1e-3,
    "weight_decay": 0.0,
    "accelerator": Accelerator.cpu,
    "batch_size": 16,
    "schedule": Schedule.one_cycle,
    "class_weighting": ClassWeighting.none,
    "label_smoothing": 0.0,
    "threads": 1,
}
CNN = {"hidden_width": 16, "kernel_size": 5, "dropout": 0.1}
TRANSFORMER = CNN | {
    "window": 45,
    "signal": False,
    "layers": 2,
    "heads": 4,
    "gain_spread": 0.1,
    "most_shift": 2,
}


@pytest.mark.parametrize(
    ("schema", "good", "changes", "sentence"),
    [
        (BatchTraining, TRAINING, {"batch_size": 1}, r"training\.batch_size is 1, .* at least 2"),
        (BatchTraining, TRAINING, {"label_smoothing": 1.0}, r"label_smoothing is 1\.0, .*\[0, 1\)"),
        (BatchTraining, TRAINING, {"threads": 0}, r"training\.threads is 0, .* at least 1"),
        (BatchTraining, TRAINING, {"max_epochs": 0}, r"training\.max_epochs is 0, .* at least 1"),
        (BeatCNN, CNN, {"hidden_width": 18}, r"hidden_width is 18, .* a multiple of 4"),
        (BeatCNN, CNN, {"hidden_width": 0}, r"hidden_width is 0, .* a multiple of 4"),
        (BeatCNN, CNN, {"kernel_size": 4}, r"kernel_size is 4, .* odd, at least 1"),
        (BeatCNN, CNN, {"dropout": 1.0}, r"dropout is 1\.0, .*\[0, 1\)"),
        (BeatTransformer, TRANSFORMER, {"window": 0}, r"window is 0, .* at least 1"),
        (BeatTransformer, TRANSFORMER, {"layers": 0}, r"layers is 0, .* at least 1"),
        (BeatTransformer, TRANSFORMER, {"heads": 3}, r"heads is 3, .* a divisor of 16"),
        (BeatTransformer, TRANSFORMER, {"heads": 0}, r"heads is 0, .* a divisor of 16"),
        (BeatTransformer, TRANSFORMER, {"gain_spread": -1.0}, r"gain_spread is -1\.0, .* 0"),
        (BeatTransformer, TRANSFORMER, {"most_shift": -1}, r"most_shift is -1, .* at least 0"),
    ],
)
def test_a_setting_that_cannot_be_used_is_refused(schema, good, changes, sentence):
    schema(**good)
    with pytest.raises(ConfigError, match=sentence):
        schema(**good | changes)
