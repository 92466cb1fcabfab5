"""Which coordinates of which patients are not there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hfgnn.graphs.placement import Placement, Places, Points
from hfgnn.types import Nodes, Rows, block_of

MIXED = ""
"""The block of a coordinate that is made of several."""

Known = NDArray[np.bool_]


@dataclass(frozen=True)
class Gaps:
    """Which coordinates of which rows are not there.

    A coordinate that mixes blocks is there for everybody: what is missing in it was filled with
    the mean of training. In a space of principal components or of a hidden layer, where all
    coordinates do, patients therefore stand where filling puts them.

    Attributes:
        blocks: of each coordinate; "" where it mixes several, and none at all where all do.
        lacks: for each block, which rows lack it; blocks that are not named are there.
    """

    blocks: Sequence[str]
    lacks: Mapping[str, Known]

    @property
    def names(self) -> list[str]:
        """Blocks that have a coordinate and that some row lacks."""
        return [name for name, rows in self.lacks.items() if name in self.blocks and rows.any()]

    def known(self, rows: Rows) -> Known:
        """Which of the blocks in ``names`` each row has.

        Shapes:
            returns: (rows, names).
        """
        each = [~self.lacks[name][rows] for name in self.names]
        return np.stack(each, axis=1) if each else np.ones((len(rows), 0), dtype=bool)

    def shared(self, known: Known) -> Rows:
        """Numbers of the coordinates that are there.

        Args:
            known: which of the blocks in ``names`` are.

        Shapes:
            known: (names,).
        """
        lacked = {name for name, is_there in zip(self.names, known, strict=True) if not is_there}
        return np.flatnonzero([name not in lacked for name in self.blocks])

    def spread(self, points: Points, rows: Rows) -> NDArray[np.float64]:
        """Variance of each coordinate among those of the rows that have it.

        Shapes:
            points: (all rows, coordinates).
            returns: (coordinates,).
        """
        spread = np.zeros(points.shape[1])
        for name in dict.fromkeys(self.blocks):
            columns = np.flatnonzero([block == name for block in self.blocks])
            having = rows[~self.lacks[name][rows]] if name in self.names else rows
            if len(having):
                some = points[np.ix_(having, columns)]
                spread[columns] = some.var(axis=0, dtype=np.float64)
        return spread


def coordinate_blocks(places: Places, columns: Sequence[str]) -> tuple[str, ...]:
    """The block of each coordinate; "" where one is made of several, and none at all where all are.

    Args:
        places: from columns to coordinates.
        columns: their names.
    """
    blocks = np.array([block_of(column) for column in columns])
    if places.keeps_columns:
        return tuple(blocks.tolist())
    if not isinstance(places, Placement):
        return ()
    made_of = (np.unique(blocks[one != 0]).tolist() for one in places.linear.T)
    return tuple(some[0] if len(some) == 1 else MIXED for some in made_of)


def gaps_of(nodes: Nodes, places: Places) -> Gaps:
    """What the patients lack of their coordinates.

    Args:
        nodes: the patients.
        places: what gives them coordinates.
    """
    return Gaps(coordinate_blocks(places, nodes.columns), nodes.lacks or {})
