"""Every wrong setting of a run on heat maps is refused in one sentence."""

import pytest

from hfgnn.config.check import ConfigError
from hfgnn.config.composed import composed
from hfgnn.config.heatmap import HEATMAPS, HeatmapCNN, Recurrence, Scalogram, stored_heatmap
from hfgnn.config.heatmaps import TwelveLeads


def settings(*overrides: str):
    return composed(["task=heatmaps", "data=simulated_records", *overrides])


def test_the_picture_of_the_model_is_the_chosen_one():
    usual = settings()
    assert type(usual.model.heatmap) is Scalogram
    assert usual.model.heatmap.sampling_hz == usual.segmentation.sampling_hz == 360
    other = settings("heatmap=recurrence", "heatmap.size=24")
    assert type(other.model.heatmap) is Recurrence
    assert other.model.heatmap.size == 24


@pytest.mark.parametrize(
    ("overrides", "said"),
    [
        (["heatmap.rows=4"], "heatmap.rows is 4, but it must be in [8, 256] pixels"),
        (["heatmap.columns=1000"], "heatmap.columns is 1000, but it must be in [8, 256] pixels"),
        (["heatmap.columns=10"], "heatmap.columns is 10, but it must be at least 32"),
        (["heatmap.highest_hz=200"], "heatmap.highest_hz is 200.0, but it must be in (2, 180]"),
        (["heatmap.highest_hz=1"], "heatmap.highest_hz is 1.0, but it must be in (2, 180]"),
        (["heatmap.lowest_hz=0"], "heatmap.lowest_hz is 0.0, but it must be above 0"),
        (["heatmap.lowest_hz=0.5"], "heatmap.lowest_hz is 0.5, but it must be at least 1.11"),
        (["heatmap.sampling_hz=0"], "heatmap.sampling_hz is 0.0, but it must be above 0"),
        (["heatmap.cycles=0.5"], "heatmap.cycles is 0.5, but it must be in [1, 20]"),
        (["heatmap.floor_mv=0"], "heatmap.floor_mv is 0.0, but it must be above 0"),
        (["heatmap=recurrence", "heatmap.size=7"], "heatmap.size is 7, but it must be in [8, 256]"),
        (["heatmap=recurrence", "heatmap.dimension=0"], "heatmap.dimension is 0"),
        (["heatmap=recurrence", "heatmap.delay=99"], "heatmap.delay is 99"),
        (["heatmap=recurrence", "heatmap.radius_mv=-1"], "heatmap.radius_mv is -1.0"),
        (["model.widths=[8]"], "model.widths is [8], but it must be two numbers of channels"),
        (["model.widths=[8,900]"], "model.widths is [8, 900]"),
        (["model.kernel_size=4"], "model.kernel_size is 4, but it must be odd"),
        (["model.dropout=1"], "model.dropout is 1.0, but it must be in [0, 1)"),
        (["model.heatmap=5"], "model.heatmap is 5, but it must be chosen as heatmap=scalogram"),
        (["digits.training_digits=10"], "digits.training_digits is 10, but it must be at least"),
        (["digits.max_epochs=0"], "digits.max_epochs is 0, but it must be at least 1"),
        (["digits.patience=0"], "digits.patience is 0, but it must be at least 1"),
        (["digits.batch_size=1"], "digits.batch_size is 1, but it must be at least 2"),
        (["digits.required_accuracy=1.5"], "digits.required_accuracy is 1.5"),
        (["looking.shown_per_class=0"], "looking.shown_per_class is 0, but it must be in [1, 8]"),
        (["looking.checked=1"], "looking.checked is 1, but it must be at least 10"),
        (["looking.removed_share=0.9"], "looking.removed_share is 0.9"),
        (["looking.shifts=0"], "looking.shifts is 0, but it must be in [1, 100]"),
        (["oversample=smote"], "oversample is 'smote', but it must be none"),
        (["task=beats"], "task is 'beats', but it must be heatmaps"),
    ],
)  # fmt: skip
def test_what_cannot_be_used_is_refused(overrides, said):
    with pytest.raises(ConfigError) as refused:
        settings(*overrides)
    assert said in str(refused.value)


def test_a_wavelet_that_is_not_there_is_refused_with_those_that_are():
    with pytest.raises(Exception, match="wavelet") as refused:
        settings("heatmap.wavelet=haar")
    assert "morlet" in str(refused.value.__cause__ or refused.value)


def test_data_that_hold_no_beats_are_refused(tmp_path):
    with pytest.raises(Exception, match="not a subclass of HeartSource"):
        composed(["task=heatmaps", "data=simulated"])
    checked = composed(["task=heatmaps", "data=twelve_leads", f"data.root={tmp_path}"])
    assert type(checked.data) is TwelveLeads
    assert len(checked.data.leads) == 12
    assert checked.segmentation.sampling_hz == checked.heatmap.sampling_hz == 125


def test_a_stored_picture_comes_back_and_an_unknown_one_is_refused():
    stored = {"_target_": Recurrence._target_, "floor_mv": 0.05, "size": 16, "dimension": 1,
              "delay": 1, "radius_mv": None}  # fmt: skip
    model = HeatmapCNN(heatmap=dict(stored), widths=[8, 16], kernel_size=3, dropout=0.1)
    assert model.heatmap == Recurrence(**stored)
    assert sorted(HEATMAPS) == ["recurrence", "scalogram"]
    with pytest.raises(ConfigError, match=r"it must be one of scalogram, recurrence"):
        stored_heatmap({"_target_": "os.system"})
    with pytest.raises(ConfigError, match=r"set in another version"):
        stored_heatmap(stored | {"shade": 3})


def test_multipliers_are_refused_where_who_validates_one_fit_tests_another():
    assert settings("protocol=cross_validated").protocol.folds == 5
    with pytest.raises(ConfigError, match=r"evaluation.multipliers is True, but it must be false"):
        settings("protocol=cross_validated", "evaluation.multipliers=true")
    with pytest.raises(ConfigError, match=r"protocol.validation_parts is 1, but it must be at l"):
        settings("protocol=cross_validated", "protocol.validation_parts=1")
