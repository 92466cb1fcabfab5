"""Validation rows choose, test rows are read once."""

from types import SimpleNamespace

import numpy as np
import pytest

from hfgnn.config.evaluation import Evaluation, Recalibration, Threshold
from hfgnn.tasks.answers import Answers
from hfgnn.tasks.fold import Answer
from hfgnn.types import Parts, Split

PARTS = Parts(np.arange(12), np.arange(12, 16), np.arange(16, 20))
LABEL = np.array([0, 1] * 10)


@pytest.fixture
def answers():
    records = SimpleNamespace(
        label=LABEL,
        record_id=np.arange(20).astype(str),
        patient_id=np.arange(20).astype(str),
        group=np.arange(20) // 2,
    )
    settings = Evaluation(
        threshold=Threshold.balanced,
        resamples=100,
        confidence=0.95,
        specificity=0.9,
        recalibration=Recalibration.platt,
        coverage=0.5,
        subgroups=[],
    )
    return Answers(SimpleNamespace(records=records), settings)


def probability(validation, test):
    said = np.full(20, np.nan)
    said[PARTS.validation], said[PARTS.test] = validation, test
    return said


def test_validation_rows_choose_the_threshold_and_give_the_score_of_a_sweep(answers):
    # Validation rows rank rightly and part at .2, test rows rank wrongly and part elsewhere.
    answers.add(Split(0, 0, PARTS), Answer("gcn", 0, probability([0.1, 0.3] * 2, [0.9, 0.6] * 2)))
    answers.add(Split(0, 1, PARTS), Answer("gcn", 0, probability([0.3, 0.1] * 2, [0.9, 0.6] * 2)))
    assert answers.mean_validation_auroc("gcn") == 0.5  # 1 and 0
    (table,) = answers.predictions()
    assert table.threshold[:4] == pytest.approx(0.2)
    assert table.probability[:4].tolist() == [0.9, 0.6, 0.9, 0.6]
    assert table.fold.tolist() == [0] * 4 + [1] * 4
    assert table.group.tolist() == [8, 8, 9, 9] * 2


def test_recalibration_and_conformal_sets_come_from_validation_rows(answers):
    low_then_high = probability([0.1, 0.8] * 2, [0.05, 0.95, 0.4, 0.6])
    answers.add(Split(0, 0, PARTS), Answer("gcn", 0, low_then_high))
    (table,) = answers.predictions()
    assert (np.argsort(table.calibrated) == np.argsort(table.probability)).all()
    assert not np.allclose(table.calibrated, table.probability)
    assert table.may_be_healthy.tolist() == [True, False, False, False]
    assert table.may_be_ill.tolist() == [False, True, False, False]


def test_repeats_and_seeds_stand_below_each_other_in_their_order(answers):
    said = probability([0.1, 0.3] * 2, [0.9, 0.6] * 2)
    for repeat, seed in ((1, 1), (0, 1), (1, 0), (0, 0)):
        answers.add(Split(repeat, 0, PARTS), Answer("gcn", seed, said))
    (table,) = answers.predictions()
    assert table.repeat.tolist() == [0] * 8 + [1] * 8
    assert table.seed.tolist() == ([0] * 4 + [1] * 4) * 2
    assert table.fit.tolist() == [0] * 4 + [1] * 4 + [2] * 4 + [3] * 4
    assert answers.test_reads() == {
        "reads_per_model_and_test_fold": 1,
        "test_folds_read_per_model": {"gcn": 4},
    }


def test_no_model_reads_a_test_fold_twice(answers):
    said = Answer("gcn", 0, probability([0.1, 0.3] * 2, [0.9, 0.6] * 2))
    answers.add(Split(0, 2, PARTS), said)
    with pytest.raises(ValueError, match="gcn reads the test rows of fold2 a second time"):
        answers.add(Split(0, 2, PARTS), said)
