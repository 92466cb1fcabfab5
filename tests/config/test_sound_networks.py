"""Settings of networks on sounds, and of losses, that are refused in one sentence."""

import pytest

from hfgnn.config.check import ConfigError
from hfgnn.config.loss import Auroc, CrossEntropy, Focal
from hfgnn.config.sound_model import SoundCNN, SoundPublished, SoundTraining
from hfgnn.config.training import Accelerator, ClassWeighting, Schedule

CNN = {"hidden_width": 8, "kernel_size": 5, "lags": 24, "lag_frames": 1, "patch": 2, "dropout": 0.5}
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
    "window_frames": 100,
    "overlap": 0.5,
}
PAIRS = {"temperature": 1.0, "bank": 512}


@pytest.mark.parametrize(
    ("schema", "good", "changes", "sentence"),
    [
        (SoundCNN, CNN, {"hidden_width": 0}, r"model\.hidden_width is 0, .* at least 1"),
        (SoundCNN, CNN, {"kernel_size": 4}, r"model\.kernel_size is 4, .* odd, at least 1"),
        (SoundCNN, CNN, {"lags": 0}, r"model\.lags is 0, .* at least 1"),
        (SoundCNN, CNN, {"lag_frames": 0}, r"model\.lag_frames is 0, .* at least 1"),
        (SoundCNN, CNN, {"patch": 0}, r"model\.patch is 0, .* at least 1"),
        (SoundCNN, CNN, {"patch": 25}, r"model\.patch is 25, .* at most 24, model\.lags"),
        (SoundCNN, CNN, {"dropout": 1.0}, r"model\.dropout is 1\.0, .*\[0, 1\)"),
        (SoundPublished, {"dropout": 0.5}, {"dropout": -0.1}, r"model\.dropout is -0\.1"),
        (SoundTraining, TRAINING, {"window_frames": 7}, r"window_frames is 7, .* 8, or null"),
        (SoundTraining, TRAINING, {"overlap": 1.0}, r"training\.overlap is 1\.0, .*\[0, 1\)"),
        (SoundTraining, TRAINING, {"label_smoothing": 0.1}, r"label_smoothing is 0\.1, .* 0, as"),
        (SoundTraining, TRAINING, {"batch_size": 1}, r"training\.batch_size is 1"),
        (CrossEntropy, {"smoothing": 0.0}, {"smoothing": 1.0}, r"loss\.smoothing is 1\.0"),
        (Focal, {"gamma": 2.0}, {"gamma": -1.0}, r"loss\.gamma is -1\.0, .* at least 0"),
        (Auroc, PAIRS, {"temperature": 0.0}, r"loss\.temperature is 0\.0, .* above 0"),
        (Auroc, PAIRS, {"bank": -1}, r"loss\.bank is -1, .* at least 0"),
    ],
)
def test_a_setting_that_cannot_be_used_is_refused(schema, good, changes, sentence):
    schema(**good)
    with pytest.raises(ConfigError, match=sentence):
        schema(**{**good, **changes})


def test_whole_pictures_need_no_window():
    assert SoundTraining(**{**TRAINING, "window_frames": None}).window_frames is None
