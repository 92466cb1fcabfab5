"""Cohorts of patients with several pages each."""

from collections.abc import Callable

import numpy as np
import pytest

from hfgnn.types import Records


def records_of(group: list[int], label: list[int]) -> Records:
    """One page per number in ``group``; pages of a group are one patient's."""
    rows = len(group)
    names = np.array([f"page{row}" for row in range(rows)])
    return Records(
        record_id=names,
        patient_id=np.array([f"patient{number}" for number in group]),
        group=np.array(group, dtype=np.int64),
        class_name=np.array(["mi" if one else "normal" for one in label]),
        label=np.array(label, dtype=np.int64),
        path=names,
        content_hash=names,
        perceptual_hash=names,
        copy=np.zeros(rows, dtype=np.int64),
        parent=np.full(rows, ""),
    )


@pytest.fixture
def make_records() -> Callable[[list[int], list[int]], Records]:
    return records_of


@pytest.fixture
def make_cohort() -> Callable[..., Records]:
    """A random cohort: one to ``most_pages`` pages per patient, in random order."""

    def cohort(seed: int, *, healthy: int = 30, ill: int = 20, most_pages: int = 4) -> Records:
        rng = np.random.default_rng(seed)
        pages = rng.integers(1, most_pages + 1, healthy + ill)
        group = np.repeat(rng.permutation(healthy + ill), pages)
        label = np.repeat(np.arange(healthy + ill) < ill, pages)
        order = rng.permutation(len(group))
        return records_of(group[order].tolist(), label[order].astype(int).tolist())

    return cohort
