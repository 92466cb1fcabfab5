"""Scores over the strength of synthesized numbers."""

import pytest

from hfgnn.reports.dial import CEILINGS, MODELS, Dial, dial_tables, draw_dial


def line(strength, cohort, network):
    told = {"strength": strength, "cohort": cohort}
    for score in ("auroc", "accuracy"):
        told |= {f"{score} {model}": 0.6 for model in MODELS} | {f"{score} network": network}
        told |= {f"ceiling {score} {name}": 0.5 + strength / 4 for name in CEILINGS}
    return told


@pytest.fixture
def dial():
    lines = [line(1.0, 0, 0.7), line(0.0, 0, 0.4), line(0.0, 1, 0.7), line(1.0, 1, 0.74)]
    return Dial(lines)


def test_a_strength_has_the_mean_the_lowest_and_the_highest_of_its_cohorts(dial):
    assert dial.strengths == [0, 1]
    assert str(dial.spread("auroc network", 0.0)) == "0.550 (0.400-0.700)"


def test_a_mean_above_the_ceiling_is_told(dial):
    assert dial.above_ceiling("auroc") == [0]  # .55 over .50; at 1: .72 under .75
    assert dial.as_json()["mean_above_ceiling"]["accuracy"] == [0]
    assert "from 0.550 at strength 0 to 0.720 at 1; above the ceiling at 0" in dial.conclusions()[0]


def test_tables_have_a_row_per_strength(dial):
    short, auroc, _ = dial_tables(dial)
    assert short.rows[1][:5] == ("1", "0.720", "0.600", "0.600", "0.750")
    assert auroc.rows[0][1] == "0.550 (0.400-0.700)"


def test_the_figure_draws_every_model_and_both_ceilings_with_the_stamps(dial):
    figure = draw_dial(dial, stamps=["simulated cohort"])
    assert [len(axes.lines) for axes in figure.axes] == [len(MODELS) + len(CEILINGS)] * 2
    assert figure.axes[0].lines[0].get_ydata().tolist() == [0.55, 0.72]
    assert "simulated cohort" in [text.get_text() for text in figure.texts]
