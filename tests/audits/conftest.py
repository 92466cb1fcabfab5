"""A small probe, and records and predictions that a test can write by hand."""

from collections.abc import Callable

import numpy as np
import pytest

from hfgnn.audits.probe import Probe
from hfgnn.types import Predictions, Records


@pytest.fixture
def probe() -> Probe:
    """Few folds, draws and permutations."""
    return Probe(
        folds=4,
        components=10,
        penalty=0.1,
        resamples=200,
        permutations=20,
        confidence=0.95,
        seed=0,
    )


@pytest.fixture
def records() -> Callable[..., Records]:
    """Records of one page per content; each page a patient of its own where none is given."""

    def make(
        content, class_name=None, label=None, patient=None, copy=None, names=None, path=None
    ) -> Records:
        rows = len(content)
        class_name = ["a"] * rows if class_name is None else list(class_name)
        names = [f"page{row}" for row in range(rows)] if names is None else names
        patient = [f"p{row}" for row in range(rows)] if patient is None else patient
        label = np.zeros(rows) if label is None else label
        return Records(
            record_id=np.array(names, dtype=np.str_),
            patient_id=np.array(patient, dtype=np.str_),
            group=np.unique(patient, return_inverse=True)[1].astype(np.int64),
            class_name=np.array(class_name, dtype=np.str_),
            label=np.array(label, dtype=np.int64),
            path=np.array([""] * rows if path is None else path, dtype=np.str_),
            content_hash=np.array(list(content), dtype=np.str_),
            perceptual_hash=np.array(["00"] * rows),
            copy=np.array(np.zeros(rows) if copy is None else copy, dtype=np.int64),
            parent=np.array([""] * rows),
        )

    return make


@pytest.fixture
def predictions() -> Callable[..., Predictions]:
    """Predictions of one model with threshold one half, each page a group of its own."""

    def make(names, label, probability, fold) -> Predictions:
        rows = len(names)
        probability = np.array(probability, dtype=float)
        return Predictions(
            model="gcn",
            record_id=np.array(names),
            patient_id=np.array(names),
            group=np.arange(rows),
            repeat=np.zeros(rows, dtype=np.int64),
            seed=np.zeros(rows, dtype=np.int64),
            fold=np.broadcast_to(fold, rows).astype(np.int64),
            label=np.array(label),
            probability=probability,
            threshold=np.full(rows, 0.5),
            calibrated=probability,
            may_be_healthy=np.ones(rows, dtype=bool),
            may_be_ill=np.ones(rows, dtype=bool),
        )

    return make
