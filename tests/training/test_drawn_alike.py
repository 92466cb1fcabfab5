"""Dropout's numbers, drawn in another way: the same numbers."""

import pytest
import torch

from hfgnn.training import drawn_alike
from hfgnn.training.drawn_alike import kept


@pytest.mark.parametrize("alike", [True, False])
@pytest.mark.parametrize("share", [0.25, 0.5, 0.9])
def test_numbers_are_those_of_bernoulli_and_the_generator_goes_on_alike(share, alike, monkeypatch):
    if not alike:
        monkeypatch.setattr(drawn_alike, "draws_alike", lambda: False)
    one, other = (torch.Generator().manual_seed(4) for _ in range(2))
    rows = torch.tensor([5, 0, 39])
    for _ in range(3):
        got = kept(torch.empty(40, 7, dtype=torch.float64), share, one, rows)
        expected = torch.empty(40, 7).bernoulli_(share, generator=other)[rows] > 0
        assert torch.equal(got, expected)


def test_a_seed_drops_what_the_network_itself_would_drop():
    generator = torch.Generator().manual_seed(9)
    torch.manual_seed(9)
    expected = torch.nn.Dropout(0.3)(torch.ones(20, 8)) > 0
    got = kept(torch.empty(20, 8, dtype=torch.float64), 0.7, generator, torch.arange(20))
    assert torch.equal(got, expected)
