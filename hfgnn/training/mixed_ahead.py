"""What the first round of messages brings each patient, where no weight has a part in it."""

from __future__ import annotations

import tempfile

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from torch import nn

from hfgnn.models.graph_convolution import GraphConvolution
from hfgnn.models.neighbour_mean import NeighbourMean
from hfgnn.training.neighbour_lists import NeighbourLists
from hfgnn.types import Rows

MIXES_BEFORE_WEIGHTS = (GraphConvolution, NeighbourMean)
"""Layers that take a mixture of the features which they do not learn, and learn from it."""

ROWS_AT_A_TIME = 8192
"""So many rows are mixed in one go; of 517 float32 each they are 17 MB."""


def mix_ahead(
    layer: nn.Module,
    x: NDArray[np.float32],
    lists: NeighbourLists,
    received: NDArray[np.float32],
) -> NDArray[np.float32]:
    """The mixture that a layer makes of what it is given, before its weights.

    In a first round that is the same in every epoch, so that made once it spares a batch the
    reading of its last step, where most of its rows are (as in Wu et al. 2019,
    https://arxiv.org/abs/1902.07153, but of the first round alone: the network stays what it is).

    Args:
        layer: one of MIXES_BEFORE_WEIGHTS.
        x: columns of all patients.
        lists: from whom each patient receives.
        received: sum of the weights that each patient receives, as the lists give it.

    Shapes:
        x: (patients, columns), float32.
        received: (patients,), float32.
        returns: as x; where x is a memory map, then another one, of a file without a name in the
            system's folder for temporary files, which TMPDIR names.
    """
    mixed = _empty_like(x)
    counts = np.diff(lists.ends).clip(1)
    root = (1 + received) ** -0.5
    for begin in range(0, len(x), ROWS_AT_A_TIME):
        rows = np.arange(begin, min(begin + ROWS_AT_A_TIME, len(x)))
        if isinstance(layer, GraphConvolution):
            sums = _sums(x, lists, rows, root) + root[rows, None] * x[rows]
            mixed[rows] = root[rows, None] * sums
        else:
            mixed[rows] = _sums(x, lists, rows, None) / counts[rows, None].astype(np.float32)
    return mixed


def tables_of(
    layer: nn.Module,
    x: NDArray[np.float32],
    lists: NeighbourLists,
    received: NDArray[np.float32],
) -> dict[str, NDArray[np.float32]]:
    """What batches need of all patients where this is the first layer: x, or mixed, or both.

    Args:
        layer: the first one of a network.
        x: columns of all patients.
        lists: from whom each patient receives.
        received: sum of the weights that each patient receives, as the lists give it.
    """
    if type(layer) not in MIXES_BEFORE_WEIGHTS:
        return {"x": x}
    mixed = mix_ahead(layer, x, lists, received)
    if isinstance(layer, GraphConvolution):  # whose mixture has a row's own columns in it
        return {"mixed": mixed}
    return {"x": x, "mixed": mixed}


def _sums(
    x: NDArray[np.float32],
    lists: NeighbourLists,
    rows: Rows,
    root: NDArray[np.float32] | None,
) -> NDArray[np.float32]:
    """What each of some rows receives, added up; each sender times its root where one is given."""
    places, _ = lists.edges_to(rows)
    senders = lists.senders[places]
    share = np.ones(len(places), np.float32) if lists.weights is None else lists.weights[places]
    if root is not None:
        share = share * root[senders]
    ends = np.concatenate([[0], (lists.ends[rows + 1] - lists.ends[rows]).cumsum()])
    matrix = csr_array((share, senders, ends), shape=(len(rows), len(x)))
    return np.asarray(matrix @ x)


def _empty_like(x: NDArray[np.float32]) -> NDArray[np.float32]:
    if not isinstance(x, np.memmap):
        return np.empty_like(x)
    with tempfile.TemporaryFile() as file:  # gone from the folder at once, from disk with the map
        mapped: NDArray[np.float32] = np.memmap(file, np.float32, mode="w+", shape=x.shape)
    return mapped
