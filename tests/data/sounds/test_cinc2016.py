"""Labels come from REFERENCE.csv, sites from folders, patients from a table where there is one."""

import numpy as np
import pytest
import soundfile

from hfgnn.data.sounds.cinc2016 import Cinc2016
from hfgnn.types import DataError


def progress(items, /, *, total, description):
    return items


def save(path, seed):
    noise = np.random.default_rng(seed).normal(scale=0.1, size=2000)
    soundfile.write(path, noise, 2000, subtype="PCM_16")


def source(root, **changes):
    settings = {
        "root": str(root),
        "classes": ["normal", "abnormal"],
        "positive": ["abnormal"],
        "patient_table": None,
        "sampling_hz": 2000,
        "min_sampling_hz": 1000,
        "min_seconds": 0.5,
        "max_seconds": 100,
        "min_rms": 1e-4,
    }
    return Cinc2016(**settings | changes)


@pytest.fixture
def root(tmp_path):
    for place, lines in {"a": "a0001,1\na0002,-1\n", "b": "b0001,-1\nb0002,1\n"}.items():
        folder = tmp_path / f"training-{place}"
        folder.mkdir()
        (folder / "REFERENCE.csv").write_text(lines)
        for number in (1, 2):
            save(folder / f"{place}000{number}.wav", 10 * ord(place) + number)
    return tmp_path


def test_labels_and_sites(root):
    cohort = source(root).read(progress).cohort
    names = cohort.records.record_id.tolist()
    assert names == [
        "training-a/a0001.wav", "training-a/a0002.wav",
        "training-b/b0001.wav", "training-b/b0002.wav",
    ]  # fmt: skip
    assert cohort.records.label.tolist() == [1, 0, 0, 1]
    assert cohort.records.patient_id.tolist() == ["a0001", "a0002", "b0001", "b0002"]
    assert cohort.attributes["site"] == dict(zip(names, "aabb", strict=True))


def test_one_site_alone_can_be_read(root):
    cohort = source(root / "training-b").read(progress).cohort
    assert cohort.records.record_id.tolist() == ["b0001.wav", "b0002.wav"]
    assert set(cohort.attributes["site"].values()) == {"b"}


def test_a_table_says_whose_the_recordings_are(root, tmp_path):
    table = tmp_path / "patients.csv"
    table.write_text("file,patient_id\ntraining-a/a0001.wav,x\ntraining-a/a0002.wav,x\n")
    records = source(root, patient_table=str(table)).read(progress).cohort.records
    assert records.patient_id.tolist() == ["x", "x", "b0001", "b0002"]
    assert records.group[0] == records.group[1] != records.group[2]


def test_lines_and_files_that_do_not_match_are_refused(root):
    reference = root / "training-a" / "REFERENCE.csv"
    reference.write_text("a0001,1\na0002,-1\na0003,1\na0004,0\na0005,1\na0005,-1\n")
    for name in ("a0004", "a0005", "a0006"):
        save(root / "training-a" / f"{name}.wav", int(name[1:]))
    refused = source(root).read(progress).cohort.refused
    assert {one.file: one.reason for one in refused} == {
        "training-a/a0003.wav": "REFERENCE.csv names it, but there is no such file",
        "training-a/a0004.wav": "REFERENCE.csv calls it '0', but it must be -1 or 1",
        "training-a/a0005.wav": "REFERENCE.csv calls it -1 and 1",
        "training-a/a0006.wav": "REFERENCE.csv does not name it",
    }


def test_a_folder_without_reference_is_refused(tmp_path):
    with pytest.raises(DataError, match=r"neither it nor a folder in it has a REFERENCE\.csv"):
        source(tmp_path).read(progress)


def test_a_reference_in_another_encoding_is_refused(root):
    (root / "training-a" / "REFERENCE.csv").write_bytes(b"a\xe9,1\n")
    with pytest.raises(DataError, match=r"training-a/REFERENCE\.csv must be a table of commas"):
        source(root).read(progress)
