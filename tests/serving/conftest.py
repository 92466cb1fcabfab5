"""A run of a few made-up patients, with untrained networks, stored as a finished run stores its."""

import hashlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
import torch
from omegaconf import OmegaConf
from PIL import Image

from hfgnn.config.build import build
from hfgnn.config.check import check
from hfgnn.config.composed import composed, unchecked
from hfgnn.features.clinical.numbers import ClinicalNumbers
from hfgnn.features.no_images import NoImages
from hfgnn.features.resnet18 import ResNet18
from hfgnn.graphs.connected import Connected
from hfgnn.serving.storing import FoldStore
from hfgnn.training.checkpoint import write_checkpoint
from hfgnn.types import CLINICAL_COLUMNS, Parts, Records

ROWS, TEST = 60, 54
PARTS = (
    Parts(np.arange(44), np.arange(44, 54), np.arange(54, 60)),
    Parts(np.arange(8, 54), np.arange(8), np.arange(54, 60)),
)
SMALL = ("training=quick",)
RANDOM = ("backbone.weights=random", "backbone.precision=float32")


@pytest.fixture(scope="session", autouse=True)
def one_thread():
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


@pytest.fixture(scope="session")
def backbone() -> ResNet18:
    settings = composed([*SMALL, *RANDOM]).backbone
    return build(settings)


def draw(path: Path, number: int, size=(150, 120)) -> Path:
    """A page that differs from all others."""
    blots = np.random.default_rng(number).integers(0, 256, (12, 15, 3), dtype=np.uint8)
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.fromarray(blots).resize(size).save(path)
    return path


@pytest.fixture
def page(tmp_path) -> Callable[..., Path]:
    return lambda number=0, name="page.png", **size: draw(tmp_path / name, number, **size)


def make_records(label) -> Records:
    names = np.array([f"page{row}" for row in range(len(label))])
    return Records(
        record_id=names,
        patient_id=np.array([f"patient{row}" for row in range(len(label))]),
        group=np.arange(len(label)),
        class_name=np.where(label == 1, "ill", "normal"),
        label=label,
        path=names,
        content_hash=np.array([hashlib.sha256(name.encode()).hexdigest() for name in names]),
        perceptual_hash=names,
        copy=np.zeros(len(label), dtype=np.int64),
        parent=np.full(len(label), ""),
    )


def made_up(gaps: bool, width: int):
    """Image rows and clinical numbers that know a little of the label."""
    generator = np.random.default_rng(0)
    label = np.arange(ROWS) % 2
    images = generator.gamma(2, 1, (ROWS, 512)).astype(np.float32)
    images[:, :40] += label[:, None] * 0.7
    means, spreads = np.array([0.5, 400, 2, 120, 60]), np.array([0.1, 150, 0.7, 15, 10])
    values = means + spreads * (generator.normal(size=(ROWS, 5)) + label[:, None])
    values[:, 2] = np.clip(np.round(values[:, 2]), 1, 4)
    if gaps:
        values[[3, 20], 1] = np.nan
        values[21] = np.nan
    return label, images, values[:, :width]


COLUMNS = ("age_years", "cp", "chol_mg_per_dl", "recording_rate_per_min", "further_sex")
LEVELS = {"cp": ("1", "2", "3", "4"), "further_sex": ("female", "male")}


def made_up_table(label):
    """Numbers of three blocks, a category that training has in full, and one with a level less."""
    generator = np.random.default_rng(1)
    values = generator.normal([60, 0, 200, 70, 0], [9, 0, 40, 8, 0], (ROWS, 5))
    values[:, [0, 2, 3]] += 8 * label[:, None]
    values[:, 1] = generator.integers(0, 3, ROWS)
    values[58, 1] = 3  # only one test row has the level 4
    values[:, 4] = generator.integers(0, 2, ROWS)
    values[[5, 9, 30, 57], 2] = np.nan
    values[[6, 31, 58], 4] = np.nan
    return ClinicalNumbers(values, COLUMNS, levels=LEVELS)


TABLE = ("backbone=none", "clinical=none", "columns=measured")


@pytest.fixture
def make_run(tmp_path, backbone) -> Callable[..., SimpleNamespace]:
    """A run folder with two folds, and what was put into it."""

    def run(
        *overrides: str, gaps=False, copies=0, name="run", folds=2, is_table=False, no_image=()
    ) -> SimpleNamespace:
        config = unchecked([*SMALL, *(TABLE if is_table else RANDOM), *overrides])
        settings, text = check(config), OmegaConf.to_yaml(config, resolve=True)
        has_clinical = "none" not in settings.clinical._target_
        label, images, values = made_up(gaps, 5 if has_clinical else 0)
        images[list(no_image)] = np.nan
        records = make_records(label)
        columns = CLINICAL_COLUMNS if has_clinical else ()
        clinical = ClinicalNumbers(values, columns)
        if is_table:
            clinical, images = made_up_table(label), np.empty((ROWS, 0), dtype=np.float32)
        may_send = np.ones(ROWS, dtype=bool)
        may_send[8 : 8 + copies] = False  # as if these were augmented copies
        store = FoldStore(
            settings=settings,
            records=records,
            images=images,
            clinical=clinical,
            backbone=NoImages() if is_table else backbone,
            crop=None,
            stamps=["made up"],
        )
        made = []
        for number, parts in enumerate(PARTS[:folds]):
            nodes = build(settings.nodes).nodes(records, images, clinical, train=parts.train)
            nodes = replace(nodes, may_send=may_send)
            knn = build(settings.graph)
            views = knn.views(nodes, parts)
            graph = knn.join(nodes, parts, settings.protocol.graph, views)
            connected = Connected(graph, views, settings.graph)
            torch.manual_seed(number)
            network = build(settings.model, in_width=nodes.x.shape[1], num_classes=2).eval()
            path = tmp_path / name / "checkpoints" / f"fold{number}_net.pt"
            write_checkpoint(path, network.state_dict(), text)
            probability = forward(network, nodes, graph)
            store.add(path, nodes, connected, parts, probability)
            made.append(
                SimpleNamespace(
                    nodes=nodes,
                    graph=graph,
                    parts=parts,
                    network=network,
                    probability=probability,
                    path=path,
                )
            )
        return SimpleNamespace(
            folder=tmp_path / name,
            settings=settings,
            images=images,
            values=clinical.values,
            records=records,
            folds=made,
        )

    return run


@torch.inference_mode()
def forward(network, nodes, graph):
    sees_lengths = getattr(network, "takes_distances", False)
    said = graph.edge_features if sees_lengths else graph.weights
    weights = None if said is None else torch.from_numpy(said)
    logits = network(torch.from_numpy(nodes.x), torch.from_numpy(graph.edges), weights)
    return logits.softmax(dim=1)[:, 1].double().numpy()


@pytest.fixture
def ask() -> Callable[..., np.ndarray]:
    """The whole graph's answer."""
    return forward
