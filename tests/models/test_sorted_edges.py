"""Sorted edges: both orders, and one row per head."""

import pytest
import torch

from hfgnn.models import sorted_edges
from hfgnn.models.sorted_edges import SortedEdges

SENDERS, RECEIVERS = 6, 5
EDGES = torch.tensor([[5, 0, 3, 0, 5, 1], [2, 4, 0, 2, 0, 2]])  # 1 and 3 receive nothing


@pytest.fixture
def edges():
    return SortedEdges.of(EDGES, SENDERS, RECEIVERS)


def pairs(edges):
    return list(zip(edges.senders.tolist(), edges.receivers.tolist(), strict=True))


def test_edges_stand_by_receiver_and_keep_their_order_there(edges):
    assert pairs(edges) == [(3, 0), (5, 0), (5, 2), (0, 2), (1, 2), (0, 4)]
    assert edges.offsets.tolist() == [0, 2, 2, 5, 5, 6]
    assert EDGES[:, edges.order].tolist() == [edges.senders.tolist(), edges.receivers.tolist()]
    assert (edges.num_senders, edges.num_receivers) == (6, 5)


def test_the_way_back_has_the_same_edges_by_sender(edges):
    back = edges.back
    assert back.receivers.tolist() == sorted(edges.senders.tolist())
    assert back.receivers.tolist() == edges.senders[back.order].tolist()
    assert back.senders.tolist() == edges.receivers[back.order].tolist()
    assert back.offsets.tolist() == [0, 2, 3, 3, 4, 4, 6]
    assert (back.num_senders, back.num_receivers) == (5, 6)


@pytest.mark.parametrize("heads", [1, 3])
def test_by_head_is_what_sorting_the_edges_of_all_heads_gives(edges, heads):
    head = torch.arange(heads)[:, None]
    each = torch.stack([rows * heads + head for rows in (edges.senders, edges.receivers)])
    expected = SortedEdges.of(each.flatten(1).long(), SENDERS * heads, RECEIVERS * heads)
    given = edges.by_head(heads)
    for got, wanted in ((given, expected), (given.back, expected.back)):
        assert got.num_senders == wanted.num_senders
        for name in ("senders", "receivers", "offsets", "order"):
            assert torch.equal(getattr(got, name), getattr(wanted, name)), name


def test_no_edges_leave_rows_that_receive_nothing():
    none = SortedEdges.of(torch.empty(2, 0, dtype=torch.int64), 3, 2)
    assert none.offsets.tolist() == [0, 0, 0]
    assert none.by_head(2).offsets.tolist() == [0] * 5
    assert none.by_head(2).back.offsets.tolist() == [0] * 7


def test_numbers_are_as_small_as_the_graph_allows(edges, monkeypatch):
    assert edges.senders.dtype == edges.by_head(2).back.order.dtype == torch.int32
    monkeypatch.setattr(sorted_edges, "MOST_INT32", 8)
    assert SortedEdges.of(EDGES, SENDERS, RECEIVERS).senders.dtype == torch.int32
    by_head = edges.by_head(2)
    for way in (by_head, by_head.back):
        parts = (way.senders, way.receivers, way.offsets, way.order)
        assert {part.dtype for part in parts} == {torch.int64}
