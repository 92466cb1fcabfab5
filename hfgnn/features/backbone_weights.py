"""Find the weights of the image backbone: ImageNet's, a file's, or random ones."""

import hashlib
import socket
from collections.abc import Mapping
from dataclasses import dataclass
from http.client import HTTPException
from pathlib import Path

import torch
from torch import Tensor

from hfgnn.types import DataError

IMAGENET_URL = "https://download.pytorch.org/models/"
IMAGENET_FILE = "resnet18-f37072fd.pth"  # torchvision's IMAGENET1K_V1; the name ends in its hash
PATIENCE_WITH_THE_NETWORK_S = 10


@dataclass(frozen=True)
class Weights:
    """Which weights a backbone has.

    Attributes:
        path: the file, or None for random weights.
        name: how reports call them.
        fingerprint: what tells them from all other weights.
    """

    path: Path | None
    name: str
    fingerprint: str

    @property
    def is_random(self) -> bool:
        """Whether nothing was learned from any image."""
        return self.path is None


def find_weights(setting: str, random_seed: int) -> Weights:
    """The weights that ``backbone.weights`` names.

    ``auto`` takes ImageNet's if they can be had, and otherwise random ones.

    Raises:
        DataError: imagenet is asked for and can neither be found nor downloaded.
    """
    if setting == "random":
        return _random(random_seed)
    if setting not in ("auto", "imagenet"):
        return _file(Path(setting), Path(setting).stem)
    path = Path(torch.hub.get_dir()) / "checkpoints" / IMAGENET_FILE
    if not path.is_file():
        try:
            _download(path)
        # No network, a transfer that breaks off, or another file than asked for.
        except (OSError, HTTPException, RuntimeError) as error:
            if setting == "auto":
                return _random(random_seed)
            raise DataError(
                f"backbone.weights is 'imagenet', but {IMAGENET_FILE} is neither in {path.parent} "
                f"nor can it be downloaded ({error}); put it there, or choose a file or random"
            ) from None
    return _file(path, "ImageNet")


def _random(seed: int) -> Weights:
    return Weights(None, f"random, seed {seed}", f"random-{seed}-torch-{torch.__version__}")


def _file(path: Path, name: str) -> Weights:
    return Weights(path, name, hashlib.sha256(path.read_bytes()).hexdigest())


def _download(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    patience = socket.getdefaulttimeout()
    socket.setdefaulttimeout(PATIENCE_WITH_THE_NETWORK_S)
    try:
        torch.hub.download_url_to_file(
            IMAGENET_URL + IMAGENET_FILE, str(path), hash_prefix="f37072fd", progress=False
        )
    finally:
        socket.setdefaulttimeout(patience)


def read_weights(path: Path) -> Mapping[str, Tensor]:
    """The tensors of a .pth or .safetensors file, in float32; nothing is unpickled but tensors.

    Raises:
        DataError: the file holds anything else.
    """
    try:
        if path.suffix == ".safetensors":
            from safetensors.torch import load_file

            tensors = load_file(path)
        else:
            tensors = torch.load(path, map_location="cpu", weights_only=True)
        return {name: tensor.float() for name, tensor in tensors.items()}
    except Exception as error:  # each format has its own exceptions for a broken file
        reason = str(error).splitlines()[0][:120] if str(error) else type(error).__name__
        raise DataError(f"backbone.weights {path.name} holds no named tensors: {reason}") from None
