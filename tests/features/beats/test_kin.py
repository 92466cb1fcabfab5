"""How common a shape is, and whether beats of it come early."""

import numpy as np
import pytest

from hfgnn.features.beats import kin as module
from hfgnn.features.beats.kin import kin, unit
from hfgnn.features.beats.lead import Lead
from hfgnn.features.beats.standing import standing

NUMBER = 80
BROAD = np.arange(NUMBER) % 11 == 10


@pytest.fixture
def lead(make_beats):
    beats = make_beats()
    return Lead.of(beats.signal[:, 0], ~BROAD, beats.mark, beats.sampling_hz)


def test_a_shape_is_as_common_as_its_beats(lead):
    found = dict(kin(lead, np.where(BROAD, -0.5, 0.0)))
    np.testing.assert_allclose(found["qrs_kin95_share"], np.where(BROAD, 7, 73) / NUMBER)
    np.testing.assert_allclose(found["qrs_kin95_earliness"], np.where(BROAD, -0.5, 0), atol=1e-6)
    np.testing.assert_allclose(found["qrs_kin95_early"], BROAD)


def test_kin_are_those_whose_correlation_is_above_the_limit(lead):
    earliness = np.linspace(-1, 1, NUMBER)
    shapes = lead.signal[:, lead.part(module.QRS_S)]
    alike = np.corrcoef(shapes) > 0.95
    found = dict(kin(lead, earliness))["qrs_kin95_earliness"]
    np.testing.assert_allclose(found, alike @ earliness / alike.sum(axis=1), atol=1e-5)


def test_without_intervals_only_the_share_is_known(lead):
    assert {name.rpartition("_")[2] for name, _ in kin(lead, None)} == {"share"}


def test_beats_compared_in_blocks_give_the_same(lead, monkeypatch):
    whole = dict(kin(lead, np.zeros(NUMBER)))
    monkeypatch.setattr(module, "AT_ONCE", 7)
    for name, values in kin(lead, np.zeros(NUMBER)):
        np.testing.assert_allclose(values, whole[name], atol=1e-6)


def test_of_a_long_recording_evenly_spaced_beats_are_compared(lead, monkeypatch):
    monkeypatch.setattr(module, "MOST", 40)
    found = dict(kin(lead, None))["qrs_kin95_share"]
    chosen = np.linspace(0, NUMBER - 1, 40).astype(int)
    expected = np.where(BROAD, BROAD[chosen].mean(), 1 - BROAD[chosen].mean())
    np.testing.assert_allclose(found, expected)


def test_products_of_unit_rows_are_correlations():
    random = np.random.default_rng(0)
    rows = random.standard_normal((5, 20))
    np.testing.assert_allclose(unit(rows) @ unit(rows).T, np.corrcoef(rows), atol=1e-6)
    assert not unit(np.ones((2, 20))).any()


def test_standing_is_the_distance_from_the_median_in_quartile_distances():
    # Quartiles of 0, 1, 2, 3, 4 are 1, 2 and 3; 0.1 of the middle and 0.001 are added.
    found = standing(np.array([0.0, 1, 2, 3, 4]))
    np.testing.assert_allclose(found, np.array([-2, -1, 0, 1, 2]) / 2.101)


def test_what_does_not_vary_stands_at_0():
    assert not standing(np.full(5, 3.0)).any()
