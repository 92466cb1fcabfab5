"""Forest, boosted trees, logistic regressions with clusters and splines, and a stack of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.tree import DecisionTreeRegressor

from hfgnn.config.ensemble import Boosting, Clusters, Forest, Splines
from hfgnn.ensembles.blend import Blend, blend, out_of_fold
from hfgnn.ensembles.boosted import BoostedClassifier, FittedBoosting
from hfgnn.ensembles.cluster_facts import cluster_facts
from hfgnn.ensembles.cluster_logistic import ClusterLogistic, FittedClusterLogistic
from hfgnn.ensembles.explained import Explained
from hfgnn.ensembles.forest import FittedForest, RandomForest
from hfgnn.ensembles.learned import Learned
from hfgnn.ensembles.member import Member
from hfgnn.ensembles.spline_logistic import FittedSplineLogistic, SplineLogistic
from hfgnn.ensembles.tree import Tree
from hfgnn.ensembles.units import Units
from hfgnn.types import Nodes, Parts, Rows

Floats = NDArray[np.float64]
STACKING = "stacking"
MEMBERS = ("forest", "xgboost", "logistic_clusters", "logistic_splines")


@dataclass(frozen=True)
class FittedStacking:
    """Members of one fold that have learned, and the weights of their answers.

    Attributes:
        nodes: of the fold.
        learned: the training rows.
        forest: a member.
        xgboost: a member.
        logistic_clusters: a member.
        logistic_splines: a member.
        blend: the weights, in the order of MEMBERS.
        clustering: settings by which the stability of the clusters is measured.
        surrogate_depth: of the tree that is told instead of the stack.
        seed: of the fold.
    """

    nodes: Nodes
    learned: Learned
    forest: FittedForest
    xgboost: FittedBoosting
    logistic_clusters: FittedClusterLogistic
    logistic_splines: FittedSplineLogistic
    blend: Blend
    clustering: Clusters
    surrogate_depth: int
    seed: int

    @cached_property
    def probability(self) -> Mapping[str, Floats]:
        """Of disease, for every row of the nodes, by member and by the stack."""
        return self._answers(self.nodes.x)

    @cached_property
    def clusters(self) -> Mapping[str, Any]:
        """Number, silhouette, stability and share of disease of the training rows' clusters."""
        columns = self.logistic_clusters.columns
        originals = self.learned.originals()
        untailed = replace(originals, x=columns.untailed.apply(originals.x))
        return cluster_facts(columns.clusters, untailed, self.clustering, seed=self.seed)

    @property
    def weights(self) -> Mapping[str, float]:
        """Of the members' log-odds in the stack."""
        return dict(zip(MEMBERS, self.blend.weights.tolist(), strict=True))

    def explain(self, rows: Rows, units: Units) -> Explained:
        """Why these rows are answered as they are.

        Args:
            rows: of the nodes, for a report the test rows.
            units: of the columns.
        """
        nodes, x = self.nodes, self.nodes.x[rows]
        mean, scale = units.mean_and_scale(nodes.columns)
        surrogate = self._surrogate()
        usual = self.forest.most_usual(self.learned.originals().x, nodes.columns)
        grown = Tree.of(surrogate, nodes.columns, is_classifier=False)
        return Explained(
            record_id=nodes.record_id[rows],
            label=nodes.label[rows],
            probability=self.probability[STACKING][rows],
            columns=nodes.columns,
            x=x.astype(np.float64),
            value=_exact(x * scale + mean, scale),
            in_unit=units.known(nodes.columns),
            levels=units.levels,
            contributions={
                "forest": self.forest.contributions(x),
                "xgboost": self.xgboost.contributions(x),
            },
            trees={"surrogate": grown.with_units(units), "forest": usual.with_units(units)},
            surrogate=np.asarray(surrogate.predict(x), dtype=np.float64),
            weights=self.weights,
        )

    def _surrogate(self) -> Any:
        """A small tree that learned what the stack answers of the training rows."""
        x = self.learned.originals().x
        tree = DecisionTreeRegressor(
            max_depth=self.surrogate_depth,
            min_samples_leaf=max(5, len(x) // 25),  # an end that stands for nobody tells nothing
            random_state=self.seed,
        )
        return tree.fit(x, self._answers(x)[STACKING])

    def _answers(self, x: NDArray[np.float32]) -> dict[str, Floats]:
        said = {name: getattr(self, name).probability(x) for name in MEMBERS}
        stacked = self.blend.probability(np.column_stack([said[name] for name in MEMBERS]))
        return {**said, STACKING: stacked}


@dataclass(frozen=True)
class Stacking:
    """How members and their stack learn in every fold.

    The stack is a model on answers that members gave to patients they had not learned (Wolpert
    1992, https://doi.org/10.1016/S0893-6080(05)80023-1); the members then learn all training rows.

    Attributes:
        folds: inner ones, by patient, for those answers.
        stack_penalty: on the squares of the members' weights.
        forest: settings of a member.
        boosting: settings of a member.
        logistic_penalties: inverse strengths, among which the logistic members choose.
        clusters: settings of the clusters that one of them knows.
        splines: settings of the curves of the other.
        surrogate_depth: of the tree that is told instead of the stack.
        threads: of the processor.
    """

    folds: int
    stack_penalty: float
    forest: Forest
    boosting: Boosting
    logistic_penalties: Sequence[float]
    clusters: Clusters
    splines: Splines
    surrogate_depth: int
    threads: int

    def fit(
        self, nodes: Nodes, parts: Parts, *, originals: NDArray[np.bool_], seed: int
    ) -> FittedStacking:
        """Learn from the training rows alone; augmented copies teach members, not the stack.

        Args:
            nodes: columns and labels.
            parts: which rows are trained on.
            originals: True for pages, False for augmented copies.
            seed: of everything that is drawn.

        Shapes:
            originals: (rows,).

        Raises:
            DataError: a class has fewer than two patients among the training rows.
        """
        learned = Learned.of(nodes, parts.train, originals)
        members = self._members()
        said = out_of_fold(list(members.values()), learned, folds=self.folds, seed=seed)
        known = learned.original & ~np.isnan(said).any(axis=1)
        weights = blend(said[known], learned.label[known], penalty=self.stack_penalty)
        fitted: dict[str, Any] = {
            name: member.fit(learned, seed=seed) for name, member in members.items()
        }
        return FittedStacking(
            nodes=nodes,
            learned=learned,
            blend=weights,
            clustering=self.clusters,
            surrogate_depth=self.surrogate_depth,
            seed=seed,
            **fitted,
        )

    def _members(self) -> dict[str, Member]:
        return {
            "forest": RandomForest(self.forest, self.threads),
            "xgboost": BoostedClassifier(self.boosting, self.threads),
            "logistic_clusters": ClusterLogistic(self.logistic_penalties, self.clusters),
            "logistic_splines": SplineLogistic(self.logistic_penalties, self.splines),
        }


def _exact(value: Floats, scale: Floats) -> Floats:
    """Zeros again, where single precision left next to nothing of them."""
    return np.where(np.abs(value) < TINY * scale, 0.0, value)


TINY = 1e-5
"""Of a standard deviation."""
