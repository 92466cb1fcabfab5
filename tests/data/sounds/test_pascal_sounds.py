"""File names say class and patient; what cannot be read is refused, and the rest is used."""

import numpy as np
import pytest
import soundfile

from hfgnn.data.sounds.pascal_sounds import PascalSounds
from hfgnn.types import DataError


def progress(items, /, *, total, description):
    return items


def save(path, seed, samples=4000):
    noise = np.random.default_rng(seed).normal(scale=0.1, size=samples)
    soundfile.write(path, noise, 4000, subtype="PCM_16")


def source(root, **changes):
    settings = {
        "root": str(root),
        "classes": ["normal", "murmur"],
        "positive": ["murmur"],
        "sampling_hz": 2000,
        "min_sampling_hz": 1000,
        "min_seconds": 0.5,
        "max_seconds": 100,
        "min_rms": 1e-4,
    }
    return PascalSounds(**settings | changes)


@pytest.fixture
def folder(tmp_path):
    root = tmp_path / "set_b"
    root.mkdir()
    for seed, name in enumerate(
        [
            "normal__103_1305031931979_B.wav",
            "normal__103_1305031931979_D1.wav",
            "normal_noisynormal_104_1305032492469_A.wav",
            "murmur__112_1306243000964_A.wav",
            "murmur_noisymurmur_135_1306428972976_A.wav",
            "extrastole__127_1306764300147_C2.wav",
        ]
    ):
        save(root / name, seed)
    return root


def test_names_say_class_and_patient(folder):
    sounds = source(folder).read(progress)
    records = sounds.cohort.records
    assert records.class_name.tolist() == ["murmur", "murmur", "normal", "normal", "normal"]
    assert records.patient_id.tolist() == ["112", "135", "103", "103", "104"]
    assert records.label.tolist() == sounds.class_number.tolist() == [1, 1, 0, 0, 0]
    assert len(set(records.group.tolist())) == 4
    assert list(sounds.cohort.attributes["noisy"].values()) == ["no", "yes", "no", "no", "yes"]
    assert sounds.cohort.unit == "clip"
    assert "5 clips of 4 patients" in sounds.cohort.source
    assert "(without 1 of extrastole)" in sounds.cohort.source


def test_the_folder_above_does_too(folder):
    names = [one.cohort.records.record_id.tolist() for one in (
        source(folder).read(progress), source(folder.parent).read(progress)
    )]  # fmt: skip
    assert names[0] == names[1]


def test_three_classes_are_told_apart_and_the_question_stays(folder):
    classes = ["normal", "murmur", "extrastole"]
    sounds = source(folder, classes=classes).read(progress)
    assert sounds.class_number.tolist() == [2, 1, 1, 0, 0, 0]
    assert sounds.cohort.records.label.tolist() == [0, 1, 1, 0, 0, 0]


def test_a_copy_is_of_the_same_group_whoever_it_is_called_after(folder):
    copy = folder / "normal__999_1305031931979_B.wav"
    copy.write_bytes((folder / "normal__103_1305031931979_B.wav").read_bytes())
    records = source(folder).read(progress).cohort.records
    group = dict(zip(records.patient_id.tolist(), records.group.tolist(), strict=True))
    assert group["999"] == group["103"]


def test_what_cannot_be_read_is_refused_and_the_run_goes_on(folder):
    (folder / "normal__200_1_A.wav").write_bytes(b"")
    (folder / "murmur__201_1_A.wav").write_bytes(b"not a sound")
    save(folder / "normal__nobody.wav", 9)
    (folder / "murmur__202_1_A.wav").mkdir()
    sounds = source(folder).read(progress)
    reasons = {one.file: one.reason for one in sounds.cohort.refused}
    assert reasons == {
        "normal__nobody.wav": "no patient in its name, as 135 in murmur__135_1306428972976_A.wav",
        "murmur__201_1_A.wav": "not a WAV (its bytes do not begin as one)",
        "normal__200_1_A.wav": "empty file (0 bytes)",
    }
    assert len(sounds.signal) == 5


def test_a_folder_without_sounds_is_refused(tmp_path):
    with pytest.raises(DataError, match=r"must hold \.wav files"):
        source(tmp_path).read(progress)


def test_a_class_that_is_not_there_is_refused(folder):
    with pytest.raises(DataError, match=r"names 'artifact', but .* extrastole, murmur, normal"):
        source(folder, classes=["normal", "murmur", "artifact"]).read(progress)


def test_a_class_of_which_nothing_can_be_read_is_refused(folder):
    for path in folder.glob("murmur*"):
        path.write_bytes(b"")
    with pytest.raises(DataError, match=r"no clip of class murmur can be used; 2 files .* empty"):
        source(folder).read(progress)
