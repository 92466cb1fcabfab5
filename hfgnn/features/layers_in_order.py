"""ResNet18 as the order in which its layers are applied, whoever computes them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol, TypeVar, cast

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn

from hfgnn.features.residual import BasicBlock

Floats = NDArray[np.float32]
Value = TypeVar("Value")


@dataclass(frozen=True)
class Convolution:
    """A convolution with the batch norm after it folded in, as it is when nothing is learned.

    Attributes:
        weight: (width, in_width, height, width).
        bias: (width,).
        stride: in pixels.
        padding: in pixels.
    """

    weight: Floats
    bias: Floats
    stride: int
    padding: int


class Operations(Protocol[Value]):
    """What computes the layers."""

    def convolve(self, layer: Convolution, x: Value) -> Value: ...

    def relu(self, x: Value) -> Value: ...

    def add(self, x: Value, other: Value) -> Value: ...

    def max_pool(self, x: Value) -> Value: ...

    def hold(self, x: Value) -> Value:
        """What a convolution reads; where it may be rounded."""
        ...


def fold(convolution: nn.Module, norm: nn.Module) -> Convolution:
    """W x, then gamma (y - mean) / sqrt(variance + eps) + beta, as one convolution with a bias."""
    assert isinstance(convolution, nn.Conv2d)
    assert isinstance(norm, nn.BatchNorm2d)
    assert norm.running_mean is not None
    assert norm.running_var is not None
    gamma, beta = norm.weight.detach().double(), norm.bias.detach().double()
    factor = gamma / torch.sqrt(norm.running_var.double() + norm.eps)
    weight = convolution.weight.detach().double() * factor[:, None, None, None]
    return Convolution(
        weight=weight.float().contiguous().numpy(),
        bias=(beta - norm.running_mean.double() * factor).float().numpy(),
        stride=int(convolution.stride[0]),
        padding=int(cast("tuple[int, ...]", convolution.padding)[0]),
    )


def apply_layers(network: nn.Sequential, x: Value, do: Operations[Value]) -> Value:
    """The maps of the last stage.

    Args:
        network: conv1, bn1, relu and maxpool, then the stages.
        x: normalized images.
        do: computes the layers.
    """
    x = do.max_pool(do.relu(do.convolve(fold(network[0], network[1]), do.hold(x))))
    for stage in list(network)[4:]:
        for block in cast("Iterable[BasicBlock]", stage):
            x = _block(block, do.hold(x), do)
    return x


def _block(block: BasicBlock, x: Value, do: Operations[Value]) -> Value:
    y = do.hold(do.relu(do.convolve(fold(block.conv1, block.bn1), x)))
    y = do.convolve(fold(block.conv2, block.bn2), y)
    if isinstance(block.downsample, nn.Sequential):
        x = do.convolve(fold(block.downsample[0], block.downsample[1]), x)
    return do.relu(do.add(y, x))
