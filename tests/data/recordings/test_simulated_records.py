"""Simulated recordings: the same from the same seed, and as a heart would do it."""

from collections import Counter

import numpy as np
import pytest

from hfgnn.data.recordings.segmentation import segment
from hfgnn.data.recordings.simulated_records import SimulatedRecords
from hfgnn.data.recordings.simulated_rhythm import Rhythm, draw_beats
from hfgnn.data.recordings.symbols import FIVE_CLASSES
from hfgnn.data.recordings.windows import FixedWindow


def source(**changes):
    settings = {
        "patients": 12,
        "minutes": 1.0,
        "paced": 2,
        "sampling_hz": 360.0,
        "num_leads": 1,
        "cohort_seed": 0,
    }
    return SimulatedRecords(**(settings | changes))


@pytest.fixture(scope="module")
def records():
    return source().read(lambda items, /, **_: items)


def test_each_patient_has_one_recording(records):
    assert len({one.patient_id for one in records.recordings}) == 12
    assert [one.record_id for one in records.recordings[-3:]] == [
        "simulated-009",
        "paced-010",
        "paced-011",
    ]
    assert records.stamps == ("simulated records",)
    for one in records.recordings:
        assert one.signal.shape == (21600, 1)
        assert one.leads == ("MLII",)
        assert (np.diff(one.sample) > 0.2 * 360).all()
        assert one.sample[-1] < 21600


def test_all_classes_occur(records):
    window = FixedWindow(sampling_hz=360, before=93, after=93, low_hz=0.5, high_hz=40, order=3)
    beats = segment(records.recordings, window=window, classes=FIVE_CLASSES).beats
    count = Counter(beats.label.tolist())
    assert set(count) == set(range(5))
    assert count[0] > 0.6 * len(beats)
    assert len(np.unique(beats.group[beats.label == 1])) >= 3
    assert len(np.unique(beats.group[beats.label == 2])) >= 3


def test_paced_beats_are_those_of_patients_with_a_pacemaker(records):
    for one in records.recordings:
        is_paced = one.attributes["pacemaker"] == "yes"
        assert ("/" in one.symbol) == is_paced
        assert ("N" in one.symbol) == (not is_paced)


def test_the_same_settings_give_the_same_and_another_seed_others():
    first = source().draw_recording(3)
    assert np.array_equal(first.signal, source().draw_recording(3).signal)
    assert not np.array_equal(first.signal, source(cohort_seed=1).draw_recording(3).signal)


def test_more_leads_and_patients_leave_the_first_as_they_are():
    first = source().draw_recording(3)
    more = source(num_leads=2, patients=20).draw_recording(3)
    assert more.leads == ("MLII", "V1")
    assert np.array_equal(first.signal[:, 0], more.signal[:, 0])


def rhythm(**changes):
    settings = {
        "rr_s": 0.8,
        "variability": 0.0,
        "breath_s": 4.0,
        "fibrillates": False,
        "paced": False,
        "supraventricular": 0.0,
        "ventricular": 0.0,
        "fusion": 0.0,
        "earliest": 0.5,
    }
    return Rhythm(**(settings | changes))


def beats_of(one, seconds=200):
    return draw_beats(one, seconds, generator=np.random.default_rng(0))


def test_a_ventricular_beat_is_early_and_followed_by_a_full_pause():
    times, symbols = beats_of(rhythm(ventricular=0.1))
    early = np.flatnonzero(symbols[1:-1] == "V") + 1
    alone = early[(symbols[early - 1] == "N") & (symbols[early + 1] == "N")]
    assert len(alone) > 5
    assert (times[alone] - times[alone - 1] < 0.8).all()
    np.testing.assert_allclose(times[alone + 1] - times[alone - 1], 1.6)


def test_an_early_atrial_beat_resets_the_node():
    times, symbols = beats_of(rhythm(supraventricular=0.1))
    early = np.flatnonzero(symbols[1:-1] == "A") + 1
    assert len(early) > 5
    assert (times[early] - times[early - 1] <= 0.88 * 0.8 + 1e-9).all()
    np.testing.assert_allclose((times[early + 1] - times[early])[symbols[early + 1] == "N"], 0.8)


def test_fibrillation_makes_every_interval_another_and_a_pacemaker_none():
    wild = np.diff(beats_of(rhythm(fibrillates=True))[0])
    paced, symbols = beats_of(rhythm(paced=True, variability=0.05))
    assert wild.std() / wild.mean() > 0.15
    np.testing.assert_allclose(np.diff(paced), 0.8)
    assert set(symbols.tolist()) == {"/"}
