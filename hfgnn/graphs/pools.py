"""The candidates that are smallest in low precision, found without sorting the others.

The m smallest of a row lie in the m blocks whose own smallest are smallest. So a row is read once,
for the smallest of each block, and only these blocks are looked into.
"""

from collections.abc import Iterator
from copy import copy
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray

from hfgnn.graphs.screening import BFLOAT16, Precision, Rounded
from hfgnn.types import Rows

BYTES_AT_ONCE = 200_000_000
"""Of squared distances; they are read again while they are still near the processor."""


@dataclass(frozen=True)
class Pool:
    """The candidates of some queries whose screened squared distances are smallest.

    Attributes:
        queries: which ones, as numbers in the list of queries.
        columns: int64 (queries, size), as numbers in the list of candidates; meaningless where the
            value is infinite.
        values: float64 (queries, size), squared distances; those of all other candidates are
            no smaller than the largest of a row.
    """

    queries: slice
    columns: Rows
    values: NDArray[np.float64]


class OwnGroup:
    """Which candidates are of a query's own group.

    Args:
        queries: int64 (queries,), group of each.
        candidates: int64 (candidates,), group of each.
    """

    def __init__(self, queries: Rows, candidates: Rows) -> None:
        self.order = np.argsort(candidates, kind="stable")
        in_order = candidates[self.order]
        self.first = np.searchsorted(in_order, queries)
        self.counts = np.searchsorted(in_order, queries, side="right") - self.first

    def among(self, rows: Rows) -> "OwnGroup":
        """The same for some of the queries."""
        some = copy(self)
        some.first, some.counts = self.first[rows], self.counts[rows]
        return some

    def of(self, queries: slice) -> tuple[torch.Tensor, torch.Tensor]:
        """Pairs that may not be joined: places within the slice, and candidates."""
        counts, first = self.counts[queries], self.first[queries]
        rows = np.repeat(np.arange(len(counts)), counts)
        within = np.arange(len(rows)) - np.repeat(np.cumsum(counts) - counts, counts)
        return torch.from_numpy(rows), torch.from_numpy(self.order[first[rows] + within])


class Pools:
    """The nearest of all candidates in low precision, for some queries at a time.

    Args:
        queries: who asks.
        candidates: who may be found.
        own: pairs that are left out.
        size: candidates per query.
    """

    def __init__(self, queries: Rounded, candidates: Rounded, own: OwnGroup, size: int) -> None:
        self.queries = queries
        self.own = own
        self.size = size
        number = len(candidates.numbers)
        # Looking for the blocks, and then into them, takes about equally long.
        self.length = max(2, round(np.sqrt(number / size)))
        self.blocks = -(-number // self.length)
        self.blocks += -self.blocks % 32
        self.right = candidates.as_candidates(self.length * self.blocks)

        bytes_each = self.right.shape[1] * queries.precision.bits // 8
        self.step = max(64, BYTES_AT_ONCE // bytes_each)

    def __len__(self) -> int:
        return -(-len(self.queries.numbers) // self.step)

    def __iter__(self) -> Iterator[Pool]:
        precision, width = self.queries.precision, self.right.shape[1]
        number, step = len(self.queries.numbers), self.step
        squared = torch.empty(min(step, number), width, dtype=precision.kind)
        for start in range(0, number, step):
            queries = slice(start, min(start + step, number))
            some = squared[: queries.stop - queries.start]
            _multiply(self.queries.as_queries(queries), self.right, some, precision)
            some[self.own.of(queries)] = torch.inf
            columns, values = self._smallest(some)
            yield Pool(queries, columns, values)

    def _smallest(self, squared: torch.Tensor) -> tuple[Rows, NDArray[np.float64]]:
        precision = self.queries.precision
        keys = squared.view(precision.key).view(len(squared), self.length, self.blocks)
        chosen = min(self.size, self.blocks)
        blocks, _ = _first(keys.amin(dim=1), chosen, precision)
        each = blocks[:, None, :].expand(-1, self.length, -1)
        places, values = _first(keys.gather(2, each).flatten(1), self.size, precision)
        columns = blocks.gather(1, places % chosen) + places // chosen * self.blocks
        return columns.numpy(), values.double().numpy()


def _multiply(
    left: torch.Tensor, right: torch.Tensor, out: torch.Tensor, precision: Precision
) -> None:
    if precision is BFLOAT16:
        torch.mm(left, right, out=out)
    else:  # torch may have been told to multiply float32 less precisely; numpy has not
        np.matmul(left.numpy(), right.numpy(), out=out.numpy())


def _first(
    keys: torch.Tensor, number: int, precision: Precision
) -> tuple[torch.Tensor, torch.Tensor]:
    """Places and values of the smallest of each row, in no order.

    A key and its place are one integer, so that the smallest bring their places along.
    """
    wide = (keys.to(precision.wide) << precision.bits) | torch.arange(
        keys.shape[1], dtype=precision.wide
    )
    smallest = torch.from_numpy(np.partition(wide.numpy(), number - 1, axis=1)[:, :number].copy())
    places = (smallest & ((1 << precision.bits) - 1)).to(torch.int64)
    return places, (smallest >> precision.bits).to(precision.key).view(precision.kind)
