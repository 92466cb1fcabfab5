"""The 48 records of MIT-BIH: published counts, leads, patients."""

import os
from pathlib import Path

import numpy as np
import pytest

from hfgnn.data.recordings.peaks import find_peaks
from hfgnn.data.recordings.segmentation import segment
from hfgnn.data.recordings.symbols import FIVE_CLASSES, THREE_CLASSES, is_beat
from hfgnn.data.recordings.wfdb_records import WfdbRecords
from hfgnn.data.recordings.windows import FixedWindow, KaggleWindow

FOLDER = os.environ.get("HFGNN_REAL_DATA", "")

pytestmark = pytest.mark.skipif(
    not FOLDER, reason="HFGNN_REAL_DATA does not name a folder with real data"
)

FIXED = FixedWindow(sampling_hz=360, before=93, after=93, low_hz=0.5, high_hz=40, order=3)
KAGGLE = KaggleWindow(
    sampling_hz=125,
    samples=187,
    stretch_s=10,
    rr_intervals=1.2,
    low_hz=None,
    high_hz=None,
    order=3,
)


def read(leads):
    return WfdbRecords(
        root=str(Path(FOLDER) / "mitdb"),
        leads=leads,
        num_leads=1,
        sampling_hz=None,
        annotator="atr",
        patient_pattern=r"(patient\d+)/",
        same_patient=[["201", "202"]],
        max_gap_s=0.1,
        max_flat_s=10,
    ).read(lambda items, /, **_: items)


@pytest.fixture(scope="module")
def records():
    return read(["MLII", "II"])


@pytest.fixture(scope="module")
def found(records):
    return segment(records.recordings, window=FIXED, classes=FIVE_CLASSES)


def test_all_records_are_read_as_those_of_47_patients(records):
    assert len(records.recordings) == 48
    assert records.refused == ()
    assert records.source == "48 records of 47 patients under mitdb"
    assert all(one.signal.shape == (650000, 1) for one in records.recordings)
    assert records.notes == (
        "46 records do not say whose they are; each counts as a patient of its own",
        "lead V5 instead of MLII or II was taken in 102, 104",
    )


def test_the_swapped_channels_of_114_are_found_by_name(records):
    by_name = {one.record_id: one for one in records.recordings}
    assert by_name["114"].leads == ("MLII",)
    published = {one.record_id: one for one in read([]).recordings}
    assert published["114"].leads == ("V5",)
    assert {one.leads for one in published.values()} == {("MLII",), ("V5",)}
    assert by_name["100"].attributes == {"age_years": "69", "sex": "male"}


def test_classes_have_the_published_sizes(found):
    # Published for Q: 8,981, which is 8,042 beats and 939 marks that are none (~, x and |).
    assert np.bincount(found.beats.label).tolist() == [90608, 2781, 7235, 802, 8042]
    by_reason = {}
    for one in found.left_out:
        by_reason[one.reason] = by_reason.get(one.reason, 0) + one.count
    assert by_reason == {"too near an end": 26, "marks that are no beats": 3153}


def test_of_three_classes_fusion_is_ventricular(records):
    beats = segment(records.recordings, window=FIXED, classes=THREE_CLASSES).beats
    assert np.bincount(beats.label).tolist() == [90608, 2781, 8037]


def test_intervals_are_those_of_the_annotations(found, records):
    beats = found.beats
    assert len(np.unique(beats.group)) == 47
    one = records.recordings[0]
    all_beats = one.sample[is_beat(one.symbol)]
    mine = beats.take(np.flatnonzero(beats.record_id == one.record_id))
    np.testing.assert_array_equal(all_beats[mine.number], mine.sample)
    inner = mine.number[1:-1]
    expected = (all_beats[inner] - all_beats[inner - 1]) / 360
    np.testing.assert_allclose(mine.previous_rr_s[1:-1], expected, rtol=1e-6)


def test_the_kaggle_windows_run_from_0_to_1_and_end_in_zeros(records):
    beats = segment(records.recordings, window=KAGGLE, classes=FIVE_CLASSES).beats
    assert beats.signal.shape[1:] == (1, 187)
    assert (beats.signal.min(), beats.signal.max()) == (0, 1)
    assert (beats.signal[:, 0, -1] == 0).mean() > 0.95
    assert beats.signal[:, 0, 0].mean() > beats.signal[:, 0, 30].mean()


def test_peaks_are_found_where_they_were_annotated(records):
    beats = hits = peaks = 0
    for one in records.recordings[:6]:
        true = one.sample[is_beat(one.symbol)]
        marked = find_peaks(one.signal, one.sampling_hz)
        place = np.clip(np.searchsorted(marked, true), 1, len(marked) - 1)
        nearest = np.minimum(np.abs(marked[place] - true), np.abs(marked[place - 1] - true))
        hits += int((nearest <= 54).sum())
        beats, peaks = beats + len(true), peaks + len(marked)
    assert hits >= 0.99 * beats
    assert peaks <= 1.02 * beats
