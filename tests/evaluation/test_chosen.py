"""One choice on validation rows serves test rows and new patients."""

import numpy as np
import pytest

from hfgnn.config.evaluation import Evaluation, Recalibration, Threshold
from hfgnn.evaluation.chosen import choose
from hfgnn.evaluation.conformal import conformal_limits

LABEL = np.array([0, 0, 0, 1, 1, 1, 0, 1, 0, 1])
SAID = np.array([0.1, 0.2, 0.3, 0.7, 0.8, 0.9, 0.6, 0.4, 0.15, 0.85])


@pytest.mark.parametrize("rule", Recalibration)
def test_limits_are_chosen_on_raw_probabilities_whatever_the_recalibration(rule):
    settings = Evaluation(
        threshold=Threshold.half,
        resamples=100,
        confidence=0.95,
        specificity=0.9,
        recalibration=rule,
        coverage=0.6,
        subgroups=[],
    )
    chosen = choose(SAID, LABEL, settings)
    assert chosen.limits == conformal_limits(SAID, LABEL, 0.6)
    assert chosen.threshold == 0.5
    moved = np.abs(chosen.recalibration.apply(SAID) - SAID).max()
    assert (moved == 0) == (rule is Recalibration.none)
