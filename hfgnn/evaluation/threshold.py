"""One rule for all models: from which probability a page is called diseased."""

import numpy as np
from numpy.typing import NDArray

from hfgnn.config.evaluation import Threshold
from hfgnn.types import Rows


def choose_threshold(probability: NDArray[np.float64], label: Rows, rule: Threshold) -> float:
    """The threshold that the validation rows choose.

    ``balanced`` takes the highest balanced accuracy; where a stretch of thresholds shares it, the
    middle of the widest one. A model that gives everybody the same probability has nothing to
    choose, and keeps one half, like ``half``.

    Shapes:
        probability: (validation rows,).
        label: (validation rows,), 1 for disease.
    """
    values = np.unique(probability)
    if rule is Threshold.half or len(values) < 2:
        return 0.5
    between = (values[:-1] + values[1:]) / 2
    called = probability[None, :] >= between[:, None]
    sensitivity = called[:, label == 1].mean(axis=1)
    specificity = 1 - called[:, label == 0].mean(axis=1)
    score = sensitivity + specificity
    best = np.flatnonzero(score >= score.max() - 1e-12)
    widths = values[best + 1] - values[best]
    return float(between[best[widths.argmax()]])
