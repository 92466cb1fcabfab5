"""What message-passing layers do, on sorted edges: no message is ever written to memory.

Each function is the product with a sparse matrix, or its derivative, by the kernels that torch has
for bags of embeddings and for sparse products. All of them go through the receivers, or through
the senders, one after the other, so that no two threads write to one place: the same input gives
the same bits.
"""

from __future__ import annotations

import warnings
from typing import Any

import torch
from torch import Tensor
from torch.autograd import Function
from torch.autograd.function import once_differentiable

from hfgnn.models.sorted_edges import SortedEdges


def weighed_sum(table: Tensor, share: Tensor, edges: SortedEdges) -> Tensor:
    """The senders' rows, each times its edge's share, added up by receiver.

    Args:
        table: one row per sender.
        share: one number per edge, in the order of the edges.
        edges: who receives from whom.

    Shapes:
        table: (senders, width), float.
        share: (edges,), float.
        returns: (receivers, width), float; 0 where a row receives nothing.
    """
    result: Tensor = _WeighedSum.apply(table, share, edges)
    return result


def edge_products(asked: Tensor, told: Tensor, edges: SortedEdges) -> Tensor:
    """The inner product of what the two ends of each edge have.

    Args:
        asked: one row per receiver.
        told: one row per sender.
        edges: who receives from whom.

    Shapes:
        asked: (receivers, width), float.
        told: (senders, width), float.
        returns: (edges,), float, in the order of the edges.
    """
    result: Tensor = _EdgeProducts.apply(asked, told, edges)
    return result


def softmax_by_receiver(scores: Tensor, edges: SortedEdges) -> Tensor:
    """Shares: positive, and 1 in sum over the edges that a row receives.

    Args:
        scores: one per edge, in the order of the edges.
        edges: who receives from whom.

    Shapes:
        scores: (edges,), float.
        returns: (edges,), float.
    """
    result: Tensor = _SoftmaxByReceiver.apply(scores, edges)
    return result


class _WeighedSum(Function):
    @staticmethod
    def forward(ctx: Any, table: Tensor, share: Tensor, edges: SortedEdges) -> Tensor:
        ctx.edges = edges
        ctx.save_for_backward(table if ctx.needs_input_grad[1] else None, share)
        return _sum(table, share, edges)

    @staticmethod
    @once_differentiable
    def backward(ctx: Any, grad: Tensor) -> tuple[Tensor | None, Tensor | None, None]:
        table, share = ctx.saved_tensors
        edges: SortedEdges = ctx.edges
        to_table = to_share = None
        if ctx.needs_input_grad[0]:
            to_table = _sum(grad, share.index_select(0, edges.back.order), edges.back)
        if ctx.needs_input_grad[1]:
            to_share = _products(grad, table, edges)
        return to_table, to_share, None


class _EdgeProducts(Function):
    @staticmethod
    def forward(ctx: Any, asked: Tensor, told: Tensor, edges: SortedEdges) -> Tensor:
        ctx.edges = edges
        ctx.save_for_backward(asked, told)
        return _products(asked, told, edges)

    @staticmethod
    @once_differentiable
    def backward(ctx: Any, grad: Tensor) -> tuple[Tensor, Tensor, None]:
        asked, told = ctx.saved_tensors
        edges: SortedEdges = ctx.edges
        back = edges.back
        to_asked = _sum(told, grad, edges)
        return to_asked, _sum(asked, grad.index_select(0, back.order), back), None


class _SoftmaxByReceiver(Function):
    @staticmethod
    def forward(ctx: Any, scores: Tensor, edges: SortedEdges) -> Tensor:
        greatest = torch.segment_reduce(scores, "max", offsets=edges.offsets, unsafe=True)
        share = scores - greatest.index_select(0, edges.receivers)
        total = _by_receiver(share.exp_(), edges)
        share /= total.index_select(0, edges.receivers)
        ctx.edges = edges
        ctx.save_for_backward(share)
        return share

    @staticmethod
    @once_differentiable
    def backward(ctx: Any, grad: Tensor) -> tuple[Tensor, None]:
        (share,) = ctx.saved_tensors
        edges: SortedEdges = ctx.edges
        weighed = share * grad
        total = _by_receiver(weighed, edges).index_select(0, edges.receivers)
        return weighed.addcmul_(share, total, value=-1), None


def _sum(table: Tensor, share: Tensor, edges: SortedEdges) -> Tensor:
    result: Tensor = torch.embedding_bag(
        table.detach().contiguous(),  # with a gradient, torch would take notes for its own way back
        edges.senders,
        edges.offsets,
        mode=0,  # the sum
        per_sample_weights=share.detach(),
        include_last_offset=True,
    )[0]
    return result


def _products(asked: Tensor, told: Tensor, edges: SortedEdges) -> Tensor:
    size = (edges.num_receivers, edges.num_senders)
    with warnings.catch_warnings():  # torch calls its sparse tensors a beta
        warnings.simplefilter("ignore", UserWarning)
        places = torch.sparse_csr_tensor(
            edges.offsets, edges.senders, asked.new_zeros(()).expand(len(edges.senders)), size,
            check_invariants=False,
        )  # fmt: skip
        products = torch.sparse.sampled_addmm(places, asked, told.t(), beta=0.0)
    result: Tensor = products.values()
    return result


def _by_receiver(values: Tensor, edges: SortedEdges) -> Tensor:
    result: Tensor = torch.segment_reduce(values, "sum", offsets=edges.offsets, unsafe=True)
    return result
