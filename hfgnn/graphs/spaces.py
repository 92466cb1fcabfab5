"""The spaces in which patients can be similar."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hfgnn.config.graph import Space
from hfgnn.graphs.cross_fitted import CrossFitted, Line, cross_fitted, inner_folds
from hfgnn.graphs.placement import (
    AS_IT_IS,
    InnerView,
    Placement,
    Views,
    scaled,
    seen_alike,
)
from hfgnn.types import BLOCKS, DataError, Nodes, Parts, Rows


@dataclass(frozen=True)
class SpaceRule:
    """How a space is made from the training rows of a fold.

    Attributes:
        space: which one.
        shares: of each block in the expected squared distance, for ``blocks``; none for equal ones.
        components: directions of ``pca``.
        inner_folds: parts of the training rows, each placed by a model that has not seen it.
        penalties: inverse strengths that the logistic regressions of ``weighted`` and ``score``
            choose from by rows that they have not seen.
    """

    space: Space
    shares: Mapping[str, float]
    components: int
    inner_folds: int
    penalties: Sequence[float]

    def views(self, nodes: Nodes, parts: Parts) -> Views:
        """Where all rows stand, with every fitted step fitted on training rows alone.

        The space of the network's own hidden layer begins as ``raw``; training rebuilds it.

        Raises:
            DataError: the rows do not suit the rule.
        """
        if self.space is Space.blocks:
            return seen_alike(self._blocks(nodes, parts.train), nodes.x)
        if self.space is Space.pca:
            return seen_alike(self._components(nodes, parts.train), nodes.x)
        if self.space is Space.weighted:
            return self._weighted(nodes, parts.train)
        if self.space is Space.score:
            return self._scores(nodes, parts.train)
        return seen_alike(AS_IT_IS, nodes.x)

    def _blocks(self, nodes: Nodes, train: Rows) -> Placement:
        """Each block so that it has its share of the expected squared distance."""
        there = blocks_of(nodes)
        if unknown := sorted(set(self.shares) - set(there)):
            raise DataError(
                f"graph.shares names {unknown[0]}, but patients have {', '.join(there)}"
            )
        factors = np.zeros(len(nodes.columns))
        for name, columns in there.items():
            spread = float(nodes.x[np.ix_(train, columns)].var(axis=0, dtype=np.float64).sum())
            share = self.shares.get(name, 0.0) if self.shares else 1.0
            factors[columns] = np.sqrt(share / spread) if spread > 0 else 0.0
        return scaled(factors)

    def _components(self, nodes: Nodes, train: Rows) -> Placement:
        """Along the directions in which training rows differ most."""
        x = nodes.x[train].astype(np.float64)
        _, _, directions = np.linalg.svd(x - x.mean(axis=0), full_matrices=False)
        kept = np.ascontiguousarray(directions[: self.components].T, dtype=np.float32)
        return Placement(kept, np.empty(0, dtype=np.float32))

    def _weighted(self, nodes: Nodes, train: Rows) -> Views:
        """Columns multiplied by what they weigh in a logistic regression.

        A distance is then made of differences in what each column adds to the logit.
        """
        fitted = self._fitted(nodes, train, np.arange(len(nodes.columns)))
        inner = tuple(
            InnerView(fold, _by_weight(line).of(nodes.x))
            for fold, line in zip(fitted.folds, fitted.inner, strict=True)
        )
        placement = _by_weight(fitted.whole)
        return Views(placement, placement.of(nodes.x), inner)

    def _scores(self, nodes: Nodes, train: Rows) -> Views:
        """Logits of a logistic regression on each block and, if there are several, on all columns.

        Training rows have those of regressions that have not seen them, and are so found by others.
        """
        there = blocks_of(nodes)
        each = list(there.values())
        if len(each) > 1:
            each.append(np.arange(len(nodes.columns)))
        fitted = [self._fitted(nodes, train, columns) for columns in each]
        matrix = np.zeros((len(nodes.columns), len(each)))
        offset = np.zeros(len(each))
        for number, (columns, one) in enumerate(zip(each, fitted, strict=True)):
            spread = one.out_of_fold.std() or 1.0
            matrix[columns, number] = one.whole.weight / spread
            offset[number] = one.whole.offset / spread
        placement = Placement(matrix.astype(np.float32), offset.astype(np.float32))
        points = placement.of(nodes.x)
        for number, one in enumerate(fitted):
            points[np.sort(train), number] = one.out_of_fold / (one.out_of_fold.std() or 1.0)
        return Views(placement, points)

    def _fitted(self, nodes: Nodes, train: Rows, columns: Rows) -> CrossFitted:
        folds = inner_folds(nodes, train, self.inner_folds)
        return cross_fitted(nodes, folds, columns, penalties=self.penalties)


def blocks_of(nodes: Nodes) -> dict[str, Rows]:
    """Column numbers of each block that the patients have."""
    each = {name: nodes.block(name) for name in BLOCKS}
    return {name: columns for name, columns in each.items() if len(columns)}


def _by_weight(line: Line) -> Placement:
    """Weights brought to a mean square of 1, so that views differ in no scale."""
    weight: NDArray[np.float64] = np.abs(line.weight)
    size = float(np.sqrt(np.mean(weight**2)))
    return scaled(weight / size if size > 0 else np.ones_like(weight))
