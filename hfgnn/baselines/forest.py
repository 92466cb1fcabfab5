"""A random forest on columns (Breiman 2001, https://doi.org/10.1023/A:1010933404324)."""

import numpy as np
from numpy.typing import NDArray
from sklearn.ensemble import RandomForestClassifier

from hfgnn.types import Nodes, Parts


def forest(
    nodes: Nodes, parts: Parts, *, trees: int, least_in_leaf: int, seed: int
) -> NDArray[np.float64]:
    """Probability of disease by trees that each learn a draw of the training rows.

    Args:
        nodes: columns and labels.
        parts: training rows fit; nothing is chosen.
        trees: how many.
        least_in_leaf: fewest training rows in a leaf.
        seed: of the draws.

    Shapes:
        returns: (rows,), float64, for every row of the nodes.
    """
    model = RandomForestClassifier(trees, min_samples_leaf=least_in_leaf, random_state=seed)
    model.fit(nodes.x[parts.train], nodes.label[parts.train])
    return np.asarray(model.predict_proba(nodes.x)[:, 1])
