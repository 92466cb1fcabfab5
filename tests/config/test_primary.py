"""A task with settings of its own gets them, and every other command what it always had."""

from pathlib import Path

import pytest

from hfgnn.config.check import ConfigError
from hfgnn.config.composed import composed
from hfgnn.config.place import settings_folder
from hfgnn.config.predict import Predict
from hfgnn.config.primary import DEFAULT, PRIMARY, primary


def test_the_task_decides_where_the_settings_begin():
    assert primary(["run=x", "task=predict"]) == PRIMARY["predict"]
    assert primary(["-m", "task=predict", "image=a,b"]) == PRIMARY["predict"]
    for arguments in ([], ["task=patients"], ["task=predict,patients"], ["data.root=task=predict"]):
        assert primary(arguments) == DEFAULT


@pytest.mark.parametrize("task", PRIMARY)
def test_every_task_with_settings_of_its_own_has_their_file(task):
    folder, name = PRIMARY[task]
    assert (settings_folder(folder) / f"{name}.yaml").is_file()


@pytest.fixture
def settings_of(tmp_path):
    (tmp_path / "a.jpg").touch()
    (tmp_path / "a.json").touch()
    (tmp_path / "a.csv").touch()
    (tmp_path / "a.hea").touch()

    def predict(*overrides):
        full = [text.replace("HERE", str(tmp_path)) for text in overrides]
        return composed(["task=predict", *full])

    return predict


def test_a_prediction_knows_its_run_and_its_patient(settings_of):
    settings = settings_of("run=HERE", "image=HERE/a.jpg", "clinical=HERE/a.json")
    assert isinstance(settings, Predict)
    assert Path(settings.image).name == "a.jpg"
    assert settings.out_of_range_percentile == 99


@pytest.mark.parametrize("record", ["a", "a.hea", "a.csv"])
def test_a_record_is_named_by_its_header_or_is_a_table(settings_of, record):
    assert Path(settings_of("run=HERE", f"record=HERE/{record}").record).name == record


@pytest.mark.parametrize(
    ("overrides", "sentence"),
    [
        (["image=HERE/a.jpg"], "give a value for run"),
        (["run=HERE"], "give a page, as image=ECG.jpg, a folder of them, as folder=PATH, a rec"),
        (["run=HERE/no", "image=HERE/a.jpg"], "run is .* folder of a finished run"),
        (["run=HERE", "image=HERE/no.jpg"], "image is .* the file of an ECG page"),
        (["run=HERE", "image=HERE/a.jpg", "folder=HERE"], "folder is .* left out beside image"),
        (["run=HERE", "folder=HERE/no"], "folder is .* a folder of ECG pages"),
        (["run=HERE", "folder=HERE", "patient=p"], "patient is 'p', .* left out beside folder"),
        (["run=HERE", "folder=HERE", "clinical=HERE/a.json"], "clinical is .*a .csv with a line"),
        (["run=HERE", "image=HERE/a.jpg", "clinical=HERE/a.jpg"], "clinical is .*.json or .csv"),
        (["run=HERE", "image=HERE/a.jpg", "weights=HERE/no.pth"], "weights is .*backbone's file"),
        (["run=HERE", "image=HERE/a.jpg", "out_of_range_percentile=100"], "is 100.0, .*in .0, 100"),
        (["run=HERE", "image=HERE/a.jpg", "task=patients"], "task is 'patients', .* predict"),
        (["run=HERE", "record=HERE/no"], "record is .* a WFDB record or a .csv with a column"),
        (["run=HERE", "record=HERE/a", "image=HERE/a.jpg"], "image is .* left out beside record"),
        (["run=HERE", "record=HERE/a", "folder=HERE"], "folder is .* left out beside record"),
        (["run=HERE", "record=HERE/a", "clinical=x.csv"], "clinical is .* left out beside record"),
        (["run=HERE", "record=HERE/a", "patient=p"], "patient is 'p', .* left out beside record"),
        (["run=HERE", "record=HERE/a", "weights=w"], "weights is 'w', .* left out beside record"),
        (["run=HERE", "record=HERE/a.csv", "sampling_hz=0"], "sampling_hz is 0.0, .* above 0, or"),
        (["run=HERE", "record=HERE/a", "sampling_hz=9"], "sampling_hz is 9.0, .* the header tells"),
        (["run=HERE", "record=HERE/a.csv", "annotator=atr"], "annotator is .* beside a .csv"),
        (["run=HERE", "image=HERE/a.jpg", "annotator=atr"], "annotator is .* without record"),
        (["run=HERE", "image=HERE/a.jpg", "sampling_hz=360"], "sampling_hz is .* without record"),
    ],
)
def test_what_cannot_be_is_refused_in_one_sentence(settings_of, overrides, sentence):
    with pytest.raises(ConfigError, match=sentence):
        settings_of(*overrides)
