"""Rates of right and wrong verdicts: counted by hand, with intervals from the literature."""

import numpy as np
import pytest

from hfgnn.config.study import GraphVerdict
from hfgnn.evaluation.compare import Comparison, Evaluated, verdict
from hfgnn.reports.cohort_lines import comparisons_in, line_of, verdict_again
from hfgnn.reports.verdict_figures import draw_power, draw_verdicts
from hfgnn.reports.verdict_rates import VerdictRates, share, unbeaten
from hfgnn.reports.verdict_tables import conclusions, percent, verdict_tables
from hfgnn.types import Estimate

STAMPS = ("simulated cohort",)


def evaluated(**low_ends):
    """What an evaluation gives; each control by the lower end of the gain over it."""
    controls = {"no_edges": 0.01, "rewired": 0.2, "boosting": 0.03, "label_propagation": -0.1}
    controls |= low_ends
    comparisons = tuple(
        Comparison("network", name, metric, low + 0.02, low, low + 0.04)
        for name, low in controls.items()
        for metric in ("auroc", "accuracy")
    )
    estimate = Estimate(0.7, 0.6, 0.8)
    models = {
        name: {"auroc": estimate, "accuracy": estimate, "brier": estimate}
        for name in ("network", *controls)
    }
    said = verdict(comparisons, without_graph=estimate)
    return Evaluated(models, comparisons, said)


def line(kind, said, *, level=0.0, patients=250, **low_ends):
    told = {"homophily": 0.7, "homophily by chance": 0.5, "seconds": 2.0}
    job = {"kind": kind, "level": level, "patients": patients, "cohort": 0, "said": said}
    return job | told | line_of(evaluated(**low_ends))


@pytest.fixture
def rates(study):
    lines = [
        *(line("helps", "helps", level=0.05, patients=1000) for _ in range(9)),
        line("helps", "open", level=0.05, patients=1000, boosting=-0.01),
        line("helps", "open", level=0.05, no_edges=-0.01, boosting=-0.01),
        *(line("nothing", "open") for _ in range(3)),
        line("alike", "helps"),
        line("independent", "hurts"),
        line("hurts", "hurts", level=1.0),
        line("nothing", "helps", patients=3000),
    ]
    return VerdictRates(lines, study)


@pytest.fixture
def study():
    made = object.__new__(GraphVerdict)
    made.sizes, made.large, made.goal_gain = [250, 1000], 3000, 0.05
    return made


def test_a_line_gives_back_the_comparisons_and_the_verdict_it_was_made_of():
    said = evaluated()
    back = line_of(said)
    assert comparisons_in(back) == [one for one in said.comparisons if one.metric == "auroc"]
    assert verdict_again({name: str(value) for name, value in back.items()}) == said.verdict
    assert said.verdict.startswith("the graph helps by 0.030")


def test_a_line_whose_control_is_better_gives_another_verdict():
    assert verdict_again(line_of(evaluated(boosting=-0.01))).startswith("no evidence")


def test_a_share_has_the_interval_of_wilson():
    # Newcombe 1998, table I: 81 of 263, score method.
    lines = [{"number": number} for number in range(263)]
    one = share(lines, lambda line: line["number"] < 81)
    assert (one.value, one.low, one.high) == pytest.approx((0.3080, 0.2553, 0.3662), abs=5e-5)


def test_cells_are_counted_by_kind_level_and_size_without_the_large_cohorts(rates):
    goal = rates.cells()[0]
    assert (goal.kind, goal.level, goal.patients, goal.cohorts) == ("helps", 0.05, 1000, 10)
    assert goal.helps.value == 0.9
    assert goal.hurts.value == 0
    assert goal.gain == pytest.approx((10 * 0.03) / 10)
    (large,) = rates.cells(in_the_long_run=True)
    assert (large.kind, large.patients, large.helps.value) == ("nothing", 3000, 1)


def test_each_question_counts_its_own_cohorts(rates):
    answers = {name: (one.cohorts, one.share.value) for name, one in rates.answers().items()}
    assert answers == {
        "false_helps": (6, pytest.approx(1 / 6)),
        "false_hurts": (5, pytest.approx(1 / 5)),
        "power_at_goal": (10, 0.9),
        "hurts_found": (1, 1),
    }
    assert rates.right == pytest.approx(13 / 17)


def test_a_question_without_cohorts_has_no_answer(study):
    assert VerdictRates([line("helps", "open", level=0.02)], study).answers() == {}


def test_what_stood_against_a_missed_help_is_counted_and_named_if_alone(rates):
    assert rates.blocking() == {
        "gain 0.05, 1000 patients": {"cohorts": 1, "boosting": 1, "boosting alone": 1},
        "gain 0.05, 250 patients": {"cohorts": 1, "no_edges": 1, "boosting": 1},
    }


def test_a_control_that_has_the_graph_too_never_stands_against_it():
    assert list(unbeaten(line("helps", "open", label_propagation=-0.3))) == []


def test_the_tables_mark_what_is_true_and_the_sentences_answer(rates):
    tables = verdict_tables(rates)
    first = {row[:2]: row for row in tables[0].rows}
    assert first["helps by 0.05", "1,000"][3] == "90% [60, 98] *"
    assert first["alike", "250"][3:5] == ("100% [21, 100]", "0% [0, 79]")
    assert first["hurts, 1 private", "250"][4] == "100% [21, 100] *"
    assert [table.title.split()[0] for table in tables] == ["How", "Mean", "In", "Which"]
    sentences = conclusions(rates)
    assert sentences[0].startswith("17% [3, 56] of 6 cohorts in which the graph does not help")
    assert "with gain 0.05 and 1,000 patients" in sentences[2]


def test_a_share_is_told_in_percent():
    assert percent(Estimate(0.05, 0.011, 0.236)) == "5% [1, 24]"


def test_the_figures_carry_stamps_and_every_cell(rates):
    power = draw_power(rates.cells(), stamps=STAMPS)
    assert [text.get_text() for text in power.texts] == ["simulated cohort"]
    (axes,) = power.axes
    at_goal = [artist.get_ydata() for artist in axes.lines if artist.get_label() == "1,000"]
    assert np.asarray(at_goal).tolist() == [[0.9]]
    verdicts = draw_verdicts(rates.cells(), stamps=STAMPS)
    helps, _ = verdicts.axes
    filled = [one for one in helps.lines if one.get_marker() == "o"]
    assert len(filled) == len(rates.cells())
    hollow = [one for one in filled if one.get_markerfacecolor() == "white"]
    assert len(hollow) == sum(cell.kind != "helps" for cell in rates.cells())
