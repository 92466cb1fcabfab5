"""Patients come back from a file as they went into it."""

from dataclasses import fields

import numpy as np
import pytest

from hfgnn.tasks.kept_nodes import read_nodes, write_nodes
from hfgnn.types import Nodes, Parts


@pytest.mark.parametrize("lacks", [None, {"image": np.array([True, False, False, True])}])
@pytest.mark.parametrize("may_send", [None, np.array([True, True, False, True])])
def test_patients_come_back_as_they_went(tmp_path, lacks, may_send):
    x = np.random.default_rng(0).normal(size=(4, 2)).astype(np.float32)
    names = np.array(["a", "b", "c", "ä"])
    nodes = Nodes(
        x, ("image_000", "age_years"), np.arange(4) % 2, np.arange(4), names, may_send, lacks=lacks
    )
    parts = Parts(np.array([0, 1]), np.array([2]), np.array([3]))
    write_nodes(tmp_path / "fold.npz", nodes, parts)
    again, rows = read_nodes(tmp_path / "fold.npz")
    assert again.columns == nodes.columns
    for field in fields(Nodes):
        one, other = getattr(nodes, field.name), getattr(again, field.name)
        assert np.array_equal(one, other) if field.name != "lacks" else (one is None) == (not other)
    if lacks:
        assert np.array_equal(again.lacks["image"], lacks["image"])
    assert all(np.array_equal(vars(parts)[part], vars(rows)[part]) for part in vars(parts))
