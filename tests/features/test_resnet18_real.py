"""ImageNet's first three stages on published ECG pages."""

import hashlib
import os
from pathlib import Path

import numpy as np
import pytest

from hfgnn.augment.none import Unbalanced
from hfgnn.config.backbone import Output
from hfgnn.features.embedding import embed
from hfgnn.types import DataError

FOLDER = os.environ.get("HFGNN_REAL_DATA", "")
CROP = (0.01, 0.18, 0.98, 0.96)
PAGES_PER_CLASS = 10

pytestmark = pytest.mark.skipif(
    not FOLDER, reason="HFGNN_REAL_DATA does not name a folder with real data"
)

WEIGHTS = str(Path(FOLDER) / "weights" / "resnet18_imagenet_to_layer3.safetensors")


@pytest.fixture(scope="module")
def rows(make_records, make_backbone, tmp_path_factory):
    """Different pages of two classes, as ImageNet's weights and as random ones see them."""
    pages = []
    for name in ("normal", "mi"):
        files = sorted((Path(FOLDER) / "ecg_images" / name).iterdir())
        contents = {hashlib.sha256(file.read_bytes()).hexdigest(): file for file in files}
        pages += list(contents.values())[:PAGES_PER_CLASS]
    records = make_records([0] * len(pages), paths=pages)
    cache = tmp_path_factory.mktemp("cache") / "rows.sqlite"

    def seen_by(weights):
        backbone = make_backbone(weights=weights, output=Output.layer3)
        return embed(
            records,
            backbone,
            cache,
            crop=CROP,
            distortion=Unbalanced(),
            progress=lambda batches, **_: batches,
        ).rows

    return seen_by(WEIGHTS), seen_by("random")


def spread_of_directions(rows):
    """Mean of one minus cosine over all pairs of rows."""
    rows = rows.astype(float)
    unit = rows / np.linalg.norm(rows, axis=1, keepdims=True)
    return 1 - (unit @ unit.T)[np.triu_indices(len(unit), 1)].mean()


def test_pages_become_finite_rows_that_differ(rows):
    learned, _ = rows
    assert learned.shape[1] == 512
    assert len(learned) > PAGES_PER_CLASS
    assert np.isfinite(learned).all()
    assert len(np.unique(learned, axis=0)) == len(learned)
    assert (learned[:, 256:] >= learned[:, :256]).all()


def test_learned_weights_tell_pages_apart_better_than_random_ones(rows):
    learned, random = map(spread_of_directions, rows)
    assert learned > 2 * random


def test_the_file_is_refused_for_the_fourth_stage(make_backbone):
    with pytest.raises(DataError, match=r"has no layer4\..*choose backbone\.output=layer3"):
        _ = make_backbone(weights=WEIGHTS).network


def test_the_name_says_that_it_ends_with_the_third_stage(make_backbone):
    name = make_backbone(weights=WEIGHTS, output=Output.layer3).name
    assert name == "ResNet18, resnet18_imagenet_to_layer3 (ImageNet to layer3)"
