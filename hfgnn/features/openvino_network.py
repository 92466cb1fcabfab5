"""ResNet18 as OpenVINO runs it: batch norms folded, one image per thread at a time."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn

from hfgnn.config.backbone import Output
from hfgnn.features.imagenet import CHANNEL_MEAN, CHANNEL_SPREAD, IMAGE_SIDE_PX
from hfgnn.features.layers_in_order import Convolution, apply_layers
from hfgnn.features.openvino_package import require_openvino
from hfgnn.features.rounding import (
    MAP_LEVELS,
    WEIGHT_LEVELS,
    Rounding,
    find_rounding,
    weight_bounds,
)
from hfgnn.types import DataError

CAPABILITIES = {torch.bfloat16: "BF16", torch.int8: "INT8"}
HINTS = {torch.bfloat16: "bf16"}


class OpenVinoNetwork:
    """The stages of a network, compiled for this processor (https://docs.openvino.ai).

    An image is a pass of its own on a thread of its own, so its row depends neither on the others
    nor on how many threads there are; as many run at once as torch has threads.

    Args:
        network: the stages, in float32.
        output: how a row is made of the maps.
        dtype: number format of the convolutions; int8 is calibrated on simulated pages.
        weights: what tells the network's weights from all others.

    Raises:
        DataError: the package is not installed, or the processor has no such format.
    """

    def __init__(
        self, network: nn.Sequential, output: Output, *, dtype: torch.dtype, weights: str
    ) -> None:
        openvino = require_openvino()
        core = openvino.Core()
        able = core.get_property("CPU", "OPTIMIZATION_CAPABILITIES")
        if dtype in CAPABILITIES and CAPABILITIES[dtype] not in able:
            name = str(dtype).removeprefix("torch.")
            raise DataError(
                f"backbone.precision is {name!r}, but OpenVINO has it not on this processor; "
                "take float32"
            )
        rounding = None
        if dtype is torch.int8:
            rounding = find_rounding(network, f"{weights}/{output.value}")
        do = Drawing(openvino.opset13, rounding)
        pixels = do.op.parameter([1, IMAGE_SIDE_PX, IMAGE_SIDE_PX, 3], np.uint8)
        maps = apply_layers(network, do.normalized(pixels), do)
        model = openvino.Model([do.pooled(maps, output)], [pixels])
        threads = torch.get_num_threads()
        compiled = core.compile_model(
            model,
            "CPU",
            {
                "INFERENCE_PRECISION_HINT": HINTS.get(dtype, "f32"),
                "INFERENCE_NUM_THREADS": threads,
                "NUM_STREAMS": threads,
                "ENABLE_CPU_PINNING": False,  # the threads that decode pages want the cores, too
            },
        )
        self.queue = openvino.AsyncInferQueue(compiled, threads)

    def rows(self, images: NDArray[np.uint8]) -> NDArray[np.float32]:
        """Embed images.

        Shapes:
            images: (images, 224, 224, 3), uint8, RGB.
            returns: (images, 512), float32.
        """
        rows: NDArray[np.float32] = np.empty((len(images), 512), dtype=np.float32)

        def keep(request: Any, number: int) -> None:
            rows[number] = request.get_output_tensor().data[0]

        self.queue.set_callback(keep)
        for number in range(len(images)):
            self.queue.start_async([images[number : number + 1]], number)
        self.queue.wait_all()
        return rows


class Drawing:
    """Layers as nodes of OpenVINO's graph.

    Args:
        op: OpenVINO's operations.
        rounding: where int8 rounds, None for other formats.
    """

    def __init__(self, op: Any, rounding: Rounding | None) -> None:
        self.op = op
        self.biases: Iterator[NDArray[np.float32]] = iter(rounding.biases if rounding else ())
        self.ranges: Iterator[tuple[float, float]] = iter(rounding.ranges if rounding else ())
        self.rounds = rounding is not None

    def normalized(self, pixels: Any) -> Any:
        """(1, 3, height, width) of (1, height, width, 3) bytes."""
        centre, scale = (
            self.op.constant((255 * np.array(values)).reshape(1, 3, 1, 1).astype(np.float32))
            for values in (CHANNEL_MEAN, CHANNEL_SPREAD)
        )
        order = self.op.constant(np.array([0, 3, 1, 2]))
        planes = self.op.transpose(self.op.convert(pixels, "f32"), order)
        return self.op.divide(self.op.subtract(planes, centre), scale)

    def convolve(self, layer: Convolution, x: Any) -> Any:
        """With weights in 255 integers per channel where maps are rounded."""
        kernel, bias = self.op.constant(layer.weight), layer.bias
        if self.rounds:
            bound, bias = weight_bounds(layer.weight), next(self.biases)
            kernel = self._rounded(kernel, -bound, bound, WEIGHT_LEVELS)
        steps, edges = [layer.stride] * 2, [layer.padding] * 2
        y = self.op.convolution(x, kernel, steps, edges, edges, [1, 1])
        return self.op.add(y, self.op.constant(bias.reshape(1, -1, 1, 1)))

    def relu(self, x: Any) -> Any:
        """Negative numbers become 0."""
        return self.op.relu(x)

    def add(self, x: Any, other: Any) -> Any:
        """The sum of both."""
        return self.op.add(x, other)

    def max_pool(self, x: Any) -> Any:
        """The greatest of 3 x 3 pixels, every second pixel."""
        return self.op.max_pool(x, [2, 2], [1, 1], [1, 1], [1, 1], [3, 3]).output(0)

    def hold(self, x: Any) -> Any:
        """256 numbers where maps are rounded."""
        if not self.rounds:
            return x
        low, high = (np.array([[[[one]]]], dtype=np.float32) for one in next(self.ranges))
        return self._rounded(x, low, high, MAP_LEVELS)

    def _rounded(self, x: Any, low: Any, high: Any, levels: int) -> Any:
        bounds = [self.op.constant(one) for one in (low, high, low, high)]
        return self.op.fake_quantize(x, *bounds, levels)

    def pooled(self, maps: Any, output: Output) -> Any:
        """One row of the maps of the last stage."""
        sides = self.op.constant(np.array([2, 3]))
        mean = self.op.reduce_mean(maps, sides)
        if output is Output.pool:
            return mean
        return self.op.concat([mean, self.op.reduce_max(maps, sides)], 1)
