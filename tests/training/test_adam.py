"""Adam does what PyTorch's does, to the last bit."""

import subprocess
import sys

import pytest
import torch
from torch import nn

from hfgnn.training.adam import Adam


def network(seed):
    torch.manual_seed(seed)
    return nn.Sequential(nn.Linear(7, 5), nn.ReLU(), nn.Linear(5, 2))


@pytest.mark.parametrize("weight_decay", [0.0, 5e-4, 0.1])
def test_every_step_is_that_of_pytorch(weight_decay):
    ours, theirs = network(0), network(0)
    one = Adam(ours.parameters(), learning_rate=0.01, weight_decay=weight_decay)
    other = torch.optim.Adam(theirs.parameters(), lr=0.01, weight_decay=weight_decay)
    for step in range(60):
        x = torch.randn(11, 7, generator=torch.Generator().manual_seed(step))
        for model, optimizer in ((ours, one), (theirs, other)):
            optimizer.zero_grad()
            model(x).square().mean().backward()
            optimizer.step()
        for mine, its in zip(ours.parameters(), theirs.parameters(), strict=True):
            assert torch.equal(mine, its), step


def test_a_weight_without_gradient_stays_and_begins_when_it_has_one():
    ours, theirs = network(1), network(1)
    one = Adam(ours.parameters(), learning_rate=0.1, weight_decay=0.01)
    other = torch.optim.Adam(theirs.parameters(), lr=0.1, weight_decay=0.01)
    before = ours[0].weight.detach().clone()
    for used in (slice(2, None), slice(2, None), slice(0, None)):
        assert torch.equal(ours[0].weight, before)
        for model, optimizer in ((ours, one), (theirs, other)):
            optimizer.zero_grad()
            x = torch.ones(3, 7 if used.start == 0 else 5)
            model[used](x).sum().backward()
            optimizer.step()
    for mine, its in zip(ours.parameters(), theirs.parameters(), strict=True):
        assert torch.equal(mine, its)


def test_no_compiler_is_imported_for_it():
    done = subprocess.run(
        [
            sys.executable,
            "-c",
            "import sys, torch\n"
            "from hfgnn.training.adam import Adam\n"
            "weight = torch.nn.Parameter(torch.ones(2))\n"
            "optimizer = Adam([weight], learning_rate=0.1, weight_decay=0.1)\n"
            "weight.sum().backward()\n"
            "optimizer.step()\n"
            "print('torch._dynamo' in sys.modules)",
        ],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == "False\n"
