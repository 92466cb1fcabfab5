"""Sums, products and shares on sorted edges, against hand and against plain torch."""

import pytest
import torch
from torch.autograd import gradcheck

from hfgnn.models.messages import add_received, softmax_over_received
from hfgnn.models.sorted_edges import SortedEdges
from hfgnn.models.sorted_messages import edge_products, softmax_by_receiver, weighed_sum

SENDERS, RECEIVERS, WIDTH = 7, 6, 3
NONE = torch.empty(2, 0, dtype=torch.int64)


def hub():
    """One sends to all and one hears all; edges twice; some send or receive nothing."""
    pairs = [(0, to) for to in range(5)] + [(of, 1) for of in range(1, 6)] + [(2, 3), (2, 3)]
    return torch.tensor(pairs).t()


@pytest.fixture(params=["hub", "none"])
def edges(request):
    given = hub() if request.param == "hub" else NONE
    return SortedEdges.of(given, SENDERS, RECEIVERS)


def drawn(*shape, kind=torch.float64):
    generator = torch.Generator().manual_seed(sum(shape))
    return torch.randn(shape, dtype=kind, generator=generator).requires_grad_(True)


def inputs(edges, kind=torch.float64):
    """Something per sender, per receiver and per edge."""
    return (drawn(rows, *width, kind=kind) for rows, width in (
        (SENDERS, (WIDTH,)), (RECEIVERS, (WIDTH,)), (len(edges.senders), ())
    ))  # fmt: skip


@pytest.mark.parametrize("kind", [torch.float32, torch.float64])
def test_a_sum_is_that_of_the_messages(edges, kind):
    table, _, share = inputs(edges, kind)
    messages = share[:, None] * table[edges.senders]
    expected = add_received(messages, edges.receivers.long(), RECEIVERS)
    torch.testing.assert_close(weighed_sum(table, share, edges), expected)


@pytest.mark.parametrize("kind", [torch.float32, torch.float64])
def test_a_product_is_that_of_both_ends(edges, kind):
    told, asked, _ = inputs(edges, kind)
    expected = (asked[edges.receivers] * told[edges.senders]).sum(dim=1)
    torch.testing.assert_close(edge_products(asked, told, edges), expected)


@pytest.mark.parametrize("kind", [torch.float32, torch.float64])
def test_shares_are_the_softmax_of_what_a_row_receives(edges, kind):
    *_, scores = inputs(edges, kind)
    expected = softmax_over_received(scores[:, None], edges.receivers.long(), RECEIVERS)[:, 0]
    torch.testing.assert_close(softmax_by_receiver(scores, edges), expected)


def test_gradients_are_those_of_finite_differences(edges):
    told, asked, share = inputs(edges)
    assert gradcheck(weighed_sum, (told, share, edges))
    assert gradcheck(edge_products, (asked, told, edges))
    assert gradcheck(softmax_by_receiver, (share, edges))


def test_what_wants_no_gradient_gets_none(edges):
    table, _, share = inputs(edges)
    weighed_sum(table.detach(), share, edges).sum().backward()
    assert table.grad is None
    assert share.grad is not None


def test_a_table_that_is_a_piece_of_another_is_read_rightly(edges):
    table, _, share = inputs(edges)
    wide = torch.cat([table, table + 1], dim=1)
    expected = weighed_sum(table + 1, share, edges)
    torch.testing.assert_close(weighed_sum(wide[:, WIDTH:], share, edges), expected)


def test_shares_stay_finite_where_scores_are_large():
    edges = SortedEdges.of(torch.tensor([[0, 1, 2, 0], [0, 0, 0, 2]]), 3, 3)
    scores = torch.tensor([500.0, 500.0, -500.0, -900.0], requires_grad=True)
    share = softmax_by_receiver(scores, edges)
    share.square().sum().backward()
    assert share.tolist() == [0.5, 0.5, 0.0, 1.0]
    assert scores.grad.tolist() == [0.0] * 4


def test_sums_by_hand():
    edges = SortedEdges.of(torch.tensor([[0, 1, 0], [1, 1, 2]]), 2, 3)
    table = torch.tensor([[1.0, 2.0], [10.0, 20.0]])
    got = weighed_sum(table, torch.tensor([3.0, 0.5, -1.0]), edges)
    assert got.tolist() == [[0.0, 0.0], [8.0, 16.0], [-1.0, -2.0]]


def test_torch_is_kept_from_warning_of_its_sparse_tensors(recwarn):
    edges = SortedEdges.of(hub(), SENDERS, RECEIVERS)
    told, asked, _ = inputs(edges)
    edge_products(asked, told, edges).sum().backward()
    assert [str(warning.message) for warning in recwarn] == []
