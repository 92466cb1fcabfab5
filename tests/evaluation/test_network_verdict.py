"""What may be said of a network that has no graph."""

import numpy as np
import pytest

from hfgnn.config.evaluation import Evaluation, Recalibration, Threshold
from hfgnn.evaluation.compare import Comparison, evaluate, verdict_on_network

RULES = Evaluation(Threshold.balanced, 1000, 0.95, 0.9, Recalibration.platt, 0.9, [])
BETTER, SAME, WORSE = (0.05, 0.02, 0.08), (0.01, -0.02, 0.04), (-0.05, -0.08, -0.02)


def against(**differences):
    return [Comparison("gcn", name, "auroc", *values) for name, values in differences.items()]


@pytest.mark.parametrize(
    ("differences", "said"),
    [
        (
            {"logistic_bands": BETTER, "majority": (0.3, 0.2, 0.4)},
            "gcn beats every control, logistic_bands by +0.050 [+0.020, +0.080] AUROC",
        ),
        (
            {"logistic_bands": SAME, "majority": BETTER},
            "no evidence that gcn beats logistic_bands: +0.010 [-0.020, +0.040] AUROC",
        ),
        (
            {"logistic_bands": WORSE, "majority": BETTER},
            "gcn is worse than logistic_bands: -0.050 [-0.080, -0.020] AUROC",
        ),
    ],
)
def test_the_verdict_on_a_network_without_a_graph(differences, said):
    assert verdict_on_network(against(**differences)) == said


def test_where_no_control_is_without_edges_the_verdict_is_on_the_network(predictions):
    label = np.arange(60) % 2
    said = np.random.default_rng(0).random(60)
    network, control = predictions(label, label / 2 + said), predictions(label, said, model="other")
    evaluated = evaluate(network, [control], settings=RULES, seed=0)
    assert evaluated.verdict.startswith("gcn beats every control, other by +")
