"""Whoever some patients' answers depend on: all rows within a few steps, and the edges between."""

from dataclasses import dataclass

import numpy as np

from hfgnn.training.neighbour_lists import Integers, NeighbourLists
from hfgnn.types import UNKNOWN, Rows

NO_EDGES = np.empty((2, 0), np.int64)


@dataclass(frozen=True)
class Neighbourhood:
    """A part of a graph, in a numbering of its own, from those asked about outwards.

    Attributes:
        rows: integers (rows,), of the whole graph: those asked about, those one step before them,
            and so on.
        edges: int64 (2, edges). Row 0 sends, row 1 receives, as positions in ``rows``; all that a
            row receives in the whole graph, but for the rows of the last step, which only send.
        places: int64 (edges,), of the edges in the lists they were taken from.
        num_rows: how many rows lie within 0, 1, 2, ... steps.
        num_edges: how many edges are received within 0, 1, ... steps, one number fewer.
    """

    rows: Integers
    edges: Rows
    places: Rows
    num_rows: tuple[int, ...]
    num_edges: tuple[int, ...]


class Reach:
    """Finds neighbourhoods in time that depends on their own size alone.

    Not for several threads at once: it writes down which rows it has seen.

    Args:
        lists: from whom each patient receives.
        num_steps: how far it goes.
    """

    def __init__(self, lists: NeighbourLists, *, num_steps: int) -> None:
        self.lists = lists
        self.num_steps = num_steps
        self._position = np.full(lists.num_patients, UNKNOWN)

    def around(self, asked: Integers) -> Neighbourhood:
        """The rows within reach of those that are asked about.

        Args:
            asked: row numbers.
        """
        self._position[asked] = np.arange(len(asked))
        steps, num_rows = list[Integers]([asked]), [len(asked)]
        edges, places, num_edges = [NO_EDGES], list[Rows]([NO_EDGES[0]]), list[int]()
        for _ in range(self.num_steps):
            found, receivers = self.lists.edges_to(steps[-1])
            sending = self.lists.senders[found]
            receivers += num_rows[-1] - len(steps[-1])
            steps.append(self._new(sending, known=num_rows[-1]))
            num_rows.append(num_rows[-1] + len(steps[-1]))
            edges.append(np.stack([self._position[sending], receivers]))
            places.append(found)
            num_edges.append(sum(len(one) for one in places))
        rows = np.concatenate(steps)
        self._position[rows] = UNKNOWN
        return Neighbourhood(
            rows=rows,
            edges=np.concatenate(edges, axis=1),
            places=np.concatenate(places),
            num_rows=tuple(num_rows),
            num_edges=tuple(num_edges),
        )

    def _new(self, sending: Integers, *, known: int) -> Integers:
        """Senders that have no position yet, each once; they are given the next ones."""
        position = self._position
        new: Integers = sending[position[sending] == UNKNOWN]
        position[new] = np.arange(len(new))  # of a row that occurs twice the last one stays
        new = new[position[new] == np.arange(len(new))]
        position[new] = known + np.arange(len(new))
        return new
