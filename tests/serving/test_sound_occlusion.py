"""Covering a piece shows what a network looked at."""

import numpy as np
import pytest

from hfgnn.serving.sound_occlusion import BANDS, STEPS, occlusion


def test_only_the_piece_that_matters_is_marked_and_by_how_much():
    picture = np.random.default_rng(0).normal(size=(16, 64)).astype(np.float32)
    picture[4:6, 10:12] = 5.0  # the third piece from below, the sixth from the left

    def ask(pictures):
        mean = np.array([one[4:6, 10:12].mean() for one in pictures], dtype=np.float64)
        return 1 / (1 + np.exp(-mean))

    found = occlusion(ask, picture)
    marked = np.zeros_like(found, dtype=bool)
    marked[4:6, 10:12] = True
    assert found.shape == picture.shape
    assert not found[~marked].any()
    usual = np.median(picture[4:6], axis=1).mean()
    assert found[marked] == pytest.approx(np.full(4, 5 - usual), rel=1e-3)


def test_what_speaks_against_disease_is_below_zero():
    picture = np.ones((8, 32), dtype=np.float32)
    picture[0, 0] = 3.0
    found = occlusion(lambda some: np.array([1 / (1 + one[0, 0]) for one in some]), picture)
    assert found[0, 0] < 0


@pytest.mark.parametrize("shape", [(5, 7), (33, 1000), (8, 1)])
def test_a_picture_of_any_size_is_covered_whole_in_few_pieces(shape):
    asked = []

    def ask(pictures):
        asked.append(len(pictures))
        return np.array([0.5 + 0.4 * np.tanh(one.sum()) for one in pictures])

    picture = np.random.default_rng(1).normal(size=shape).astype(np.float32)
    found = occlusion(ask, picture)
    assert np.isfinite(found).all()
    assert asked[0] <= 1 + BANDS * STEPS


def test_a_network_that_is_certain_gives_numbers():
    picture = np.ones((8, 8), dtype=np.float32)
    assert np.isfinite(occlusion(lambda some: np.ones(len(some)), picture)).all()
