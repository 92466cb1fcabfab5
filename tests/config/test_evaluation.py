"""What the evaluation may be told."""

import pytest

from hfgnn.config.check import ConfigError
from hfgnn.config.evaluation import Evaluation, Recalibration, Threshold


def settings(**changed) -> Evaluation:
    usual = {"resamples": 100, "confidence": 0.95, "specificity": 0.9, "coverage": 0.9}
    rules = {"threshold": Threshold.balanced, "recalibration": Recalibration.platt}
    return Evaluation(**{**usual, **rules, "subgroups": [], **changed})


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"resamples": 99}, "evaluation.resamples is 99, but it must be at least 100"),
        ({"coverage": 0.0}, r"evaluation.coverage is 0.0, but it must be in \(0, 1\)"),
        ({"coverage": 1.0}, r"evaluation.coverage is 1.0, but it must be in \(0, 1\)"),
        (
            {"subgroups": ["sex", "sex"]},
            r"evaluation.subgroups is \['sex', 'sex'\], but it must be different names",
        ),
        ({"subgroups": [""]}, r"evaluation.subgroups is \[''\], but it must be different names"),
    ],
)
def test_settings_that_cannot_work_are_refused(changed, said):
    with pytest.raises(ConfigError, match=said):
        settings(**changed)


def test_usual_settings_are_taken():
    assert settings(subgroups=["sex", "age_years"]).subgroups == ["sex", "age_years"]
