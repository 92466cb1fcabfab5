"""What AUPRC comes to without any knowledge, so that it is never shown alone."""

import numpy as np

from hfgnn.evaluation.placements import rows_by_fit
from hfgnn.types import Predictions


def auprc_base_rate(predictions: Predictions) -> float:
    """AUPRC of a model that tells nobody apart, on these test folds.

    In one fold that is the share of diseased pages. AUPRC is averaged over folds with the weight
    of their diseased pages (hfgnn/evaluation/metrics.py), and so is this; it is therefore a little
    above the share of diseased pages in all, the more the folds differ.

    Shapes:
        returns: NaN where no test fold holds both classes.
    """
    rates, weights = [], []
    for rows in rows_by_fit(predictions):
        ill = int((predictions.label[rows] == 1).sum())
        if 0 < ill < len(rows):
            rates.append(ill / len(rows))
            weights.append(ill)
    return float(np.average(rates, weights=weights)) if rates else float("nan")
