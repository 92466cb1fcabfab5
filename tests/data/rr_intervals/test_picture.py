"""A picture has fixed axes and says nothing but the intervals."""

import numpy as np
import pytest

from hfgnn.data.rr_intervals.picture import (
    BIN_MS,
    BINS,
    PIXELS_PER_BIN,
    draw,
    poincare_shares,
    tachogram_shares,
)
from hfgnn.data.rr_intervals.series import SHORTEST_MS, judge


def series(values, *, ectopic=True):
    return judge(np.array(values, dtype=float), between_normal_beats=None, ectopic=ectopic)


def middle_of(number):
    return SHORTEST_MS + (number + 0.5) * BIN_MS


def test_the_interval_before_goes_to_the_right_and_the_one_after_upwards():
    shares = poincare_shares(series([middle_of(10), middle_of(90)]))
    assert shares[BINS - 1 - 90, 10] == 1
    assert shares.sum() == 1


def test_time_goes_to_the_right_and_every_column_is_a_share():
    shares = tachogram_shares(series([middle_of(50)] * 2000), hours=0.2)
    drawn = shares.any(axis=0)
    assert drawn.all()
    assert np.flatnonzero(shares.any(axis=1)).tolist() == [BINS - 1 - 50]
    np.testing.assert_allclose(shares.sum(axis=0), 1)
    half = tachogram_shares(series([middle_of(50)] * 2000), hours=0.8)
    assert not half[:, BINS - 1].any()


def test_what_lies_beyond_an_axis_is_not_drawn():
    beyond = series([1900.0, 1900.0, 1900.0])
    assert beyond.counted.all()
    assert not poincare_shares(beyond).any()
    assert not tachogram_shares(beyond, hours=1).any()


def test_a_longer_recording_of_the_same_is_not_darker():
    once = np.random.default_rng(0).normal(800, 50, size=3000)
    one, twice = (poincare_shares(series(np.tile(once, times))) for times in (1, 2))
    np.testing.assert_allclose(one, twice, atol=1e-3)


def test_axes_do_not_follow_the_spread():
    generator = np.random.default_rng(0)
    narrow, wide = (series(generator.normal(800, spread, size=5000)) for spread in (10, 60))
    inked = [int((poincare_shares(one) > 0).sum()) for one in (narrow, wide)]
    assert inked[1] > 5 * inked[0]


def test_only_what_counts_is_drawn():
    values = [middle_of(50)] * 20 + [middle_of(10)] + [middle_of(50)] * 20
    assert tachogram_shares(series(values, ectopic=True), hours=1)[BINS - 1 - 10].any()
    assert not tachogram_shares(series(values, ectopic=False), hours=1)[BINS - 1 - 10].any()


@pytest.mark.parametrize(("name", "panels"), [("poincare", 1), ("tachogram", 1), ("both", 2)])
def test_pictures_have_a_fixed_size_and_are_drawn_alike_twice(name, panels):
    day = series(np.random.default_rng(0).normal(800, 50, size=3000))
    picture = draw(name, day, hours=1)
    side = BINS * PIXELS_PER_BIN
    assert (picture.size, picture.mode) == ((panels * side, side), "RGB")
    assert picture.tobytes() == draw(name, day, hours=1).tobytes()
    shades = np.asarray(picture)
    assert shades.max() == 255
    assert shades.min() < 50


def test_both_are_the_two_beside_each_other():
    day = series(np.random.default_rng(0).normal(800, 50, size=3000))
    left, right, both = (
        np.asarray(draw(n, day, hours=1)) for n in ("poincare", "tachogram", "both")
    )
    np.testing.assert_array_equal(both, np.concatenate([left, right], axis=1))
