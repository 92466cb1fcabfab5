"""Everything about the use of one model, ready for metrics.json."""

import json
from dataclasses import replace

import numpy as np
import pytest
from scipy.special import expit

from hfgnn.config.evaluation import Evaluation, Recalibration, Threshold
from hfgnn.evaluation.usefulness import use
from hfgnn.types import DataError

SETTINGS = Evaluation(Threshold.balanced, 100, 0.95, 0.9, Recalibration.platt, 0.9, ["sex"])


@pytest.fixture
def answers(predictions):
    generator = np.random.default_rng(0)
    truth = generator.normal(size=120)
    label = (generator.random(120) < expit(truth)).astype(int)
    return predictions(label, expit(3 * truth + 1), calibrated=expit(truth))


@pytest.fixture
def attributes(answers):
    sex = dict.fromkeys(answers.record_id[:50].tolist(), "female")
    return {"sex": sex, "site": {}}


def test_what_goes_to_metrics_json_is_plain(answers, attributes):
    result = use(answers, attributes=attributes, settings=SETTINGS, seed=0).as_json()
    assert json.loads(json.dumps(result, allow_nan=False)) == result
    assert [*result] == ["calibration", "decision_curve", "conformal", "subgroups"]
    assert [*result["calibration"]] == ["raw", "recalibrated"]
    assert result["calibration"]["raw"]["scores"]["ece"].keys() == {
        *("value", "by_chance", "by_chance_95")
    }
    assert len(result["decision_curve"]["model"]) == 99
    assert [one["value"] for one in result["subgroups"]] == ["female", "unknown"]


def test_raw_and_recalibrated_are_told_apart(answers, attributes):
    result = use(answers, attributes=attributes, settings=SETTINGS, seed=0)
    assert result.raw.scores["slope"].high < 0.7
    assert result.recalibrated.scores["slope"].low > 0.5
    assert result.recalibrated.scores["slope"].value == pytest.approx(
        3 * result.raw.scores["slope"].value, rel=1e-5
    )


def test_decisions_are_made_on_recalibrated_probabilities(answers, attributes):
    result = use(answers, attributes=attributes, settings=SETTINGS, seed=0)
    called = answers.calibrated >= 0.5
    gain = np.where(answers.label == 1, 1, -1)[called].sum() / 120
    assert result.decision_curve.model[49] == pytest.approx(gain)


def test_only_the_columns_of_the_settings_are_shown(answers, attributes):
    none = replace(SETTINGS, subgroups=[])
    assert use(answers, attributes=attributes, settings=none, seed=0).subgroups == ()


def test_a_model_that_says_the_same_of_all_has_results_too(answers, attributes):
    constant = replace(answers, probability=np.full(120, 0.5), calibrated=np.full(120, 0.4))
    result = use(constant, attributes=attributes, settings=SETTINGS, seed=0).as_json()
    assert "slope" not in result["calibration"]["recalibrated"]["scores"]
    assert json.dumps(result, allow_nan=False)


def test_a_column_that_there_is_not_is_refused(answers, attributes):
    wrong = replace(SETTINGS, subgroups=["gender"])
    with pytest.raises(
        DataError,
        match="subgroups names gender, but it must be one of the columns: sex, site",
    ):
        use(answers, attributes=attributes, settings=wrong, seed=0)


def test_more_than_five_hundred_draws_are_not_made(answers, attributes):
    few, many = (
        use(answers, attributes=attributes, settings=replace(SETTINGS, resamples=number), seed=0)
        for number in (500, 600)
    )
    assert many == few
