"""Predictions that a test can write by hand."""

from collections.abc import Callable

import numpy as np
import pytest

from hfgnn.types import Predictions


@pytest.fixture
def predictions() -> Callable[..., Predictions]:
    """Predictions of one model; each row a patient of its own, one fold, threshold one half."""

    def make(
        label, probability, fold=0, group=None, threshold=0.5, model="gcn", **columns
    ) -> Predictions:
        rows = len(label)
        probability = np.asarray(probability, dtype=float)
        others = {
            "repeat": np.zeros(rows, dtype=np.int64),
            "seed": np.zeros(rows, dtype=np.int64),
            "calibrated": probability,
            "may_be_healthy": np.ones(rows, dtype=bool),
            "may_be_ill": np.ones(rows, dtype=bool),
        }
        names = np.array([f"p{row}" for row in range(rows)])
        return Predictions(
            model=model,
            record_id=names,
            patient_id=names,
            group=np.arange(rows) if group is None else np.asarray(group),
            fold=np.broadcast_to(fold, rows).astype(np.int64),
            label=np.asarray(label),
            probability=probability,
            threshold=np.broadcast_to(threshold, rows).astype(float),
            **others | {name: np.asarray(values) for name, values in columns.items()},
        )

    return make
