"""Rhythm, QRS and average beat of signals whose answer is known."""

import numpy as np
import pytest

from hfgnn.data.leads import LEADS
from hfgnn.features.recording.measured import (
    COLUMNS,
    RHYTHM,
    SHAPE,
    SHAPE_COLUMNS,
    average_beat,
    measure,
    qrs,
    rhythm_of,
)
from hfgnn.types import block_of
from hfgnn.types.recording import Recording

HZ = 250.0
NONE = np.empty(0, dtype=np.int64)


def recording(beats_s, *, heights, seconds=10.0, width_s=0.012):
    """Twelve leads of Gaussian beats at these times, of these heights in mV."""
    time = np.arange(0, seconds, 1 / HZ)
    waves = sum(np.exp(-0.5 * ((time - at) / width_s) ** 2) for at in beats_s)
    signal = np.outer(waves, heights).astype(np.float32)
    return Recording("r", "p", signal, LEADS, HZ, NONE, NONE.astype(np.str_))


HEIGHTS = np.linspace(0.5, 1.6, 12)


def test_the_five_measures_of_intervals_by_hand():
    mean, sdnn, rmssd, pnn50, premature = rhythm_of(np.array([1.0, 1.0, 0.6, 1.4]))
    assert mean == pytest.approx(1.0)
    assert sdnn == pytest.approx(np.sqrt(0.32 / 3))
    assert rmssd == pytest.approx(np.sqrt((0 + 0.16 + 0.64) / 3))
    assert pnn50 == pytest.approx(2 / 3)
    assert premature == pytest.approx(1 / 4)


def test_an_even_rhythm_has_no_spread():
    rhythm, _ = measure(recording(np.arange(0.5, 10, 0.8), heights=HEIGHTS))
    found = dict(zip(RHYTHM, rhythm.tolist(), strict=True))
    assert found["beats_per_s"] == pytest.approx(1.2)
    assert found["mean_rr_s"] == pytest.approx(0.8, abs=1e-3)
    assert found["sdnn_s"] < 0.005
    assert (found["pnn50"], found["premature_share"]) == (0, 0)


def test_an_early_beat_is_seen():
    rhythm, _ = measure(recording([0.5, 1.5, 2.5, 3.1, 4.5, 5.5, 6.5, 7.5], heights=HEIGHTS))
    assert rhythm[RHYTHM.index("premature_share")] == pytest.approx(1 / 7)


def test_a_wider_beat_has_a_wider_qrs():
    each = [
        measure(recording(np.arange(0.5, 10, 0.8), heights=HEIGHTS, width_s=width))[0]
        for width in (0.010, 0.025)
    ]
    narrow, wide = (one[RHYTHM.index("qrs_s")] for one in each)
    assert 0.03 < narrow < 0.07 < wide < 0.15


@pytest.mark.parametrize(
    ("lead_i", "avf", "degrees"), [(1, 0, 0), (1, 1, 45), (0, 1, 90), (1, -1, -45), (-1, 1, 135)]
)
def test_the_axis_is_the_direction_of_leads_i_and_avf(lead_i, avf, degrees):
    beat = np.zeros((176, 12))
    wave = np.exp(-0.5 * ((np.arange(176) / HZ - 0.25) / 0.012) ** 2)
    beat[:, LEADS.index("I")], beat[:, LEADS.index("aVF")] = lead_i * wave, avf * wave
    assert qrs(beat, HZ)[1] == pytest.approx(degrees, abs=1e-6)


def test_the_average_beat_leaves_out_those_that_the_ends_cut():
    signal = np.tile(np.arange(1000.0)[:, None], 12)
    beat = average_beat(signal, np.array([10, 500, 995]), HZ)
    assert beat.shape == (62 + 112 + 1, 12)
    assert np.diff(beat, axis=0) == pytest.approx(1.0)
    assert average_beat(signal, np.array([10, 995]), HZ) is None


def test_heights_are_those_of_each_lead():
    _, shape = measure(recording(np.arange(0.5, 10, 0.8), heights=HEIGHTS))
    found = dict(zip(SHAPE, shape.tolist(), strict=True))
    for lead, height in zip(LEADS, HEIGHTS, strict=True):
        assert found[f"r_mv_{lead}"] == pytest.approx(height, abs=0.02)
        assert found[f"st_mv_{lead}"] == pytest.approx(0, abs=0.02)


def test_too_few_beats_are_missing_numbers():
    rhythm, shape = measure(recording([2.0, 4.0, 6.0], heights=HEIGHTS))
    assert np.isnan(rhythm).all()
    assert np.isnan(shape).all()


def test_all_columns_stand_in_the_block_of_the_recording():
    columns = COLUMNS + SHAPE_COLUMNS
    assert len(set(columns)) == 8 + 72
    assert {block_of(name) for name in columns} == {"recording"}
    assert [block_of(name) for name in ("image_000", "age_years", "recorder")] == [
        "image", "clinical", "clinical",
    ]  # fmt: skip
