"""What every message-passing layer does: add up, or weigh, what each patient receives."""

import math

import torch
from torch import Tensor, nn

LEAST_SUM = 1e-16  # keeps a division finite; a softmax's own sum is at least 1


def add_received(messages: Tensor, receivers: Tensor, patients: int) -> Tensor:
    """The sum of the messages that each patient receives; 0 where it receives none.

    Args:
        messages: one per edge.
        receivers: of the edges, as row numbers.
        patients: how many there are.

    Shapes:
        messages: (edges, ...), float.
        receivers: (edges,), int64.
        returns: (patients, ...), float.
    """
    return messages.new_zeros(patients, *messages.shape[1:]).index_add_(0, receivers, messages)


def softmax_over_received(scores: Tensor, receivers: Tensor, patients: int) -> Tensor:
    """Attention weights: positive, and 1 in sum over the edges that a patient receives.

    The greatest score of each patient is taken off first, so that no exponential overflows; that
    is a constant of the softmax, and no gradient flows through it.

    Args:
        scores: one per edge and head.
        receivers: of the edges, as row numbers.
        patients: how many there are.

    Shapes:
        scores: (edges, heads), float.
        receivers: (edges,), int64.
        returns: (edges, heads), float.
    """
    greatest = scores.new_zeros(patients, scores.shape[1]).scatter_reduce_(
        0, receivers[:, None].expand_as(scores), scores.detach(), "amax", include_self=False
    )
    exponential = (scores - greatest.index_select(0, receivers)).exp()
    total = add_received(exponential, receivers, patients) + LEAST_SUM
    return exponential / total.index_select(0, receivers)


def with_self_loops(edges: Tensor, patients: int) -> Tensor:
    """The edges, and behind them one from every patient to itself.

    Args:
        edges: without self-loops.
        patients: how many there are.

    Shapes:
        edges: (2, edges), int64.
        returns: (2, edges + patients), int64.
    """
    own = torch.arange(patients, device=edges.device).expand(2, -1)
    return torch.cat([edges, own], dim=1)


def convolution_shares(senders: Tensor, receivers: Tensor, weights: Tensor) -> Tensor:
    """What a graph convolution multiplies each message with.

    The weight, divided by the root of both strengths, where the strength of a patient is the sum
    of the weights that it receives (Kipf and Welling 2017, https://arxiv.org/abs/1609.02907,
    eq. 2).

    Args:
        senders: of the edges and of the self-loops behind them, one per patient.
        receivers: of the same.
        weights: of the edges alone; a self-loop has the weight 1.

    Shapes:
        senders: (edges + patients,), int64.
        receivers: (edges + patients,), int64.
        weights: (edges,), float, at least 0.
        returns: (edges + patients,), float.
    """
    patients = len(senders) - len(weights)
    weights = torch.cat([weights, weights.new_ones(patients)])
    root = add_received(weights, receivers, patients).pow(-0.5)
    return root[senders] * weights * root[receivers]


def draw_glorot(*weights: Tensor) -> None:
    """Draw weights uniformly, as wide as keeps the spread of signals from layer to layer.

    The bound is the root of 6 / (rows + columns) of the last two dimensions (Glorot and Bengio
    2010, https://proceedings.mlr.press/v9/glorot10a.html, eq. 16).

    Args:
        weights: overwritten, one after the other.
    """
    for weight in weights:
        bound = math.sqrt(6 / (weight.shape[-2] + weight.shape[-1]))
        nn.init.uniform_(weight, -bound, bound)
