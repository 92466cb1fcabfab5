"""Gains of networks on graphs: by hand, and by a second implementation."""

import json
import math

import numpy as np
import pytest

from hfgnn.evaluation.corrected_t import corrected_t
from hfgnn.evaluation.paired_seeds import paired_gain
from hfgnn.reports.estimates import without_gaps
from hfgnn.reports.which_graph import alone, compare, models_in
from hfgnn.reports.which_graph_figure import draw_gains
from hfgnn.reports.which_graph_tables import conclusions, gain_tables, words

REAL = {"source": "12 lines", "patients": 1200, "stamps": []}
DRAWN = REAL | {"kind": "helps", "level": 0.05, "stamps": ["simulated cohort"]}
SHOWN = ["gcn raw", "gated auto"]
FOLDS = [(repeat, fold) for repeat in range(2) for fold in range(2)]
# What gcn raw has over gcn none, fold by fold.
RAW = [0.02, 0.04, 0.06, 0.08]


def line(repeat, fold, raw):
    """A fold on which the logistic regression and networks without edges have .7 and .6."""
    scores = {
        "gcn none": 0.6,
        "gated none": 0.6,
        "gcn raw": 0.6 + raw,
        "gated auto": 0.7 - (repeat + fold) / 100,
        "logistic": 0.7,
    }
    told = {"set": "uci", "repeat": repeat, "fold": fold, "settings": "x", "rows": 10, "ill": 0.3}
    told |= {"columns": 4, "test to train": 0.25, "seconds": 1.5}
    told |= {"homophily raw": 0.7, "by chance raw": 0.55, "hubs raw": 0.4}
    told |= {"chosen by gated": "none" if fold else "score, k=10"}
    for model, auroc in scores.items():
        told |= {f"auroc {model}": auroc, f"loss {model}": 0.5, f"validation {model}": auroc}
    return told


def made(facts=REAL, raw=RAW, name="uci"):
    lines = [line(*fold, value) for fold, value in zip(FOLDS, raw, strict=True)]
    return compare(name, lines, facts, confidence=0.95)


def test_folds_of_real_data_are_compared_by_the_corrected_t_test():
    one = made().gain("gcn raw", over_logistic=False)
    second = corrected_t(np.array(RAW), test_to_train=0.25, confidence=0.95)
    assert (one.model, one.against) == ("gcn raw", "gcn none")
    assert one.difference == pytest.approx(0.05)
    assert (one.low, one.high, one.p) == pytest.approx((second.low, second.high, second.p))


def test_a_simulated_cohort_is_one_number():
    one = made(DRAWN).gain("gcn raw", over_logistic=False)
    second = paired_gain(np.array([0.63, 0.67]), np.array([0.6, 0.6]), 0.95)
    assert (one.difference, one.low, one.high) == pytest.approx(
        (second.value, second.low, second.high)
    )


def test_p_values_are_corrected_for_all_comparisons_of_the_set():
    gains = made().gains
    assert [(one.model, one.against) for one in gains] == [
        ("gcn raw", "gcn none"),
        ("gated auto", "gated none"),
        ("gcn raw", "logistic"),
        ("gated auto", "logistic"),
    ]
    smallest = min(gains, key=lambda one: one.p)
    assert smallest.holm_p == pytest.approx(min(4 * smallest.p, 1))


def test_a_difference_without_spread_has_no_interval():
    one = made(raw=[0.03] * 4).gain("gcn raw", over_logistic=False)
    assert one.difference == pytest.approx(0.03)
    assert math.isnan(one.low)
    assert math.isnan(one.holm_p)


def test_a_fold_of_one_class_has_no_difference():
    one = made(raw=[0.02, 0.04, 0.06, float("nan")]).gain("gcn raw", over_logistic=False)
    assert one.difference == pytest.approx(0.04)


def test_metrics_can_be_read_again():
    told = json.loads(json.dumps(without_gaps(made().as_json()), allow_nan=False))
    assert told["title"] == "UCI heart disease"
    assert told["models"]["gcn raw"]["auroc"] == pytest.approx(0.65)
    assert told["graphs"]["raw"] == pytest.approx(
        {"homophily": 0.7, "homophily_by_chance": 0.55, "hubs": 0.4}
    )
    assert told["chosen"] == {"gated": {"score, k=10": 2, "none": 2}}
    assert len(told["comparisons"]) == 4


def test_models_are_told_apart_from_their_twins_without_edges():
    assert models_in([line(0, 0, 0.0)]) == [
        "gcn none", "gated none", "gcn raw", "gated auto", "logistic",
    ]  # fmt: skip
    assert alone("gat_distances score") == "gat_distances none"


def test_tables_name_the_data_the_references_and_every_model():
    first, over_none, over_logistic, graphs, choices, every = gain_tables([made()], SHOWN)
    assert first.rows[0] == (
        "UCI heart disease", "gcn raw", "0.650", "+0.050 [-0.008, +0.108]",
    )  # fmt: skip
    assert first.rows[1][0] == ""
    assert over_none.columns[2:4] == ("GCN, no edges", "gated, no edges")
    assert over_logistic.rows[0][1:3] == ("1,200", "0.700")
    assert graphs.rows == (
        ("UCI heart disease", "raw", "70%", "55%", "40%", "+0.050", "+0.050"),
    )  # fmt: skip
    assert choices.rows == (("UCI heart disease", "gated", "2 x score, k=10; 2 x none"),)
    assert [row[0] for row in every.rows] == [
        "GCN, no edges",
        "gated, no edges",
        "GCN, raw (published)",
        "gated, graph chosen by validation",
        "logistic regression",
    ]


def test_a_clear_difference_is_starred():
    (text,) = {
        row[3] for row in gain_tables([made(raw=[0.1, 0.101, 0.1, 0.102])], SHOWN)[0].rows[:1]
    }
    assert text.endswith("*")


def test_conclusions_count_data_sets_by_their_intervals():
    sets = [made(raw=[0.1, 0.11, 0.1, 0.12]), made(raw=[-0.1, -0.11, -0.1, -0.12]), made()]
    assert conclusions([*sets, made(DRAWN)], SHOWN)[0] == (
        "GCN, raw (published), 3 real: better on 1 and worse on 1 than without edges, "
        "better on 0 and worse on 1 than logistic regression; "
        "1 simulated: better on 0 and worse on 0 than without edges, "
        "better on 0 and worse on 0 than logistic regression"
    )


def test_a_network_that_nobody_knows_keeps_its_name():
    assert words("my_network pca") == "my_network, pca"


def test_the_figure_has_a_row_per_set_and_a_point_per_network():
    figure = draw_gains([made(), made(DRAWN, name="helps_05")], SHOWN, stamps=["stamped"])
    left, right = figure.axes
    names = [label.get_text() for label in left.get_yticklabels()]
    assert names == [
        "UCI heart disease\n1,200 patients",
        "simulated: helps by 0.05\n1,200 patients",
    ]
    for axes, expected in ((left, 0.05), (right, -0.05)):
        points = [one for one in axes.lines if one.get_marker() == "o" and len(one.get_xdata())]
        assert len(points) == 4
        assert float(points[0].get_xdata()[0]) == pytest.approx(expected)
    assert [text.get_text() for text in figure.texts] == ["stamped"]


def test_what_is_far_beyond_is_an_arrow_at_the_edge():
    far = made(raw=[0.39, 0.4, 0.38, 0.4])
    left, _ = draw_gains([far], SHOWN, stamps=()).axes
    (arrow,) = [one for one in left.lines if one.get_marker() == ">"]
    assert float(arrow.get_xdata()[0]) < left.get_xlim()[1] < 0.39
