"""What a network sees in a recording's beats stands behind its rhythm."""

import numpy as np
import pytest
import torch

from hfgnn.config.features import TWELVE_LEADS
from hfgnn.data.leads import LEADS
from hfgnn.data.recordings.peaks import find_peaks
from hfgnn.data.recordings.windows import FixedWindow
from hfgnn.features.recording.embedding import Embedding, HeartbeatNetwork, Layer
from hfgnn.features.recording.rhythm import Rhythm
from hfgnn.types import Cohort, DataError, block_of
from hfgnn.types.recording import Recording

HZ = 100.0
WINDOW = FixedWindow(sampling_hz=HZ, before=20, after=30, low_hz=None, high_hz=None, order=2)
NONE = np.empty(0, dtype=np.int64)
SETTINGS = {"shape": False, "max_gap_s": 0.1, "max_flat_s": 5}


def height_and_level(signal):
    """Of the first lead of each beat."""
    return torch.stack([signal[:, 0].amax(dim=1), signal[:, 0].mean(dim=1)], dim=1)


def network(num_leads=1, stamps=()):
    layers = {
        "logits": Layer(height_and_level, ("height", "level")),
        "features": Layer(lambda signal: signal[:, -1, 20:21], ("peak",)),
    }
    return HeartbeatNetwork(layers, num_leads, WINDOW, stamps)


def embedding(*, leads=("II",), layer="logits", heartbeats=None):
    return Embedding(
        **SETTINGS,
        checkpoint="source.ckpt",
        leads=leads,
        layer=layer,
        heartbeats=heartbeats or network(len(leads)),
    )


def recording(beats_s, seconds=10.0):
    """Beats at these times, each higher than the one before, in every lead by its number."""
    time = np.arange(0, seconds, 1 / HZ)
    waves = sum(
        (1 + 0.1 * number) * np.exp(-0.5 * ((time - at) / 0.02) ** 2)
        for number, at in enumerate(beats_s)
    )
    signal = np.outer(waves, np.linspace(0.5, 1.6, 12)).astype(np.float32)
    return Recording("r", "p", signal, LEADS, HZ, NONE, NONE.astype(np.str_))


def whole_beats(one, lead):
    """Cut by hand."""
    signal = one.signal[:, LEADS.index(lead)]
    peaks = find_peaks(signal[:, None], HZ)
    return np.array(
        [signal[at - 20 : at + 31] for at in peaks if at >= 20 and at + 30 < len(signal)]
    )


@pytest.mark.parametrize("lead", ["II", "V5"])
def test_columns_are_mean_and_deviation_over_the_beats_that_lie_whole_in_the_recording(lead):
    one = recording([0.1, *np.arange(1, 9.5, 0.9)])
    beats = whole_beats(one, lead)
    assert len(beats) == 10
    numbers = np.array([beats.max(axis=1), beats.mean(axis=1)]).T
    found = embedding(leads=(lead,)).row(one)
    np.testing.assert_array_equal(found[:8], Rhythm(**SETTINGS).row(one))
    by_hand = [*numbers.mean(axis=0), *numbers.std(axis=0)]
    np.testing.assert_allclose(found[8:], by_hand, rtol=1e-4)


def test_leads_come_in_the_order_in_which_they_are_named():
    one = recording(np.arange(1, 9.5, 0.9))
    for leads in (("I", "V6"), ("V6", "I")):
        found = embedding(leads=leads, layer="features").row(one)[8]
        heights = one.signal[find_peaks(one.signal, HZ), LEADS.index(leads[-1])]
        assert found == pytest.approx(heights.mean(), rel=1e-4)


def test_columns_are_named_in_the_block_of_the_recording():
    made = embedding()
    assert made.columns[:8] == Rhythm(**SETTINGS).columns
    assert made.columns[8:] == (
        "recording_beat_height_mean", "recording_beat_level_mean",
        "recording_beat_height_spread", "recording_beat_level_spread",
    )  # fmt: skip
    assert {block_of(name) for name in made.columns} == {"recording"}
    assert embedding(layer="features").columns[8:] == (
        "recording_beat_peak_mean", "recording_beat_peak_spread",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("beats_s", "is_missing"), [([0.5, 1.5], False), ([0.1, 1.5], True), ([0.1, 2.0], True)]
)
def test_a_recording_without_two_whole_beats_has_missing_numbers(beats_s, is_missing):
    found = embedding().row(recording(beats_s, seconds=2.1))
    assert np.isnan(found[8:]).tolist() == [is_missing] * 4


def test_a_recording_in_which_nothing_beats_has_missing_numbers():
    assert np.isnan(embedding().row(recording([20.0]))).all()


def test_each_page_has_its_columns_and_the_run_its_stamps(ptbxl_folder, make_records):
    root = ptbxl_folder([{}, {}])
    paths = {f"page{row}": str(root / f"records100/0000{row + 1}_lr") for row in range(2)}
    cohort = Cohort(make_records([0, 1, 1]), (), (), ("mi",), "pages", None, recordings=paths)
    made = embedding(heartbeats=network(stamps=("learned somewhere",)))
    numbers = made.numbers(cohort.records, cohort, progress=lambda items, /, **_: items)
    assert numbers.columns == made.columns
    assert numbers.stamps == ("learned somewhere",)
    assert np.isfinite(numbers.values).all(axis=1).tolist() == [True, True, False]
    assert (numbers.values[0, 8:] != numbers.values[1, 8:]).all()
    assert np.isnan(numbers.values[2]).all()


def test_other_numbers_of_leads_than_the_network_takes_are_refused():
    with pytest.raises(DataError, match=r"recording.leads is \[I, II\], but the network in source"):
        embedding(leads=("I", "II"), heartbeats=network(1))


def test_pages_without_recordings_are_refused(make_records):
    records = make_records([0, 1])
    cohort = Cohort(records, (), (), ("mi",), "pages", None)
    with pytest.raises(DataError, match="recording is 'embedding', but the data are pages"):
        embedding().numbers(records, cohort, progress=lambda items, /, **_: items)


def test_the_settings_know_the_twelve_leads():
    assert TWELVE_LEADS == LEADS
