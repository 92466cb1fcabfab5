"""ResNet18 without its last layer: an image becomes 512 numbers."""

from functools import cached_property
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from hfgnn.config.backbone import Output, Precision
from hfgnn.features.backbone_weights import find_weights, read_weights
from hfgnn.features.residual import ResidualNetwork
from hfgnn.types import DataError

IMAGE_SIDE_PX = 224
CHANNEL_MEAN = (0.485, 0.456, 0.406)  # of ImageNet, as shares of full brightness
CHANNEL_SPREAD = (0.229, 0.224, 0.225)
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
        precision: number format of the computation; rows are float32 in any case.
        batch_size: images per pass. Every pass has this size, so that a row does not depend on
            how many others are missing.
        random_seed: of random weights.

    Raises:
        DataError: weights that cannot be had, or a file that lacks a stage.
    """

    def __init__(
        self,
        *,
        weights: str,
        output: Output,
        precision: Precision,
        batch_size: int,
        random_seed: int,
    ) -> None:
        self.weights = find_weights(weights, random_seed)
        self.random_seed = random_seed
        self.output = output
        self.batch_size = batch_size
        self.device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
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
        """What a row depends on beside the image."""
        parts = (self.weights.fingerprint, self.output.value, str(self.dtype), self.device.type)
        return "/".join(("resnet18", *parts, str(self.batch_size)))

    @cached_property
    def network(self) -> nn.Module:
        """The stages that the output needs, ready to run."""
        with torch.random.fork_rng(devices=[]):
            torch.manual_seed(self.random_seed)
            full = ResidualNetwork()
        stages = STAGES[self.output]
        if self.weights.path is not None:
            load(full, read_weights(self.weights.path), stages, self.weights.path.name)
        first = ("conv1", "bn1", "relu", "maxpool")
        network = nn.Sequential(*(getattr(full, name) for name in (*first, *stages))).eval()
        return network.to(self.device, self.dtype).to(memory_format=torch.channels_last)

    @torch.inference_mode()
    def rows(self, images: NDArray[np.uint8]) -> NDArray[np.float32]:
        """Embed up to ``batch_size`` images.

        Shapes:
            images: (images, 224, 224, 3), uint8, RGB.
            returns: (images, 512), float32.
        """
        full = np.zeros((self.batch_size, *images.shape[1:]), dtype=np.uint8)
        full[: len(images)] = images
        pixels = torch.from_numpy(full).to(self.device).permute(0, 3, 1, 2).float() / 255
        mean, spread = (
            torch.tensor(values, device=self.device).view(1, 3, 1, 1)
            for values in (CHANNEL_MEAN, CHANNEL_SPREAD)
        )
        maps = self.network(((pixels - mean) / spread).to(self.dtype))
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
    """bfloat16 where it is asked for, or where ``auto`` finds that the processor has it."""
    if precision is not Precision.auto:
        return torch.bfloat16 if precision is Precision.bfloat16 else torch.float32
    if device.type == "cuda":
        has_it = torch.cuda.is_bf16_supported()
    else:
        cpu: Any = torch.cpu
        has_it = bool(getattr(cpu, "_is_avx512_bf16_supported", bool)())
    return torch.bfloat16 if has_it else torch.float32


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
