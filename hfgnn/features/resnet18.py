"""ResNet18 without its last layer: an image becomes 512 numbers."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from hfgnn.config.backbone import Decoding, Engine, Output, Precision
from hfgnn.features.backbone_weights import find_weights, read_weights
from hfgnn.features.imagenet import normalized
from hfgnn.features.openvino_package import CALIBRATION, require_openvino
from hfgnn.features.residual import ResidualNetwork
from hfgnn.types import DataError

if TYPE_CHECKING:
    from hfgnn.features.openvino_network import OpenVinoNetwork

IMAGES_AT_ONCE = 8
"""On a processor: few enough for their maps to stay in its own memory from layer to layer."""

STAGES = {
    Output.pool: ("layer1", "layer2", "layer3", "layer4"),
    Output.layer3: ("layer1", "layer2", "layer3"),
}


class ResNet18:
    """The image backbone (He et al. 2016, https://arxiv.org/abs/1512.03385), frozen.

    The network itself is built when the first image comes that no cache has.

    Args:
        weights: ``auto``, ``imagenet``, ``random``, or a .pth or .safetensors file.
        output: ``pool``, the mean of the fourth stage; ``layer3``, mean and maximum of the third.
        precision: number format of the computation; rows are float32 in any case. int8 rounds
            where 16 simulated pages say, so neither labels nor anyone's pages have a part in it.
        engine: ``torch``, or ``openvino``, which must be installed and leaves a GPU alone.
        decoding: how many pixels of a page are to be looked at; see hfgnn/features/picture.py.
        batch_size: images per call. Every pass has the same size, so that a row does not depend
            on how many others are missing.
        random_seed: of random weights.

    Raises:
        DataError: weights that cannot be had, a file that lacks a stage, an engine that is not
            installed, or a precision that it has not.
    """

    def __init__(
        self,
        *,
        weights: str,
        output: Output,
        precision: Precision,
        engine: Engine,
        decoding: Decoding,
        batch_size: int,
        random_seed: int,
    ) -> None:
        check_engine(engine, precision)
        self.weights = find_weights(weights, random_seed)
        self.random_seed = random_seed
        self.output = output
        self.engine = engine
        self.decoding = decoding
        self.batch_size = batch_size
        has_gpu = engine is Engine.torch and torch.cuda.is_available()
        self.device = torch.device("cuda" if has_gpu else "cpu")
        self.dtype = choose_dtype(precision, self.device)

    @property
    def name(self) -> str:
        """What a report calls this backbone."""
        name = f"ResNet18, {self.weights.name}"
        if self.output is Output.layer3 and not self.weights.is_random:
            return f"{name} (ImageNet to layer3)" if "imagenet" in name else f"{name} to layer3"
        return f"{name}, layer3" if self.output is Output.layer3 else name

    @property
    def stamps(self) -> tuple[str, ...]:
        """What every table made with this backbone must carry."""
        return ("random backbone",) if self.weights.is_random else ()

    @property
    def fingerprint(self) -> str:
        """What a row depends on beside the pixels."""
        parts = (self.weights.fingerprint, self.output.value, str(self.dtype))
        if self.engine is Engine.torch:
            return "/".join(("resnet18", *parts, self.device.type, str(self.batch_size)))
        rounding = (f"rounding-{CALIBRATION}",) if self.dtype is torch.int8 else ()
        return "/".join(("resnet18", *parts, self.engine.value, *rounding))

    @cached_property
    def network(self) -> nn.Sequential:
        """The stages that the output needs, ready to run by torch."""
        dtype = self.dtype if self.engine is Engine.torch else torch.float32
        return self.stages().to(self.device, dtype).to(memory_format=torch.channels_last)

    @cached_property
    def compiled(self) -> OpenVinoNetwork:
        """The same stages, ready to run by OpenVINO."""
        from hfgnn.features.openvino_network import OpenVinoNetwork

        return OpenVinoNetwork(
            self.stages(), self.output, dtype=self.dtype, weights=self.weights.fingerprint
        )

    def stages(self) -> nn.Sequential:
        """The stages that the output needs, in float32."""
        with torch.random.fork_rng(devices=[]):
            torch.manual_seed(self.random_seed)
            full = ResidualNetwork()
        stages = STAGES[self.output]
        if self.weights.path is not None:
            load(full, read_weights(self.weights.path), stages, self.weights.path.name)
        first = ("conv1", "bn1", "relu", "maxpool")
        return nn.Sequential(*(getattr(full, name) for name in (*first, *stages))).eval()

    def rows(self, images: NDArray[np.uint8]) -> NDArray[np.float32]:
        """Embed up to ``batch_size`` images.

        Shapes:
            images: (images, 224, 224, 3), uint8, RGB.
            returns: (images, 512), float32.
        """
        if self.engine is Engine.openvino:
            return self.compiled.rows(images)
        size = self.batch_size
        if self.device.type == "cpu":
            size = min(size, IMAGES_AT_ONCE)
        rows = [self._pass(images[at : at + size], size) for at in range(0, len(images), size)]
        return np.concatenate(rows)

    @torch.inference_mode()
    def _pass(self, images: NDArray[np.uint8], size: int) -> NDArray[np.float32]:
        """The same of up to ``size`` images, filled up with black ones."""
        full = np.zeros((size, *images.shape[1:]), dtype=np.uint8)
        full[: len(images)] = images
        pixels = torch.from_numpy(full).to(self.device)
        maps = self.network(normalized(pixels).to(self.dtype))
        return pool(maps.float(), self.output)[: len(images)].cpu().numpy()


def pool(maps: Tensor, output: Output) -> Tensor:
    """One row per image from the maps of the last stage.

    Shapes:
        maps: (images, channels, height, width); 512 channels for ``pool``, 256 for ``layer3``.
        returns: (images, 512).
    """
    mean = maps.mean(dim=(2, 3))
    if output is Output.pool:
        return mean
    return torch.cat([mean, maps.amax(dim=(2, 3))], dim=1)


def choose_dtype(precision: Precision, device: torch.device) -> torch.dtype:
    """What is asked for; with ``auto`` bfloat16 if the processor has it, else float32."""
    if precision is not Precision.auto:
        dtype: torch.dtype = getattr(torch, precision.value)
        return dtype
    if device.type == "cuda":
        has_it = torch.cuda.is_bf16_supported()
    else:
        cpu: Any = torch.cpu
        has_it = bool(getattr(cpu, "_is_avx512_bf16_supported", bool)())
    return torch.bfloat16 if has_it else torch.float32


def check_engine(engine: Engine, precision: Precision) -> None:
    """Refuse what cannot run.

    Raises:
        DataError: the engine is not installed, or has no such precision.
    """
    if engine is Engine.openvino:
        require_openvino()
    elif precision is Precision.int8:
        raise DataError(
            "backbone.precision is 'int8', but that needs backbone.engine=openvino; torch has "
            "auto, float32 and bfloat16"
        )


def load(full: nn.Module, tensors: Any, stages: tuple[str, ...], file: str) -> None:
    """Fill the stages that are used; a file may lack the others.

    Raises:
        DataError: a used tensor is missing or has another shape.
    """
    used = ("conv1", "bn1", *stages)
    for name, tensor in full.state_dict().items():
        if name.split(".")[0] not in used or name.endswith("num_batches_tracked"):
            continue
        if name not in tensors:
            hint = "; choose backbone.output=layer3" if name.startswith("layer4") else ""
            raise DataError(f"backbone.weights {file} has no {name}, so it is not complete{hint}")
        if tensors[name].shape != tensor.shape:
            raise DataError(
                f"backbone.weights {file} has {name} of shape {tuple(tensors[name].shape)}, "
                f"but ResNet18 takes {tuple(tensor.shape)}"
            )
        tensor.copy_(tensors[name])
