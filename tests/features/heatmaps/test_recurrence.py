"""Recurrence pictures: a hand-computed one, and what every one of them is."""

import pytest
import torch

from hfgnn.features.heatmaps.recurrence import Recurrence


def recurrence(**changes) -> Recurrence:
    usual = {"size": 8, "dimension": 1, "delay": 1, "floor_mv": 0.1, "radius_mv": None}
    return Recurrence(**(usual | changes))


def test_a_pixel_is_the_distance_of_two_voltages():
    signal = torch.arange(8.0)[None, None]
    drawn = recurrence()(signal)[0, 0]
    apart = (torch.arange(8.0)[:, None] - torch.arange(8.0)).abs()
    torch.testing.assert_close(drawn, torch.log1p(apart / 0.1))


def test_a_state_holds_the_voltages_that_follow_after_the_delay():
    signal = torch.randn(1, 1, 12)
    drawn = recurrence(dimension=3, delay=2, floor_mv=1.0)(signal)[0, 0].expm1()
    wave = signal[0, 0]
    states = torch.stack([wave[[at, at + 2, at + 4]] for at in range(8)])
    torch.testing.assert_close(drawn, torch.cdist(states, states), atol=1e-5, rtol=1e-4)


def test_it_is_symmetric_empty_on_its_diagonal_and_blind_to_sign_and_offset():
    signal = torch.randn(2, 3, 100)
    draw = recurrence(dimension=2, delay=2)
    drawn = draw(signal)
    assert drawn.shape == (2, 3, 8, 8)
    torch.testing.assert_close(drawn, drawn.mT)
    assert drawn.diagonal(dim1=2, dim2=3).abs().max() == 0
    torch.testing.assert_close(draw(-signal), drawn)
    torch.testing.assert_close(draw(signal + 5), drawn, atol=1e-4, rtol=0)


def test_a_period_shows_as_lines_beside_the_diagonal():
    wave = torch.sin(2 * torch.pi * torch.arange(40) / 10)[None, None]
    drawn = recurrence(size=40)(wave)[0, 0]
    assert drawn.diagonal(10).max() < 1e-4
    assert drawn.diagonal(3).max() > 1


@pytest.mark.parametrize("radius", [0.5, 2.5])
def test_with_a_radius_near_states_are_one_and_others_zero(radius):
    drawn = recurrence(radius_mv=radius)(torch.arange(8.0)[None, None])[0, 0]
    apart = (torch.arange(8.0)[:, None] - torch.arange(8.0)).abs()
    assert torch.equal(drawn, (apart < radius).float())
