"""Folding and order of the layers, against the network that torch runs; rounding by hand."""

import numpy as np
import pytest
import torch
from torch import nn

from hfgnn.features.layers_in_order import Convolution, apply_layers, fold
from hfgnn.features.residual import BasicBlock, ResidualNetwork
from hfgnn.features.rounding import (
    Pair,
    Rounding,
    calibrate,
    find_rounding,
    round_weights,
    simulated_images,
)


@pytest.fixture(scope="module", autouse=True)
def few_pages():
    """Calibrating on few pages takes little time."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("hfgnn.features.rounding.CALIBRATION_PAGES", 3)
        simulated_images.cache_clear()
        yield
    simulated_images.cache_clear()


@pytest.fixture(scope="module")
def network():
    """All stages, whose batch norms have learned something."""
    torch.manual_seed(3)
    full = ResidualNetwork()
    for name, tensor in full.state_dict().items():
        if name.endswith(("running_var", "bn1.weight", "bn2.weight")):
            tensor.uniform_(0.5, 1.5)
        elif name.endswith(("running_mean", "bn1.bias", "bn2.bias")):
            tensor.normal_(0, 0.1)
    parts = ("conv1", "bn1", "relu", "maxpool", "layer1", "layer2", "layer3", "layer4")
    return nn.Sequential(*(getattr(full, name) for name in parts)).eval()


class Plain:
    """Layers as torch has them."""

    def __init__(self):
        self.held = 0

    def convolve(self, layer, x):
        weight, bias = torch.from_numpy(layer.weight), torch.from_numpy(layer.bias)
        return nn.functional.conv2d(x, weight, bias, layer.stride, layer.padding)

    def relu(self, x):
        return torch.relu(x)

    def add(self, x, other):
        return x + other

    def max_pool(self, x):
        return nn.functional.max_pool2d(x, 3, 2, 1)

    def hold(self, x):
        self.held += 1
        return x


@torch.no_grad()
def test_the_layers_in_order_are_the_network(network):
    images = torch.randn(2, 3, 64, 96)
    do = Plain()
    maps = apply_layers(network, images, do)
    torch.testing.assert_close(maps, network(images), rtol=1e-3, atol=1e-4)
    assert do.held == 17  # what 20 convolutions read, three pairs of which read the same


def test_a_batch_norm_is_folded_by_hand():
    convolution, norm = nn.Conv2d(1, 1, 1, bias=False), nn.BatchNorm2d(1, eps=0)
    for tensor, value in (
        (convolution.weight, 3), (norm.weight, 4), (norm.bias, 5), (norm.running_mean, 6),
        (norm.running_var, 25),
    ):  # fmt: skip
        nn.init.constant_(tensor, value)
    layer = fold(convolution, norm)
    assert layer.weight.item() == pytest.approx(3 * 4 / 5)
    assert layer.bias.item() == pytest.approx(5 - 6 * 4 / 5)


def test_weights_are_rounded_channel_by_channel():
    weight = np.array([[1.27, 0.014, -0.016], [0.0, 0.0, 0.0]], dtype=np.float32)[..., None, None]
    rounded = round_weights(weight)[..., 0, 0]
    np.testing.assert_allclose(rounded, [[1.27, 0.01, -0.02], [0, 0, 0]], atol=1e-6)


def test_maps_are_rounded_to_256_numbers_of_their_range():
    exact = torch.tensor([[[[0.0, 0.4, 0.6, 255.0]]]])
    rounding = Rounding()
    held = rounding.hold(Pair(exact, exact + torch.tensor([0.0, 0.0, 0.0, 50.0])))
    assert held.rounded.tolist() == [[[[0.0, 0.0, 1.0, 255.0]]]]
    assert torch.equal(held.exact, exact)
    assert rounding.ranges == [(0.0, 255.0)]


def test_the_bias_gives_back_what_rounding_takes_from_the_mean():
    layer = Convolution(np.full((1, 1, 1, 1), 2, np.float32), np.ones(1, np.float32), 1, 0)
    exact = torch.tensor([[[[1.0, 3.0]]]])
    rounding = Rounding()
    out = rounding.convolve(layer, Pair(exact, exact - 0.5))
    assert out.exact.tolist() == [[[[3.0, 7.0]]]]
    assert out.rounded.tolist() == [[[[3.0, 7.0]]]]
    assert rounding.biases[0].tolist() == [2.0]


def test_calibrating_is_the_same_each_time_and_needs_no_page(network):
    early = network[:5]
    first, second = calibrate(early), calibrate(early)
    assert first.ranges == second.ranges
    assert len(first.biases) == 5
    assert all(map(np.array_equal, first.biases, second.biases))
    assert simulated_images().shape == (3, 224, 224, 3)


def test_a_rounding_is_calibrated_once(network, tmp_path, monkeypatch):
    monkeypatch.setenv("HFGNN_CACHE", str(tmp_path))
    stem = network[:4]
    first = find_rounding(stem, "weights")
    monkeypatch.setattr("hfgnn.features.rounding.calibrate", lambda _: "calibrated")
    again = find_rounding(stem, "weights")
    assert again.ranges == first.ranges
    assert np.array_equal(again.biases[0], first.biases[0])
    assert len(again.biases) == 1


@pytest.mark.parametrize("content", [b"", b"PK no archive"])
def test_a_broken_file_of_a_rounding_is_made_again(network, tmp_path, monkeypatch, content):
    monkeypatch.setenv("HFGNN_CACHE", str(tmp_path))
    first = find_rounding(network[:4], "weights")
    (file,) = (tmp_path / "rounding").iterdir()
    file.write_bytes(content)
    assert find_rounding(network[:4], "weights").ranges == first.ranges
    assert file.stat().st_size > 100


def test_other_weights_have_a_rounding_of_their_own(network, tmp_path, monkeypatch):
    monkeypatch.setenv("HFGNN_CACHE", str(tmp_path))
    for name in ("one", "other"):
        find_rounding(network[:4], name)
    assert len(list((tmp_path / "rounding").iterdir())) == 2


def test_a_block_keeps_its_input_for_the_sum():
    """Convolutions of zeros leave the shortcut alone."""
    block = BasicBlock(2, 2, 1).eval()
    for convolution in (block.conv1, block.conv2):
        nn.init.zeros_(convolution.weight)
    x = torch.rand(1, 2, 4, 4)
    first = nn.Conv2d(2, 2, 7, 2, 3, bias=False)
    network = nn.Sequential(first, nn.BatchNorm2d(2), nn.ReLU(), nn.MaxPool2d(3, 2, 1))
    with torch.no_grad():
        stem = network.eval()(x)
        network.append(nn.Sequential(block))
        torch.testing.assert_close(apply_layers(network, x, Plain()), stem)
