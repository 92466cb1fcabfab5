"""Predictions that a test can write by hand."""

from collections.abc import Callable

import numpy as np
import pytest

from hfgnn.types import Predictions


@pytest.fixture
def predictions() -> Callable[..., Predictions]:
    """Predictions of one model; each row a patient of its own, one fold, threshold one half."""

    def make(label, probability, fold=0, group=None, threshold=0.5, model="gcn") -> Predictions:
        rows = len(label)
        names = np.array([f"p{row}" for row in range(rows)])
        return Predictions(
            model,
            names,
            names,
            np.arange(rows) if group is None else np.asarray(group),
            np.broadcast_to(fold, rows).astype(np.int64),
            np.asarray(label),
            np.asarray(probability, dtype=float),
            np.broadcast_to(threshold, rows).astype(float),
        )

    return make
