"""A training fold of five healthy pages and three ill ones, and ways to balance it."""

from collections.abc import Callable

import numpy as np
import pytest

from hfgnn.augment.balanced import Balanced
from hfgnn.types import Records, TrainingPart


@pytest.fixture
def make_part() -> Callable[..., TrainingPart]:
    def part(label: list[int]) -> TrainingPart:
        rows = range(len(label))
        return TrainingPart(
            Records(
                record_id=np.array([f"page{row}.png" for row in rows]),
                patient_id=np.array([f"patient{row // 2}" for row in rows]),
                group=np.array([row // 2 for row in rows]),
                class_name=np.array(["mi" if one else "normal" for one in label]),
                label=np.array(label, dtype=np.int64),
                path=np.array([f"/data/page{row}.png" for row in rows]),
                content_hash=np.array([f"{row:064x}" for row in rows]),
                perceptual_hash=np.array([f"{row:0256x}" for row in rows]),
                copy=np.zeros(len(label), dtype=np.int64),
                parent=np.full(len(label), ""),
            )
        )

    return part


@pytest.fixture
def make_balanced() -> Callable[..., Balanced]:
    """Balanced that distorts nothing, but for what is asked for."""

    def balanced(**settings) -> Balanced:
        nothing = {
            "rotation_degrees": 0,
            "shift": 0,
            "zoom": 0,
            "brightness": 0,
            "flip": False,
            "single_source": False,
        }
        return Balanced(**(nothing | settings))

    return balanced
