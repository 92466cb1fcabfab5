"""The stack is compared with members on the same patients; test rows choose no member."""

import numpy as np
import pytest
from sklearn.metrics import roc_auc_score

from hfgnn.config.evaluation import Evaluation, Recalibration, Threshold
from hfgnn.evaluation.bootstrap import draw_patients
from hfgnn.evaluation.compare import evaluate
from hfgnn.evaluation.stacking_gain import best_of, stacking_gain

LABEL = [1, 1, 0, 0, 1, 1, 0, 0]
FOLD = [0, 0, 0, 0, 1, 1, 1, 1]
RIGHT, WRONG = [0.9, 0.8, 0.2, 0.1], [0.1, 0.2, 0.8, 0.9]


@pytest.fixture
def settings() -> Evaluation:
    return Evaluation(
        threshold=Threshold.half,
        resamples=200,
        confidence=0.9,
        specificity=0.9,
        recalibration=Recalibration.none,
        coverage=0.9,
        subgroups=[],
    )


@pytest.fixture
def members(predictions):
    """One is right in the first fold, the other in the second."""
    return [
        predictions(LABEL, RIGHT + WRONG, fold=FOLD, model="forest"),
        predictions(LABEL, WRONG + RIGHT, fold=FOLD, model="xgboost"),
    ]


def validation(forest, xgboost):
    return {
        name: {(0, 0, fold): auroc for fold, auroc in enumerate(aurocs)}
        for name, aurocs in (("forest", forest), ("xgboost", xgboost))
    }


def test_every_fold_takes_the_member_that_its_validation_rows_prefer(members) -> None:
    best, chosen = best_of(members, validation([0.9, 0.4], [0.5, 0.8]))
    assert best.probability.tolist() == RIGHT + RIGHT
    assert chosen == {"forest": 1, "xgboost": 1}


def test_validation_rows_choose_even_if_test_rows_know_better(members) -> None:
    best, _ = best_of(members, validation([0.4, 0.9], [0.5, 0.8]))
    assert best.probability.tolist() == WRONG + WRONG


def test_the_first_of_equals_wins(members) -> None:
    _, chosen = best_of(members, validation([0.7, 0.7], [0.7, 0.7]))
    assert chosen == {"forest": 2, "xgboost": 0}


def test_the_gain_is_the_difference_of_the_aurocs(predictions, members, settings) -> None:
    stack = predictions(LABEL, [*RIGHT, 0.9, 0.3, 0.5, 0.1], fold=FOLD, model="stacking")
    found = stacking_gain(
        stack,
        members,
        validation_auroc=validation([0.9, 0.9], [0.5, 0.5]),
        settings=settings,
        seed=0,
    )
    # 1 and 3/4 of the pairs of the folds, against 1 and 0.
    assert found.over_best.difference == pytest.approx(0.875 - 0.5)
    assert found.over_members[0].difference == pytest.approx(0.375)
    assert [one.against for one in found.over_members] == ["forest", "xgboost"]
    assert found.over_best.low <= found.over_best.difference <= found.over_best.high


def test_the_draws_are_those_of_every_other_comparison(predictions, settings) -> None:
    rng = np.random.default_rng(0)
    label = rng.integers(0, 2, 80)
    fold = np.arange(80) % 2
    stack, forest, xgboost = (
        predictions(label, rng.random(80) + 0.3 * label, fold=fold, model=name)
        for name in ("stacking", "forest", "xgboost")
    )
    found = stacking_gain(
        stack,
        [forest, xgboost],
        validation_auroc=validation([0.9, 0.9], [0.5, 0.5]),
        settings=settings,
        seed=3,
    )
    alone = predictions(label, np.full(80, 0.5), fold=fold, model="no_edges")
    others = evaluate(stack, [forest, xgboost, alone], settings=settings, seed=3).comparisons
    assert found.over_members == tuple(
        one for one in others if one.metric == "auroc" and one.against != "no_edges"
    )
    assert found.over_best.low == found.over_members[0].low


def test_the_interval_is_of_patients_counted_by_hand(predictions, settings) -> None:
    rng = np.random.default_rng(1)
    label = np.repeat([0, 1], 20)
    one, other = (rng.random(40) + 0.5 * label for _ in range(2))
    weights = draw_patients(np.arange(40), resamples=200, seed=5)[1:]
    gains = [
        roc_auc_score(label, one, sample_weight=draw)
        - roc_auc_score(label, other, sample_weight=draw)
        for draw in weights
    ]
    found = stacking_gain(
        predictions(label, one, model="stacking"),
        [predictions(label, other, model="forest")],
        validation_auroc={"forest": {(0, 0, 0): 0.5}},
        settings=settings,
        seed=5,
    )
    assert found.over_best.low == pytest.approx(np.quantile(gains, 0.05))
    assert found.over_best.high == pytest.approx(np.quantile(gains, 0.95))


def test_as_json_is_plain(predictions, members, settings) -> None:
    stack = predictions(LABEL, RIGHT + RIGHT, fold=FOLD, model="stacking")
    known = validation([0.9, 0.9], [0.5, 0.5])
    found = stacking_gain(stack, members, validation_auroc=known, settings=settings, seed=0)
    told = found.as_json()
    assert told["chosen"] == {"forest": 2, "xgboost": 0}
    assert told["over_best"]["against"] == "best_member"
    assert [one["against"] for one in told["over_members"]] == ["forest", "xgboost"]


def test_what_cannot_be_compared_is_refused(predictions, members, settings) -> None:
    stack = predictions(LABEL, RIGHT + RIGHT, fold=FOLD, model="stacking")
    with pytest.raises(ValueError, match="there are none"):
        stacking_gain(stack, [], validation_auroc={}, settings=settings, seed=0)
    with pytest.raises(ValueError, match="xgboost has no validation AUROC for repeat 0, seed 0"):
        best_of(members, {"forest": {(0, 0, 0): 0.5, (0, 0, 1): 0.5}})
    short = predictions(LABEL[:4], RIGHT, model="forest")
    with pytest.raises(ValueError, match="forest answers other pages than stacking"):
        stacking_gain(stack, [short], validation_auroc={}, settings=settings, seed=0)
