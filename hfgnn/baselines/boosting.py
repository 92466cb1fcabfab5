"""Gradient-boosted trees on all columns."""

from itertools import islice

import numpy as np
from numpy.typing import NDArray
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.metrics import log_loss

from hfgnn.types import Nodes, Parts


def boosting(
    nodes: Nodes, parts: Parts, *, trees: int, leaves: int, learning_rate: float, seed: int
) -> NDArray[np.float64]:
    """Probability of disease by boosted trees; the validation rows choose how many.

    Args:
        nodes: columns and labels.
        parts: training rows fit, validation rows choose.
        trees: most trees.
        leaves: most leaves of a tree.
        learning_rate: share of each tree's answer that is added.
        seed: of the trees' ties.

    Shapes:
        returns: (rows,), float64, for every row of the nodes.
    """
    model = HistGradientBoostingClassifier(
        max_iter=trees,
        max_leaf_nodes=leaves,
        learning_rate=learning_rate,
        min_samples_leaf=min(20, max(2, len(parts.train) // 20)),  # 20 is no leaf of a small cohort
        early_stopping=False,
        random_state=seed,
    )
    model.fit(nodes.x[parts.train], nodes.label[parts.train])
    label = nodes.label[parts.validation]
    losses = [
        log_loss(label, answers, labels=[0, 1])
        for answers in model.staged_predict_proba(nodes.x[parts.validation])
    ]
    stages = model.staged_predict_proba(nodes.x)
    answers = next(islice(stages, int(np.argmin(losses)), None))
    return np.asarray(answers[:, 1])
