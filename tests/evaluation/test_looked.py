"""The checks of maps, on networks that pass them and on such that must not."""

import numpy as np
import pytest
import torch
from scipy.stats import spearmanr
from torch import Tensor, nn

from hfgnn.evaluation.looked import Checked, believe, deletion, randomised, rank_correlation
from hfgnn.models.light_cnn import LightCNN

HOW = Checked(removed_share=0.1, shifts=6, resamples=200, confidence=0.95, seed=0)


@pytest.fixture(scope="module")
def learned() -> tuple[LightCNN, Tensor, Tensor]:
    """A network that tells a horizontal from a vertical bar, at any place, and its pictures."""
    torch.manual_seed(0)
    generator = np.random.default_rng(0)
    label = torch.arange(160) % 2
    picture = 0.1 * torch.randn(160, 1, 16, 16)
    for row, of in enumerate(label.tolist()):
        top, left = generator.integers(2, 9, size=2).tolist()
        height, width = ((2, 6), (6, 2))[of]
        picture[row, 0, top : top + height, left : left + width] += 1
    network = LightCNN(num_channels=1, num_classes=2, widths=[8, 16], kernel_size=3, dropout=0.0)
    learn = torch.optim.Adam(network.parameters(), lr=0.02)
    for _ in range(60):
        learn.zero_grad()
        nn.functional.cross_entropy(network(picture), label).backward()
        learn.step()
    return network.eval(), picture, label


def test_maps_of_a_network_that_has_learned_pass_both_checks(learned):
    network, picture, label = learned
    found = believe(network, picture, label, group=np.arange(160), another=None, how=HOW)
    assert found.passed == {"randomised weights": True, "deletion": True}
    assert found.drop.value > found.drop_elsewhere.value + 0.05
    assert found.kept_by_another_fit is None
    assert found.as_json()["passed"]["deletion"] is True


def test_maps_that_show_the_picture_and_not_the_network_fail(learned):
    class Blind(LightCNN):
        """Its maps are the picture, whatever its weights."""

        def maps(self, picture: Tensor) -> Tensor:
            return picture.abs()

        def answer(self, maps: Tensor) -> Tensor:
            return maps.mean(dim=(2, 3)) * torch.tensor([1.0, 1.0])

    _, picture, label = learned
    network = Blind(num_channels=1, num_classes=2, widths=[8, 16], kernel_size=3, dropout=0.0)
    found = believe(network.eval(), picture, label, group=np.arange(160), another=network, how=HOW)
    assert found.kept_when_randomised.value == pytest.approx(1)
    assert found.kept_by_another_fit is not None
    assert found.kept_by_another_fit.value == pytest.approx(1)
    # The probability of two equal logits does not move, so nothing that is marked counts.
    assert found.passed == {"randomised weights": False, "deletion": False}


def test_marks_in_the_wrong_place_fail_the_deletion(learned):
    network, picture, label = learned
    wrong = torch.zeros(160, 16, 16)
    wrong[:, 14:, :] = 1
    drop, elsewhere = deletion(network, picture, label, wrong, how=HOW)
    assert drop.mean() < elsewhere.mean()


def test_what_is_removed_elsewhere_is_as_large_and_never_in_the_same_place(learned):
    seen: list[Tensor] = []

    class Watching(nn.Module):
        def forward(self, picture: Tensor) -> Tensor:
            seen.append(picture)
            return picture.mean(dim=(2, 3)).expand(-1, 2)

    # In a picture of one row the place can only change along it.
    picture = torch.rand(5, 1, 1, 100)
    marked = torch.rand(5, 1, 100)
    deletion(Watching(), picture, torch.zeros(5, dtype=torch.int64), marked, how=HOW)
    changed = [(one != picture)[:, 0] for one in seen]
    assert not changed[0].any()
    assert {int(number) for one in changed[1:] for number in one.sum(dim=(1, 2))} == {10}
    best = changed[1]
    assert all(not torch.equal(best, other) for other in changed[2:])


def test_rank_correlation_is_that_of_another_implementation():
    first, second = torch.rand(4, 5, 6).round(decimals=1), torch.rand(4, 5, 6)
    for row, found in enumerate(rank_correlation(first, second)):
        expected = spearmanr(first[row].flatten(), second[row].flatten()).statistic
        assert found == pytest.approx(expected)
    assert rank_correlation(torch.zeros(1, 3, 3), torch.rand(1, 3, 3)) == [0]


def test_random_weights_are_other_weights_in_every_layer_and_leave_the_network_as_it_was(learned):
    network = learned[0]
    before = {name: one.clone() for name, one in network.state_dict().items()}
    fresh = randomised(network, seed=1)
    for name, one in network.state_dict().items():
        assert torch.equal(one, before[name])
        if name.endswith("weight") and one.ndim > 1:
            assert not torch.equal(one, fresh.state_dict()[name])
    again = randomised(network, seed=1).state_dict()
    assert all(torch.equal(one, again[name]) for name, one in fresh.state_dict().items())


def test_intervals_are_over_patients_so_copies_of_one_make_them_no_narrower(learned):
    network, picture, label = learned
    apart = believe(network, picture, label, group=np.arange(160), another=None, how=HOW)
    one_each = np.arange(160) // 40
    together = believe(network, picture, label, group=one_each, another=None, how=HOW)
    assert together.drop.value == apart.drop.value
    assert together.drop.low != apart.drop.low
