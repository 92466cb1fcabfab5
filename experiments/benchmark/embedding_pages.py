"""Pages, weights, and the loop that a user would write to embed them."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from PIL import Image
from torchvision.transforms import Compose, Normalize, Resize, ToTensor

from hfgnn.config.backbone import Decoding, Engine, Output, Precision
from hfgnn.data.simulated import Simulated
from hfgnn.features.imagenet import CHANNEL_MEAN, CHANNEL_SPREAD, IMAGE_SIDE_PX
from hfgnn.features.resnet18 import ResNet18, pool

Rows = NDArray[np.float32]

BATCH, DRAWN_PAGES = 32, 128
REAL_WEIGHTS = "weights/resnet18_imagenet_to_layer3.safetensors"


@dataclass(frozen=True)
class Material:
    """Pages and weights.

    Attributes:
        pages: JPEG files.
        weights: as backbone.weights names them.
        output: what these weights reach.
        stamp: what the pages are.
    """

    pages: tuple[Path, ...]
    weights: str
    output: Output
    stamp: str

    @cached_property
    def size(self) -> str:
        """How many pages, and how large."""
        width, height = Image.open(self.pages[0]).size
        return f"{len(self.pages)} {self.stamp} pages of {width}x{height} px"

    def backbone(self, engine: Engine, precision: str, decoding: Decoding) -> ResNet18:
        """One of the ways."""
        return ResNet18(
            weights=self.weights,
            output=self.output,
            precision=Precision(precision),
            engine=engine,
            decoding=decoding,
            batch_size=BATCH,
            random_seed=0,
        )


def find_material(folder: Path) -> Material:
    """Real pages where there are some, else drawn ones, twice as large as they are drawn."""
    if real := os.environ.get("HFGNN_REAL_DATA"):
        pages = tuple(sorted(Path(real, "ecg_images").rglob("*.jpg")))
        return Material(pages, str(Path(real, REAL_WEIGHTS)), Output.layer3, "real")
    cohort = Simulated(
        patients=DRAWN_PAGES, prevalence=0.5, effect=1.0, cohort_seed=0, crop=None,
        min_side_px=100, max_megapixels=10, near_duplicate_bits=0,
    )  # fmt: skip

    def save(patient: Any) -> Path:
        page = cohort.draw_page(patient)
        page.resize((2 * page.width, 2 * page.height)).save(folder / patient.file, quality=92)
        return Path(folder / patient.file)

    with ThreadPoolExecutor() as workers:
        pages = tuple(workers.map(save, cohort.draw_patients()))
    return Material(pages, "random", Output.pool, "simulated")


@torch.inference_mode()
def plain(material: Material) -> Rows:
    """What a user would write."""
    side = (IMAGE_SIDE_PX, IMAGE_SIDE_PX)
    prepare = Compose([Resize(side), ToTensor(), Normalize(CHANNEL_MEAN, CHANNEL_SPREAD)])
    network, rows = plain_network(material), []
    pages = iter(material.pages)
    while batch := list(islice(pages, BATCH)):
        images = torch.stack([prepare(Image.open(page).convert("RGB")) for page in batch])
        rows.append(pool(network(images), material.output).numpy())
    return np.concatenate(rows)


_NETWORKS: dict[str, Any] = {}


def plain_network(material: Material) -> Any:
    """The stages in float32 and in torch's usual memory order, built once."""
    if material.weights not in _NETWORKS:
        backbone = material.backbone(Engine.torch, "float32", Decoding.full)
        _NETWORKS[material.weights] = backbone.stages()
    return _NETWORKS[material.weights]
