"""The residual network beside torchvision's ResNet18, bit for bit."""

import pytest
import torch
from torch import nn
from torchvision.models import resnet18

from hfgnn.features.residual import BasicBlock, ResidualNetwork

STAGES = ("conv1", "bn1", "relu", "maxpool", "layer1", "layer2", "layer3", "layer4")


@pytest.fixture(scope="module", params=[0, 7])
def both(request):
    """Ours and torchvision's, of the same seed."""
    made = []
    for make in (ResidualNetwork, resnet18):
        torch.manual_seed(request.param)
        made.append(make())
    return made


def test_the_same_seed_draws_the_same_weights(both):
    ours, theirs = (network.state_dict() for network in both)
    assert list(ours) == list(theirs)
    for name, tensor in ours.items():
        assert torch.equal(tensor, theirs[name]), name


@pytest.mark.parametrize("training", [False, True])
def test_every_stage_gives_the_same_maps(both, training):
    maps = torch.randn(2, 3, 65, 64, generator=torch.Generator().manual_seed(1))
    ours, theirs = (network.train(training) for network in both)
    for name in STAGES:
        expected = getattr(theirs, name)(maps.clone())
        maps = getattr(ours, name)(maps)
        assert torch.equal(maps, expected), name


def test_weights_of_torchvision_load(both):
    torch.manual_seed(9)
    ours, theirs = ResidualNetwork(), both[1]
    ours.load_state_dict(theirs.state_dict())
    assert torch.equal(ours.layer4[1].conv2.weight, theirs.layer4[1].conv2.weight)


def test_a_block_that_learned_nothing_passes_its_positive_input_on():
    block = BasicBlock(2, 2, 1).eval()
    nn.init.zeros_(block.conv2.weight)
    maps = torch.tensor([[[[1.0, -2.0]], [[3.0, 0.0]]]])
    assert block(maps).tolist() == [[[[1.0, 0.0]], [[3.0, 0.0]]]]
