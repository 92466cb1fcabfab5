"""Where ResNet18 in 8-bit integers rounds, found on pages that nobody has measured."""

from __future__ import annotations

import hashlib
import io
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any
from zipfile import BadZipFile

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

from hfgnn.data.cache import cache_folder
from hfgnn.data.drawn import write, writing_to
from hfgnn.data.simulated import Simulated
from hfgnn.features.imagenet import IMAGE_SIDE_PX, normalized
from hfgnn.features.layers_in_order import Convolution, apply_layers
from hfgnn.features.openvino_package import CALIBRATION
from hfgnn.features.picture import halved, square

Floats = NDArray[np.float32]

CALIBRATION_PAGES = 16
"""Simulated ones, half with heart failure; more change little."""

LEAST_RANGE = 1e-6
"""Of a map that is 0 everywhere."""

WEIGHT_LEVELS, MAP_LEVELS = 255, 256
"""Integers for a weight, symmetric about 0, and for a number in a map."""


@dataclass(frozen=True)
class Pair:
    """Maps as they should be, and as rounding leaves them."""

    exact: Tensor
    rounded: Tensor


@dataclass(frozen=True)
class Rounding:
    """Of every layer, in the order in which they are applied.

    Attributes:
        biases: that undo what rounding the weights and the maps does to the mean.
        ranges: least and greatest number of the maps that a convolution reads.
    """

    biases: list[Floats] = field(default_factory=list)
    ranges: list[tuple[float, float]] = field(default_factory=list)

    def convolve(self, layer: Convolution, x: Pair) -> Pair:
        """Round the weights of each channel; add to its bias what the mean has lost by rounding.

        Nagel et al. 2019, section 4.2, https://arxiv.org/abs/1906.04721.
        """
        weight = round_weights(layer.weight)
        exact, rounded = (
            _convolve(layer, x.exact),
            _convolve(replace(layer, weight=weight), x.rounded),
        )
        lost = (exact.double() - rounded.double()).mean(dim=(0, 2, 3))
        bias = (torch.from_numpy(layer.bias).double() + lost).float().numpy()
        self.biases.append(bias)
        return Pair(exact, rounded + lost.float()[:, None, None])

    def relu(self, x: Pair) -> Pair:
        """Negative numbers become 0."""
        return Pair(torch.relu(x.exact), torch.relu(x.rounded))

    def add(self, x: Pair, other: Pair) -> Pair:
        """The sum of both."""
        return Pair(x.exact + other.exact, x.rounded + other.rounded)

    def max_pool(self, x: Pair) -> Pair:
        """The greatest of 3 x 3 pixels, every second pixel."""
        exact, rounded = (functional.max_pool2d(one, 3, 2, 1) for one in (x.exact, x.rounded))
        return Pair(exact, rounded)

    def hold(self, x: Pair) -> Pair:
        """Round to one of 256 numbers between the least and the greatest."""
        low, high = min(float(x.exact.min()), 0.0), max(float(x.exact.max()), LEAST_RANGE)
        self.ranges.append((low, high))
        step = (high - low) / (MAP_LEVELS - 1)
        levels = torch.round((x.rounded.clamp(low, high) - low) / step)
        return Pair(x.exact, levels * step + low)


def _convolve(layer: Convolution, x: Tensor) -> Tensor:
    weight, bias = torch.from_numpy(layer.weight), torch.from_numpy(layer.bias)
    return functional.conv2d(x, weight, bias, layer.stride, layer.padding)


def weight_bounds(weight: Floats) -> Floats:
    """(width, 1, 1, 1): the greatest absolute weight of each channel."""
    greatest: Floats = np.abs(weight).max(axis=(1, 2, 3), keepdims=True)
    return np.maximum(greatest, np.float32(np.finfo(np.float32).tiny))


def round_weights(weight: Floats) -> Floats:
    """Weights on the 255 numbers that each channel has."""
    step = weight_bounds(weight) / np.float32(WEIGHT_LEVELS // 2)
    return np.asarray(np.round(weight / step) * step, dtype=np.float32)


def find_rounding(network: nn.Sequential, name: str) -> Rounding:
    """Where to round, from the cache or calibrated and cached.

    Args:
        network: in float32.
        name: what tells these weights and stages from all others.

    Raises:
        DataError: the cache cannot be written.
    """
    file = hashlib.sha256(f"{CALIBRATION}/{CALIBRATION_PAGES}/{name}".encode()).hexdigest()
    path = cache_folder() / "rounding" / f"{file[:16]}.npz"
    # There is none yet, or a broken one.
    with suppress(OSError, EOFError, ValueError, KeyError, BadZipFile), np.load(path) as stored:
        ranges = [(float(low), float(high)) for low, high in stored["ranges"]]
        return Rounding([stored[f"bias{at}"] for at in range(len(stored) - 1)], ranges)
    found = calibrate(network)
    buffer = io.BytesIO()
    biases: dict[str, Any] = {f"bias{at}": bias for at, bias in enumerate(found.biases)}
    np.savez(buffer, ranges=np.array(found.ranges), **biases)
    with writing_to(path.parent):
        path.parent.mkdir(parents=True, exist_ok=True)
    write(path, buffer.getvalue())
    return found


@torch.inference_mode()
def calibrate(network: nn.Sequential) -> Rounding:
    """Where to round, so that simulated pages lose little; the same for the same network.

    Nobody's page or label has a part in it, and whoever has the weights finds the same rounding.

    Args:
        network: in float32.
    """
    rounding = Rounding()
    pixels = normalized(torch.from_numpy(simulated_images()))
    apply_layers(network, Pair(pixels, pixels), rounding)
    return rounding


@cache
def simulated_images() -> NDArray[np.uint8]:
    """(pages, 224, 224, 3), uint8: pages as they come from hfgnn/data/simulated.py."""
    cohort = Simulated(
        patients=CALIBRATION_PAGES,
        prevalence=0.5,
        effect=1.0,
        cohort_seed=0,
        crop=None,
        min_side_px=IMAGE_SIDE_PX,
        max_megapixels=1,
        near_duplicate_bits=0,
    )
    pages = (cohort.draw_page(patient) for patient in cohort.draw_patients())
    return np.stack([halved(square(page)) for page in pages])
