"""Logistic regression on a block of columns, its penalty chosen by the validation rows."""

import warnings
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from sklearn.exceptions import ConvergenceWarning
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import log_loss

from hfgnn.types import Nodes, Parts, Rows


def logistic(
    nodes: Nodes, parts: Parts, columns: Rows, *, penalties: Sequence[float]
) -> NDArray[np.float64]:
    """Probability of disease by ridge-penalized logistic regression.

    Args:
        nodes: columns, scaled as the network sees them, and labels.
        parts: training rows fit, validation rows choose the penalty.
        columns: which columns may be used.
        penalties: inverse strengths to choose from; the lowest validation loss wins.

    Shapes:
        returns: (rows,), float64, for every row of the nodes.
    """
    x = nodes.x[:, columns].astype(np.float64)
    best, lowest = None, np.inf
    for penalty in penalties:
        model = _fit(x[parts.train], nodes.label[parts.train], penalty)
        answers = model.predict_proba(x[parts.validation])
        loss = log_loss(nodes.label[parts.validation], answers, labels=[0, 1])
        if best is None or loss < lowest:
            best, lowest = model, loss
    if best is None:
        raise ValueError("there are no penalties to choose from")
    return np.asarray(best.predict_proba(x)[:, 1])


def _fit(x: NDArray[np.float64], label: Rows, penalty: float) -> LogisticRegression:
    model = LogisticRegression(C=penalty, max_iter=300)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)  # a weak penalty is seldom chosen
        return model.fit(x, label)
