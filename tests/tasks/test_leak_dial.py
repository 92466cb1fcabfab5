"""The dial of the leak: the ceiling with an image, and one small run from the command line."""

import csv

import numpy as np
import pytest
from scipy.stats import norm

from hfgnn.config.features import Normal, Shares
from hfgnn.features.clinical.ceiling import ceiling
from hfgnn.features.clinical.synthesized import Synthesized
from hfgnn.tasks.leak_dial import ceiling_with_image

SMALL = (
    "study=leak_dial", "study.cohorts=1", "study.patients=80", "study.strengths=[0,1]",
    "study.workers=1", "protocol.folds=2", "controls.boosting_trees=2",
)  # fmt: skip


def source(strength):
    return Synthesized(
        strength=strength,
        ef_fraction=Normal(0.60, 0.38, 0.07, 0.09, 0.20, 0.75),
        log_bnp_pg_per_ml=Normal(4.2, 5.8, 0.6, 0.6, float(np.log(10)), float(np.log(2000))),
        nyha_class=Shares([0.5, 0.3, 0.15, 0.05], [0.1, 0.3, 0.4, 0.2]),
        sbp_mmhg=Normal(125, 110, 15, 15, 80, 180),
        age_years=Normal(55, 68, 10, 10, 20, 90),
    )


def test_where_the_numbers_know_nothing_the_image_is_the_ceiling():
    limit = ceiling_with_image(source(0), 0.6, 0.5)
    assert limit.auroc == pytest.approx(0.6, abs=0.005)
    # Two normal classes .3583 apart, cut in the middle.
    assert limit.accuracy == pytest.approx(norm.cdf(0.3583 / 2), abs=0.005)


@pytest.mark.parametrize("strength", [0.0, 0.3, 1.0])
def test_an_image_that_knows_nothing_leaves_the_ceiling_of_the_numbers(strength):
    alone, both = ceiling(source(strength), 0.35), ceiling_with_image(source(strength), 0.5, 0.35)
    assert both.auroc == pytest.approx(alone.auroc, abs=0.004)
    assert both.accuracy == pytest.approx(alone.accuracy, abs=0.004)


def test_an_image_that_knows_something_raises_the_ceiling():
    alone, both = ceiling(source(0.3), 0.35), ceiling_with_image(source(0.3), 0.7, 0.35)
    assert both.auroc > alone.auroc + 0.02
    assert both.accuracy > alone.accuracy


def test_a_small_study_follows_the_dial(hfgnn, metrics_of):
    (folder,) = hfgnn(*SMALL)
    metrics = metrics_of(folder)
    assert "clinical features synthesized from the label" in metrics["stamps"]
    low, high = metrics["strengths"]
    for model in ("network", "logistic_clinical"):
        assert low[f"auroc {model}"]["mean"] < high[f"auroc {model}"]["mean"]
    assert high["ceiling auroc clinical and image"]["mean"] > 0.99
    with (folder / "cohorts.csv").open(newline="") as file:
        lines = list(csv.DictReader(file))
    # The same patients at every strength: what reads the image alone does not change.
    assert lines[0]["auroc logistic_image"] == lines[1]["auroc logistic_image"]
    assert (folder / "figures/dial.png").is_file()
