"""Settings of the models that are stacked on each other (hfgnn/ensembles)."""

from dataclasses import dataclass

from omegaconf import MISSING

from hfgnn.config.check import need


@dataclass
class Ensemble:
    """Further models beside the network and its controls."""

    _target_: str = MISSING


@dataclass
class NoEnsemble(Ensemble):
    """None of them (hfgnn/ensembles/none.py)."""

    _target_: str = "hfgnn.ensembles.none.NoEnsemble"


@dataclass
class Forest:
    """Random Forest (hfgnn/ensembles/forest.py)."""

    trees: int = MISSING
    depth: int = MISSING
    least_rows: int = MISSING
    column_share: float = MISSING

    def __post_init__(self) -> None:
        for name in ("trees", "depth", "least_rows"):
            value = getattr(self, name)
            need(value >= 1, f"ensemble.forest.{name}", value, "at least 1")
        share = self.column_share
        need(0 < share <= 1, "ensemble.forest.column_share", share, "in (0, 1]")


@dataclass
class Boosting:
    """XGBoost (hfgnn/ensembles/boosted.py)."""

    trees: int = MISSING
    depth: int = MISSING
    learning_rate: float = MISSING
    row_share: float = MISSING
    column_share: float = MISSING
    penalty: float = MISSING
    least_weight: float = MISSING

    def __post_init__(self) -> None:
        for name in ("trees", "depth"):
            value = getattr(self, name)
            need(value >= 1, f"ensemble.boosting.{name}", value, "at least 1")
        for name in ("learning_rate", "row_share", "column_share"):
            value = getattr(self, name)
            need(0 < value <= 1, f"ensemble.boosting.{name}", value, "in (0, 1]")
        for name in ("penalty", "least_weight"):
            value = getattr(self, name)
            need(value >= 0, f"ensemble.boosting.{name}", value, "at least 0")


@dataclass
class Clusters:
    """K-Means and Ward (hfgnn/ensembles/clusters.py)."""

    most: int = MISSING
    rows: int = MISSING
    starts: int = MISSING
    pairs: int = MISSING
    share: float = MISSING

    def __post_init__(self) -> None:
        need(self.most >= 2, "ensemble.clusters.most", self.most, "at least 2")
        rows, rule = self.rows, f"at least {10 * self.most}, ten for each cluster"
        need(rows >= 10 * self.most, "ensemble.clusters.rows", rows, rule)
        for name in ("starts", "pairs"):
            value = getattr(self, name)
            need(value >= 1, f"ensemble.clusters.{name}", value, "at least 1")
        need(0 < self.share < 1, "ensemble.clusters.share", self.share, "in (0, 1)")


@dataclass
class Splines:
    """B-splines of each column (hfgnn/ensembles/spline_logistic.py)."""

    knots: int = MISSING
    degree: int = MISSING
    least_values: int = MISSING

    def __post_init__(self) -> None:
        need(self.knots >= 3, "ensemble.splines.knots", self.knots, "at least 3")
        need(self.degree >= 1, "ensemble.splines.degree", self.degree, "at least 1")
        least, rule = self.least_values, f"at least {self.knots}, one for each knot"
        need(least >= self.knots, "ensemble.splines.least_values", least, rule)


@dataclass
class Stacking(Ensemble):
    """Members, and a model on their out-of-fold answers (hfgnn/ensembles/stacking.py)."""

    _target_: str = "hfgnn.ensembles.stacking.Stacking"
    folds: int = MISSING
    stack_penalty: float = MISSING
    forest: Forest = MISSING
    boosting: Boosting = MISSING
    logistic_penalties: list[float] = MISSING
    clusters: Clusters = MISSING
    splines: Splines = MISSING
    surrogate_depth: int = MISSING
    threads: int = MISSING

    def __post_init__(self) -> None:
        need(self.folds >= 2, "ensemble.folds", self.folds, "at least 2")
        need(self.stack_penalty > 0, "ensemble.stack_penalty", self.stack_penalty, "above 0")
        penalties, rule = self.logistic_penalties, "one or more numbers above 0"
        need(bool(penalties) and min(penalties) > 0, PENALTIES, penalties, rule)
        depth = self.surrogate_depth
        need(1 <= depth <= 6, "ensemble.surrogate_depth", depth, "in [1, 6]")
        need(self.threads >= 1, "ensemble.threads", self.threads, "at least 1")


PENALTIES = "ensemble.logistic_penalties"
