"""Maps are a few numbers: what they do to probabilities, and that nothing else is kept."""

import numpy as np
import pytest
from scipy.special import expit

from hfgnn.evaluation.recalibration_map import LogitLine, Steps, Unchanged, from_arrays

P = np.array([0.0, 0.1, 0.5, 0.5, 0.9, 1.0])
MAPS = {
    "line": LogitLine(np.array(2.0), np.array(-1.0)),
    "lines": LogitLine(np.array([2.0, 0.5]), np.array([-1.0, 0.0])),
    "steps": Steps(np.array([0.2, 0.8]), np.array([0.1, 0.6])),
    "many steps": Steps(np.array([0.2, 0.8]), np.array([[0.1, 0.6], [0.3, 0.3]])),
    "unchanged": Unchanged(np.array(1.0)),
    "many unchanged": Unchanged(np.ones(2)),
}


@pytest.mark.parametrize("name", MAPS)
def test_a_map_comes_back_from_its_arrays(name):
    arrays = MAPS[name].arrays()
    assert all(values.dtype == np.float64 for values in arrays.values())
    again = from_arrays({key: values.tolist() for key, values in arrays.items()})
    assert type(again) is type(MAPS[name])
    np.testing.assert_array_equal(again.apply(P), MAPS[name].apply(P))


@pytest.mark.parametrize("name", MAPS)
def test_one_map_gives_a_row_and_many_give_a_row_each(name):
    mapped = MAPS[name].apply(P)
    assert mapped.shape == ((6,) if name in ("line", "steps", "unchanged") else (2, 6))
    assert ((mapped >= 0) & (mapped <= 1)).all()


def test_a_line_moves_and_stretches_the_logit():
    expected = [expit(2 * np.log(1 / 9) - 1), expit(-1), expit(2 * np.log(9) - 1)]
    np.testing.assert_allclose(MAPS["line"].apply(np.array([0.1, 0.5, 0.9])), expected)


def test_steps_interpolate_and_are_flat_beyond_their_ends():
    got = MAPS["steps"].apply(np.array([0.1, 0.2, 0.5, 0.8, 0.9]))
    np.testing.assert_allclose(got, [0.1, 0.1, 0.35, 0.6, 0.6])


def test_unchanged_is_unchanged_to_the_last_digit():
    assert MAPS["unchanged"].apply(P).tolist() == P.tolist()


def test_strange_arrays_are_refused():
    with pytest.raises(ValueError, match=r"the arrays are slope, but a recalibration map has"):
        from_arrays({"slope": np.array(1.0)})
    with pytest.raises(ValueError, match="the arrays are none"):
        from_arrays({})
