"""The fast ways on published ECG pages, against the loop that a user would write."""

import os
from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image
from torchvision.transforms import Compose, Normalize, Resize, ToTensor

from hfgnn.augment.none import Unbalanced
from hfgnn.config.backbone import Decoding, Engine, Output, Precision
from hfgnn.features.embedding import embed
from hfgnn.features.imagenet import CHANNEL_MEAN, CHANNEL_SPREAD
from hfgnn.features.resnet18 import pool

FOLDER = os.environ.get("HFGNN_REAL_DATA", "")
PAGES = 60

pytestmark = pytest.mark.skipif(
    not FOLDER, reason="HFGNN_REAL_DATA does not name a folder with real data"
)

WEIGHTS = str(Path(FOLDER) / "weights" / "resnet18_imagenet_to_layer3.safetensors")
WAYS = {
    "default": ({}, 0.995),
    "torch, every pixel": ({"decoding": Decoding.full}, 0.999),
    "every pixel": ({"engine": Engine.openvino, "decoding": Decoding.full}, 0.9995),
    "int8": (
        {"engine": Engine.openvino, "decoding": Decoding.full, "precision": Precision.int8},
        0.995,
    ),
}


@pytest.fixture(scope="module")
def pages():
    """Every so many of all published pages."""
    files = sorted((Path(FOLDER) / "ecg_images").rglob("*.jpg"))
    return files[:: len(files) // PAGES][:PAGES]


@pytest.fixture(scope="module")
@torch.inference_mode()
def plain(pages, make_backbone):
    network = make_backbone(weights=WEIGHTS, output=Output.layer3).network
    prepare = Compose([Resize((224, 224)), ToTensor(), Normalize(CHANNEL_MEAN, CHANNEL_SPREAD)])
    images = torch.stack([prepare(Image.open(page).convert("RGB")) for page in pages])
    return pool(network(images), Output.layer3).numpy().astype(float)


@pytest.mark.parametrize("name", WAYS)
def test_rows_point_where_plain_ones_do(pages, plain, make_backbone, make_records, tmp_path, name):
    settings, least = WAYS[name]
    if settings.get("engine"):
        pytest.importorskip("openvino")
    usual = {"weights": WEIGHTS, "output": Output.layer3, "precision": Precision.auto}
    backbone = make_backbone(**(usual | settings))
    rows = embed(
        make_records([0] * len(pages), paths=pages),
        backbone,
        tmp_path / "rows.sqlite",
        crop=None,
        distortion=Unbalanced(),
        progress=lambda batches, **_: batches,
    ).rows
    lengths = np.linalg.norm(plain, axis=1) * np.linalg.norm(rows, axis=1)
    assert np.median((plain * rows).sum(axis=1) / lengths) > least
