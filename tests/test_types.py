"""The nouns refuse what they cannot be."""

import numpy as np
import pytest

from hfgnn import types
from hfgnn.types import IMAGE_COLUMNS, Nodes, Records


def test_records_of_unequal_columns_are_refused():
    two, one = np.array(["a", "b"]), np.array(["a"])
    number = np.zeros(2, dtype=np.int64)
    with pytest.raises(ValueError, match=r"columns of records differ in length: .*'patient_id': 1"):
        Records(two, one, number, two, number, two, two, two, number, two)


def test_nodes_that_do_not_fit_their_labels_or_names_are_refused():
    label, names = np.zeros(2, dtype=np.int64), np.array(["a", "b"])
    for shape in ((3, 4), (2, 5)):
        x = np.zeros(shape, dtype=np.float32)
        with pytest.raises(
            ValueError, match=rf"nodes are \({shape[0]}, {shape[1]}\), but there are"
        ):
            Nodes(x, IMAGE_COLUMNS[:4], label, label, names)


def test_every_noun_is_there_when_it_is_asked_for():
    assert {name: getattr(types, name) for name in types.__all__}.keys() == set(types.__all__)
    assert types.Rows is types.records.Rows


def test_a_noun_that_there_is_not_is_refused_as_python_does():
    with pytest.raises(AttributeError, match=r"module 'hfgnn\.types' has no attribute 'Recodrs'"):
        types.Recodrs  # noqa: B018
