"""Settings of ensembles that cannot work are refused in one sentence."""

from dataclasses import replace

import pytest

from hfgnn.config.check import ConfigError
from hfgnn.config.ensemble import Boosting, Clusters, Forest, Stacking

FOREST = Forest(trees=10, depth=3, least_rows=2, column_share=0.5)
BOOSTING = Boosting(
    trees=10,
    depth=2,
    learning_rate=0.1,
    row_share=0.8,
    column_share=0.8,
    penalty=1.0,
    least_weight=1.0,
)
CLUSTERS = Clusters(most=5, rows=100, starts=2, pairs=4, share=0.8)
STACKING = Stacking(
    folds=3,
    stack_penalty=1.0,
    forest=FOREST,
    boosting=BOOSTING,
    logistic_penalties=[1.0],
    clusters=CLUSTERS,
    surrogate_depth=3,
    threads=1,
)


@pytest.mark.parametrize(
    ("settings", "change", "sentence"),
    [
        (FOREST, {"trees": 0}, "ensemble.forest.trees is 0, but it must be at least 1"),
        (FOREST, {"depth": 0}, "ensemble.forest.depth is 0"),
        (FOREST, {"least_rows": 0}, "ensemble.forest.least_rows is 0"),
        (FOREST, {"column_share": 1.5}, r"column_share is 1.5, but it must be in \(0, 1\]"),
        (BOOSTING, {"trees": 0}, "ensemble.boosting.trees is 0"),
        (BOOSTING, {"depth": 0}, "ensemble.boosting.depth is 0"),
        (BOOSTING, {"learning_rate": 0.0}, "ensemble.boosting.learning_rate is 0.0"),
        (BOOSTING, {"row_share": 0.0}, "ensemble.boosting.row_share is 0.0"),
        (BOOSTING, {"penalty": -1.0}, "penalty is -1.0, but it must be at least 0"),
        (BOOSTING, {"least_weight": -1.0}, "least_weight is -1.0"),
        (CLUSTERS, {"most": 1}, "ensemble.clusters.most is 1, but it must be at least 2"),
        (CLUSTERS, {"rows": 49}, "rows is 49, but it must be at least 50, ten for each cluster"),
        (CLUSTERS, {"starts": 0}, "ensemble.clusters.starts is 0"),
        (CLUSTERS, {"pairs": 0}, "ensemble.clusters.pairs is 0"),
        (CLUSTERS, {"share": 1.0}, r"share is 1.0, but it must be in \(0, 1\)"),
        (STACKING, {"folds": 1}, "ensemble.folds is 1, but it must be at least 2"),
        (STACKING, {"stack_penalty": 0.0}, "ensemble.stack_penalty is 0.0"),
        (STACKING, {"logistic_penalties": []}, "one or more numbers above 0"),
        (STACKING, {"logistic_penalties": [0.0]}, "one or more numbers above 0"),
        (STACKING, {"surrogate_depth": 7}, r"surrogate_depth is 7, but it must be in \[1, 6\]"),
        (STACKING, {"threads": 0}, "ensemble.threads is 0"),
    ],
)
def test_what_cannot_work_is_refused(settings, change, sentence) -> None:
    with pytest.raises(ConfigError, match=sentence):
        replace(settings, **change)
