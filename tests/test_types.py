"""The nouns refuse what they cannot be."""

import numpy as np
import pytest

from hfgnn import types
from hfgnn.types import IMAGE_COLUMNS, Graph, Nodes, Records


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


def test_nodes_that_lack_no_block_of_theirs_are_refused():
    label, names = np.zeros(2, dtype=np.int64), np.array(["a", "b"])
    x = np.zeros((2, 4), dtype=np.float32)
    for name, rows in (("images", np.zeros(2, dtype=bool)), ("image", np.zeros(3, dtype=bool))):
        with pytest.raises(
            ValueError, match=rf"lacks says of {name} \({len(rows)},\), but must say"
        ):
            Nodes(x, IMAGE_COLUMNS[:4], label, label, names, lacks={name: rows})


def test_every_noun_is_there_when_it_is_asked_for():
    assert {name: getattr(types, name) for name in types.__all__}.keys() == set(types.__all__)
    assert types.Rows is types.records.Rows


def test_a_noun_that_there_is_not_is_refused_as_python_does():
    with pytest.raises(AttributeError, match=r"module 'hfgnn\.types' has no attribute 'Recodrs'"):
        types.Recodrs  # noqa: B018


def test_an_edge_tells_its_weight_and_its_length_or_what_stands_for_them():
    edges = np.array([[0, 1], [1, 2]])
    weights, distances = np.float32([0.5, 0.25]), np.float32([2, 3])
    both = Graph(edges, weights, 3, distances=distances).edge_features
    assert (both.tolist(), both.dtype) == ([[0.5, 2], [0.25, 3]], np.float32)
    assert Graph(edges, None, 3, distances=distances).edge_features.tolist() == [[1, 2], [1, 3]]
    assert Graph(edges, weights, 3).edge_features.tolist() == [[0.5, 0], [0.25, 0]]
    assert Graph(edges, None, 3).received_by(np.array([2])).edge_features.tolist() == [[1, 0]]
