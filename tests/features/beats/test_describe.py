"""All columns of a beat: what they may depend on, and what they may not."""

from dataclasses import fields

import numpy as np
import pytest

from hfgnn.features.beats.columns import BeatColumns
from hfgnn.features.beats.describe import SEEN_AROUND, STANDING, describe

IN_SECONDS = ("previous_rr_s", "next_rr_s", "usual_rr_s")


def below(*tables):
    """Tables of beats below each other."""
    constant = ("classes", "leads", "sampling_hz", "mark")
    names = [one.name for one in fields(tables[0]) if one.name not in constant]
    columns = {name: np.concatenate([getattr(one, name) for one in tables]) for name in names}
    return tables[0].change(**columns)


def test_every_beat_has_one_finite_row_and_every_column_one_name(make_beats):
    described = describe(make_beats(leads=2))
    assert described.x.shape == (80, len(set(described.columns)))
    assert described.x.dtype == np.float32
    assert np.isfinite(described.x).all()


def test_what_is_promised_of_beats_around_and_of_standing_is_there(make_beats):
    columns = describe(make_beats()).columns
    around = [f"{one}_{steps[-1]}_after" for names, steps in SEEN_AROUND for one in names]
    assert [one for one in around if one not in columns] == []
    # The window of these beats ends before the T wave does, as one of 187 samples at 360 Hz.
    wide = {f"lead0_{one}_standing" for one in STANDING} - set(columns)
    assert wide == set()


def test_a_recording_has_the_same_columns_whatever_it_is_read_with(make_beats):
    one, other = make_beats("a"), make_beats("b", seed=1, rr_s=0.5)
    together = describe(below(one, other))
    np.testing.assert_array_equal(together.x[:80], describe(one).x)
    np.testing.assert_array_equal(together.x[80:], describe(other).x)


def test_beats_of_two_recordings_may_alternate(make_beats):
    both = below(make_beats("a"), make_beats("b", seed=1))
    order = np.arange(160).reshape(2, 80).T.ravel()
    np.testing.assert_array_equal(describe(both.take(order)).x, describe(both).x[order])


def test_no_label_is_looked_at(make_beats):
    beats = make_beats()
    named = beats.change(label=np.arange(80) % 3, symbol=np.full(80, "V"))
    np.testing.assert_array_equal(describe(named).x, describe(beats).x)


def test_a_slower_heart_of_the_same_rhythm_has_the_same_columns_but_in_seconds(make_beats):
    beats = make_beats()
    slow = beats.change(previous_rr_s=1.5 * beats.previous_rr_s, next_rr_s=1.5 * beats.next_rr_s)
    one, other = describe(beats), describe(slow)
    same = [number for number, name in enumerate(one.columns) if name not in IN_SECONDS]
    np.testing.assert_allclose(other.x[:, same], one.x[:, same], rtol=1e-3, atol=1e-3)
    assert len(same) > 100


def test_without_rr_intervals_only_shape_is_measured(make_beats):
    nothing = np.full(80, np.nan, dtype=np.float32)
    described = describe(make_beats().change(previous_rr_s=nothing, next_rr_s=nothing))
    assert {name.partition("_")[0] for name in described.columns} == {"lead0"}
    assert np.isfinite(described.x).all()
    assert not [one for one in described.columns if "earl" in one or one.endswith("_after")]


def test_what_a_window_does_not_hold_is_not_measured(make_beats):
    beats = make_beats()
    short = beats.change(signal=beats.signal[:, :, 30:91], mark=30)  # 0.25 s on either side
    missing = set(describe(beats).columns) - set(describe(short).columns)
    assert {"lead0_t_alike", "lead0_before_unusual", "lead0_p_best_alike"} <= missing
    assert not {"lead0_p_alike_here", "lead0_qrs_kin95_share", "previous_by_spread"} & missing


@pytest.mark.parametrize("number", [1, 2, 5])
def test_a_recording_of_few_beats_is_described_too(make_beats, number):
    assert np.isfinite(describe(make_beats(number=number)).x).all()


def test_no_beats_give_no_rows(make_beats):
    assert describe(make_beats().take(np.empty(0, dtype=np.int64))).x.shape[0] == 0


def test_a_flat_lead_gives_finite_columns(make_beats):
    beats = make_beats()
    assert np.isfinite(describe(beats.change(signal=np.zeros_like(beats.signal))).x).all()


def test_names_and_columns_must_agree():
    with pytest.raises(ValueError, match=r"x is \(2, 3\), but 2 columns have names"):
        BeatColumns(np.zeros((2, 3), np.float32), ("one", "two"))
