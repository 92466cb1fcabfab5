"""Neighbours in the network's own hidden layer, found anew while it is trained."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from torch import Tensor, nn

from hfgnn.config.config import Config
from hfgnn.graphs.cross_fitted import inner_folds
from hfgnn.graphs.knn import Knn
from hfgnn.graphs.placement import InnerView, Places, Views, seen_alike
from hfgnn.training.fit import fit
from hfgnn.training.hidden_placement import HiddenPlacement
from hfgnn.types import Nodes, Parts


@dataclass(frozen=True)
class Rebuilding:
    """A network whose graph follows its hidden layer while it learns.

    In the manner of dynamic graphs (Wang et al. 2019, https://arxiv.org/abs/1801.07829; Kazi et
    al. 2022, https://arxiv.org/abs/2002.04999): train, place everybody by what the network
    makes of each alone, join them anew, train on.

    Attributes:
        settings: of the run.
        knn: makes the graph, the first time in the space of the columns.
        make_network: gives a fresh network.
        seed: of its weights.
    """

    settings: Config
    knn: Knn
    make_network: Callable[[], nn.Module]
    seed: int

    def views(self, nodes: Nodes, parts: Parts) -> Views:
        """Where patients stand at the end.

        A network pulls the rows that it learned from towards their own class, and test rows not.
        So for each inner fold a network of its own goes the same way without it, and the rows of
        that fold look for their neighbours as that one sees them.

        Args:
            nodes: of the fold.
            parts: which rows train and choose the epoch.

        Raises:
            DataError: the network has no hidden layer to compare patients in.
        """
        inner = []
        for fold in inner_folds(nodes, parts.train, self.knn.rule.inner_folds):
            others = Parts(np.setdiff1d(parts.train, fold), parts.validation, parts.test)
            inner.append(InnerView(fold, self._placement(nodes, others).of(nodes.x)))
        placement = self._placement(nodes, parts)
        return Views(placement, placement.of(nodes.x), tuple(inner))

    def _placement(self, nodes: Nodes, parts: Parts) -> Places:
        placement: Places = self.knn.views(nodes, parts).placement
        weights = None
        for _ in range(self.knn.rebuilds):
            views = seen_alike(placement, nodes.x)
            graph = self.knn.join(nodes, parts, self.settings.protocol.graph, views)
            fitted = fit(
                self._going_on(weights),
                nodes,
                graph,
                parts,
                settings=self.settings.training,
                logger=None,
                seed=self.seed,
            )
            weights = fitted.weights
            placement = HiddenPlacement(self._going_on(weights)())
        return placement

    def _going_on(self, weights: dict[str, Tensor] | None) -> Callable[[], nn.Module]:
        """Gives a network that goes on where another ended."""

        def made() -> nn.Module:
            network = self.make_network()
            if weights is not None:
                network.load_state_dict(weights)
            return network

        return made
