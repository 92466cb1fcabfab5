"""Small pages on disk, their records, a random backbone, and settings as the yaml gives them."""

import hashlib
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pytest
import torch
from omegaconf import OmegaConf
from PIL import Image

from hfgnn.config.backbone import Decoding, Engine, Output, Precision
from hfgnn.config.features import Normal, Shares
from hfgnn.features.clinical.synthesized import Synthesized
from hfgnn.features.resnet18 import ResNet18
from hfgnn.types import Records

CONF = Path(__file__).parents[2] / "conf"


@pytest.fixture(scope="session", autouse=True)
def one_thread():
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


@pytest.fixture(scope="session")
def make_records() -> Callable[..., Records]:
    def records(
        label: Sequence[int],
        *,
        patient: Sequence[str] | None = None,
        copy: Sequence[int] | None = None,
        paths: Sequence[Path] | None = None,
    ) -> Records:
        rows = range(len(label))
        files = [Path(f"page{row}.png") for row in rows] if paths is None else paths
        hashes = [
            hashlib.sha256(file.read_bytes() if paths else file.name.encode()).hexdigest()
            for file in files
        ]
        number = np.array([0 for _ in rows] if copy is None else copy, dtype=np.int64)
        names = np.array([f"page{row}" for row in rows])
        return Records(
            record_id=names,
            patient_id=np.array([f"p{row}" for row in rows] if patient is None else patient),
            group=np.arange(len(label)),
            class_name=np.array(["mi" if one else "normal" for one in label]),
            label=np.array(label, dtype=np.int64),
            path=np.array([str(file) for file in files]),
            content_hash=np.array(hashes),
            perceptual_hash=names,
            copy=number,
            parent=np.where(number > 0, names, ""),
        )

    return records


@pytest.fixture
def write_pages(tmp_path) -> Callable[[int], list[Path]]:
    """Pages of 120x100 px, each with other random blots."""

    def pages(number: int) -> list[Path]:
        folder = tmp_path / "pages"
        folder.mkdir(exist_ok=True)
        paths = [folder / f"{page:02d}.png" for page in range(number)]
        for page, path in enumerate(paths):
            blots = np.random.default_rng(page).integers(0, 256, (10, 12, 3), dtype=np.uint8)
            Image.fromarray(blots).resize((120, 100)).save(path)
        return paths

    return pages


@pytest.fixture(scope="session")
def make_backbone() -> Callable[..., ResNet18]:
    def backbone(**settings) -> ResNet18:
        usual = {
            "weights": "random",
            "output": Output.pool,
            "precision": Precision.float32,
            "engine": Engine.torch,
            "decoding": Decoding.reduced,
            "batch_size": 4,
            "random_seed": 0,
        }
        return ResNet18(**(usual | settings))

    return backbone


@pytest.fixture(scope="session")
def backbone(make_backbone) -> ResNet18:
    """Random weights, four images per pass; shared, since building it takes a while."""
    return make_backbone()


@pytest.fixture(scope="session")
def make_synthesized() -> Callable[..., Synthesized]:
    """The distributions of conf/clinical/synthesized.yaml at some strength."""

    def synthesized(strength: float = 1.0) -> Synthesized:
        settings = OmegaConf.to_container(OmegaConf.load(CONF / "clinical" / "synthesized.yaml"))
        return Synthesized(
            strength=strength,
            nyha_class=Shares(**settings["nyha_class"]),
            **{
                name: Normal(**settings[name])
                for name in ("ef_fraction", "log_bnp_pg_per_ml", "sbp_mmhg", "age_years")
            },
        )

    return synthesized
