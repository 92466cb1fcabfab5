"""How far the result can be believed, as the report says it."""

import pytest

from hfgnn.reports import evidence_tables as tables
from hfgnn.reports.use_figures import USE_FIGURES, use_captions


def test_findings_stand_the_worst_first_and_name_at_most_twelve_places(finished):
    leak, warning = tables.finding_rows(finished.metrics["audit"])
    assert (leak.severity, warning.severity) == ("leak", "warning")
    assert (len(warning.where), warning.more) == (12, 8)
    assert warning.evidence == [
        ("AUROC of the header", "0.900 [0.800, 0.950]", "0.500 [0.400, 0.600]", "labels permuted")
    ]
    assert warning.what == "The header <strip> tells the classes apart"
    assert tables.finding_rows({}) == []


def test_a_sentence_that_begins_with_a_name_keeps_it(finished):
    one = finished.metrics["audit"]["findings"][0] | {"what": "time ends it", "where": ["time"]}
    (row,) = tables.finding_rows({"findings": [one]})
    assert row.what == "time ends it"


def test_every_control_has_its_line_of_tests(finished):
    rows = tables.test_rows(finished.metrics)
    assert [row["name"] for row in rows] == [one.model for one in finished.controls]
    first = finished.metrics["statistics"]["tests"][0]
    errors = first["mcnemar"]
    assert rows[0]["errors"] == f"{errors['only_one_errs']} : {errors['only_other_errs']}"
    assert rows[0]["p"] == tables.p_text(first["delong"]["p"])


@pytest.mark.parametrize(("p", "text"), [(None, ""), (0.0004, "< 0.001"), (0.04, "0.040")])
def test_p_values_are_rounded_and_small_ones_bounded(p, text):
    assert tables.p_text(p) == text


def test_one_division_says_that_the_spread_is_not_measured(finished):
    (line,) = tables.spread_lines(finished.metrics)
    assert "is not measured; protocol.repeats and protocol.seeds would" in line


def test_the_spread_is_told_where_it_is_known():
    spread = {"repeats": 2, "seeds": 2, "values": [[0.8, 0.9], [0.7, 0.75]]}
    spread |= {"seed_sd": 0.0559, "split_sd": 0.08}
    assert " ".join(tables.spread_lines({"statistics": {"spread": spread}})) == (
        "Over 2 divisions of the patients into folds and 2 sets of initial weights each, the "
        "network's AUROC ran from 0.700 to 0.900. Standard deviation by initial weights alone: "
        "0.0559. By division alone: 0.0800."
    )
    assert list(tables.spread_lines({})) == []


def test_calibration_conformal_sets_and_subgroups_have_their_lines(finished):
    names = [name for name, *_ in tables.calibration_rows(finished.metrics)]
    assert names == [words for words, _ in tables.CALIBRATION.values()]
    assert dict(tables.conformal_rows(finished.metrics)).keys() == set(tables.CONFORMAL.values())
    female, male = tables.subgroup_rows(finished.metrics)
    assert (female["name"], male["name"]) == ("sex: F", "sex: M")
    assert female["pages"] == female["patients"] == "15"


@pytest.mark.parametrize("name", USE_FIGURES)
def test_a_run_that_measured_nothing_of_it_still_has_its_figures(bare, name):
    bare.metrics.pop("use")
    assert USE_FIGURES[name](bare).axes
    assert use_captions(bare).keys() == USE_FIGURES.keys()


def test_a_score_that_chance_raises_stands_beside_chance(finished):
    found = finished.metrics["use"]["calibration"]["raw"]["scores"]["ece"]
    found |= {"value": 0.12, "by_chance": 0.08, "by_chance_95": 0.11}
    shown = {words: raw for words, _, raw, _ in tables.calibration_rows(finished.metrics)}
    assert shown["expected calibration error"] == "0.120 (by chance 0.080, 95 % below 0.110)"
    assert "[" not in shown["less discrimination"]
    assert "[" in shown["calibration slope"]


@pytest.mark.parametrize(("low", "marked", "said"), [(0.01, 2, "the band"), (-0.01, 0, "nowhere")])
def test_thresholds_of_a_certain_gain_are_marked(finished, low, marked, said):
    curve = finished.metrics["use"]["decision_curve"]
    curve["gain_low"] = [-0.1] * 97 + [low, low]
    (axes,) = USE_FIGURES["decision"](finished).axes
    assert [round(bar.get_center()[0], 2) for bar in axes.patches] == [0.98, 0.99][:marked]
    caption = use_captions(finished)["decision"][1]
    assert said in caption
    assert "depends on the share of disease in this cohort" in caption
