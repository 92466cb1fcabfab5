"""Whatever validation rows choose for one trained model, chosen in one place."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hfgnn.config.evaluation import Evaluation
from hfgnn.evaluation.conformal import Limits, conformal_limits
from hfgnn.evaluation.recalibration import fit_recalibration
from hfgnn.evaluation.recalibration_map import RecalibrationMap
from hfgnn.evaluation.threshold import choose_threshold
from hfgnn.types import Rows


@dataclass(frozen=True)
class Chosen:
    """What turns a model's probabilities into answers.

    Attributes:
        threshold: raw probability from which a page is called diseased.
        recalibration: from raw to calibrated probabilities.
        limits: of the conformal sets, on raw probabilities, where no recalibration makes ties.
    """

    threshold: float
    recalibration: RecalibrationMap
    limits: Limits


def choose(probability: NDArray[np.float64], label: Rows, settings: Evaluation) -> Chosen:
    """Choose on validation rows, for test rows and new patients alike.

    Args:
        probability: of disease, as the model says it.
        label: 1 for disease.
        settings: rules of the choice.

    Shapes:
        probability: (validation rows,).
        label: (validation rows,).
    """
    return Chosen(
        threshold=choose_threshold(probability, label, settings.threshold),
        recalibration=fit_recalibration(probability, label, settings.recalibration),
        limits=conformal_limits(probability, label, settings.coverage),
    )
