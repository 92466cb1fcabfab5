"""Settings of a study: what is refused, in one sentence that names the setting."""

import pytest

from hfgnn.config.check import ConfigError
from hfgnn.config.composed import composed

VERDICT, DIAL = "study=graph_verdict", "study=leak_dial"
REFUSED = [
    (VERDICT, "study.workers=0", "study.workers is 0, but it must be at least 1"),
    (VERDICT, "study.cohorts=0", "study.cohorts is 0"),
    (VERDICT, "study.resume=/nowhere", "study.resume is '/nowhere', but it must be a run's folder"),
    (VERDICT, "study.kinds=[]", "study.kinds is []"),
    (VERDICT, "study.sizes=[]", "study.sizes is []"),
    (VERDICT, "study.sizes=[59]", "study.sizes is [59]"),
    (VERDICT, "study.neutral_sizes=[59]", "study.neutral_sizes is [59]"),
    (VERDICT, "study.large=1000", "study.large is 1000, but it must be more than each of"),
    (VERDICT, "study.gains=[]", "study.gains is []"),
    (VERDICT, "study.gains=[0.2]", "in (0, 0.2), what is left above study.world.base_auroc"),
    (VERDICT, "study.private_shares=[1.1]", "study.private_shares is [1.1]"),
    (VERDICT, "study.goal_cohorts=0", "study.goal_cohorts is 0"),
    (VERDICT, "study.world.base_auroc=0.5", "study.world.base_auroc is 0.5"),
    (VERDICT, "study.world.prevalence=1", "study.world.prevalence is 1.0"),
    (VERDICT, "study.world.circle=1", "study.world.circle is 1"),
    (VERDICT, "study.world.columns.private=0", "study.world.columns.private is 0"),
    (VERDICT, "study.world.minor_scale=0", "study.world.minor_scale is 0.0"),
    (VERDICT, "study.world.own_deviation=1", "study.world.own_deviation is 1.0"),
    (VERDICT, "study.name=leak_dial", "task is 'graph_verdict', but it must be chosen as"),
    (VERDICT, "task=patients", "task is 'patients', but it must be chosen as study=graph_verdict"),
    ("seed=0", "task=leak_dial", "task is 'leak_dial', but it must be chosen as study=leak_dial"),
    (VERDICT, "augment=balanced", "augment must be none in a study"),
    (DIAL, "clinical=none", "clinical must be synthesized in this study"),
    (DIAL, "study.strengths=[2]", "study.strengths is [2.0]"),
    (DIAL, "study.patients=10", "study.patients is 10"),
    (DIAL, "study.prevalence=0", "study.prevalence is 0.0"),
    (DIAL, "study.image_factors=513", "study.image_factors is 513"),
    (DIAL, "study.image_auroc=1", "study.image_auroc is 1.0"),
]


@pytest.mark.parametrize(("study", "wrong", "said"), REFUSED, ids=[one[1] for one in REFUSED])
def test_a_wrong_setting_is_refused(study, wrong, said):
    with pytest.raises(ConfigError) as refusal:
        composed([study, wrong])
    assert said in str(refusal.value)


def test_a_study_examines_the_honest_protocol():
    with pytest.raises(ConfigError, match="protocol must be honest in a study"):
        composed([VERDICT, "protocol=thesis", "augment=none"])


def test_a_study_brings_its_task_and_its_own_settings():
    settings = composed([VERDICT, "study.cohorts=3"])
    assert settings.task == "graph_verdict"
    assert settings.study.cohorts == 3
    assert settings.study.world.columns.measured >= 1
