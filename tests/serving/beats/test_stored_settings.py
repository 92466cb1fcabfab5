"""Stored settings become the schemas of this version, or are refused; nothing else is built."""

import pytest
from omegaconf import OmegaConf

from hfgnn.config.recordings import KaggleWindow
from hfgnn.config.training import BatchTraining, Schedule
from hfgnn.serving.stored_settings import option, schema
from hfgnn.types import DataError

KAGGLE = {
    "_target_": "hfgnn.data.recordings.windows.KaggleWindow",
    "sampling_hz": 125,
    "samples": 187,
    "stretch_s": 10,
    "rr_intervals": 1.2,
    "low_hz": None,
    "high_hz": None,
    "order": 3,
}
TRAINING = {
    "max_epochs": 2, "patience": None, "learning_rate": 0.1, "weight_decay": 0,
    "accelerator": "cpu", "batch_size": 8, "schedule": "constant", "class_weighting": "none",
    "label_smoothing": 0, "threads": 1,
}  # fmt: skip


def test_settings_become_the_schema_of_their_target():
    found = schema("segmentation", OmegaConf.create(KAGGLE))
    assert isinstance(found, KaggleWindow)
    assert (found.sampling_hz, found.samples, found.high_hz) == (125.0, 187, None)


def test_settings_without_a_target_become_the_schema_of_their_option():
    found = option("training", "beats", OmegaConf.create(TRAINING))
    assert isinstance(found, BatchTraining)
    assert (found.schedule, found.patience) == (Schedule.constant, None)


def test_no_class_is_built_that_the_group_has_not():
    for target in ("os.system", "hfgnn.models.gcn.GCN"):
        settings = OmegaConf.create(KAGGLE | {"_target_": target})
        with pytest.raises(DataError, match=f"segmentation is {target}, which this version has no"):
            schema("segmentation", settings)


def test_an_option_that_is_not_there_is_refused():
    with pytest.raises(DataError, match="model is resnet, which this version has not"):
        option("model", "resnet", OmegaConf.create({}))


@pytest.mark.parametrize(
    "change", [{"width": 3}, {"samples": "many"}, {"samples": 0}], ids=lambda one: str(one)
)
def test_settings_of_another_version_are_refused(change):
    with pytest.raises(
        DataError, match=r"the run's segmentation was set in another version: ."
    ) as caught:
        schema("segmentation", OmegaConf.create(KAGGLE | change))
    assert "\n" not in str(caught.value)
