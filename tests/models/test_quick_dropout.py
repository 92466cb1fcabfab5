"""Dropout that draws four numbers at once."""

import pytest
import torch

from hfgnn.models.quick_dropout import kept, quick_dropout


@pytest.fixture(autouse=True)
def seed():
    torch.manual_seed(0)


@pytest.mark.parametrize("share", [0.1, 0.5, 0.75])
def test_the_share_is_zeroed_and_the_mean_stays(share):
    x = torch.ones(400, 1000)
    dropped = quick_dropout(x, share, True)
    assert abs((dropped == 0).float().mean() - share) < 0.003
    assert abs(dropped.mean() - 1) < 0.01
    torch.testing.assert_close(dropped.max(), torch.tensor(1 / (1 - share)), rtol=1e-4, atol=0)


def test_every_place_is_zeroed_alike_and_apart_from_its_neighbours():
    zeroed = torch.stack([kept(torch.empty(7), 0.5) == 0 for _ in range(4000)]).float()
    assert (zeroed.mean(dim=0) - 0.5).abs().max() < 0.04
    away = torch.corrcoef(zeroed.t()) - torch.eye(7)
    assert away.abs().max() < 0.08


def test_nothing_is_dropped_outside_training_or_where_nothing_is_to_be():
    x = torch.randn(3, 4)
    assert quick_dropout(x, 0.5, False) is x
    assert quick_dropout(x, 0.0, True) is x


def test_the_gradient_is_dropped_in_the_same_places():
    x = torch.ones(50, 3, dtype=torch.float64, requires_grad=True)
    dropped = quick_dropout(x, 0.5, True)
    dropped.sum().backward()
    assert torch.equal(x.grad, dropped.detach())
    assert x.grad.dtype == torch.float64


def test_the_same_seed_drops_the_same():
    drawn = []
    for _ in range(2):
        torch.manual_seed(3)
        drawn.append(kept(torch.empty(5, 5), 0.3))
    assert torch.equal(*drawn)
    assert not torch.equal(kept(torch.empty(5, 5), 0.3), drawn[0])


def test_a_share_of_almost_one_leaves_finite_numbers():
    assert kept(torch.empty(1000), 1 - 1e-9).isfinite().all()


def test_nothing_can_be_dropped_of_nothing():
    assert quick_dropout(torch.empty(0, 4), 0.5, True).shape == (0, 4)
