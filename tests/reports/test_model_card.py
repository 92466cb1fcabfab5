"""The model card warns first, gives every number with its interval, and names no path."""

import re
from dataclasses import asdict

import pytest
from markdown_it import MarkdownIt

from hfgnn.evaluation.calibration import Calibration
from hfgnn.evaluation.subgroups import Subgroup
from hfgnn.reports.model_card import model_card
from hfgnn.types import CLINICAL_FEATURES, Estimate, Finding, Severity

SCORES = ("auroc", "auprc", "accuracy", "sensitivity", "specificity", "brier")
STAMPS = ["simulated cohort", "clinical features synthesized from the label"]


def scores(value):
    return {name: {"value": value, "low": value - 0.1, "high": value + 0.1} for name in SCORES}


@pytest.fixture
def metrics():
    return {
        "network": "gcn",
        "protocol": {"name": "honest", "graph": "inductive", "folds": 5, "repeats": 2, "seeds": 3}
        | {"threshold": "balanced", "direction": "to_query"},
        "stamps": [],
        "cohort": {"source": "30 pages in 2 classes under pages", "used": 30, "patients": 28}
        | {"classes": {"normal": 20, "ill|<b>": 10}, "positive": ["heart_failure"]},
        "models": {"gcn": scores(0.8), "no_edges": scores(0.7), "boosting": scores(0.6)},
        "verdict": "the graph helps by 0.100 [0.050, 0.150] AUROC",
    }


@pytest.fixture
def facts():
    return {
        "hfgnn": "0.1.0",
        "seed": 7,
        "python": "3.11.7",
        "packages": {"torch": "2.15.0"},
        "command": "python -m hfgnn data.root=/home/someone/pages",
        "git": {"commit": "abc123", "changed": True},
        "settings": {
            "data": {"min_side_px": 100, "root": "/home/someone/pages"},
            "model": {"_target_": "hfgnn.models.gcn.GCN"},
            "clinical": {"_target_": "hfgnn.features.clinical.table.Table", "path": "/home/t.csv"},
        },
    }


def section(text, title):
    return re.search(rf"## {title}\n\n(.*?)(?:\n## |\Z)", text, re.DOTALL)[1]


def test_stamps_stand_above_everything_and_rule_uses_out(metrics, facts) -> None:
    metrics["stamps"] = STAMPS
    text = model_card(metrics, facts)
    assert text.index("! simulated cohort") < text.index("synthesized from the label")
    assert text.index("synthesized from the label") < text.index("## ")
    use = section(text, "Use")
    assert "no medical device. It has never seen a real patient. It was trained on" in use


def test_without_stamps_it_is_still_no_medical_device(metrics, facts) -> None:
    text = model_card(metrics, facts)
    assert "> This run has no stamps." in text
    assert section(text, "Use").strip().endswith("no medical device.")
    assert "stamps at the head" not in section(text, "Limits")


def test_every_score_has_its_interval_and_the_controls_stand_beside(metrics, facts) -> None:
    table = section(model_card(metrics, facts), "Scores")
    assert table.count("0.800 [0.700, 0.900]") == len(SCORES)
    assert table.count("0.700 [0.600, 0.800]") == len(SCORES)
    assert "0.600 [0.500" not in table  # boosting is in the report
    assert "Verdict: the graph helps by 0.100 [0.050, 0.150] AUROC." in table


def test_a_leaking_protocol_stands_beside_every_score(metrics, facts) -> None:
    metrics["stamps"] = ["leaking protocol"]
    table = section(model_card(metrics, facts), "Scores").partition("Verdict")[0]
    intervals = re.findall(r"\d\]([^|]*)\|", table)
    assert len(intervals) == 2 * len(SCORES)
    assert set(intervals) == {" (leaking protocol) "}


def test_inputs_are_named_with_unit_and_range(metrics, facts) -> None:
    text = section(model_card(metrics, facts), "Input and output")
    assert "at least 100 by 100 px" in text
    for one in CLINICAL_FEATURES:
        line = next(line for line in text.splitlines() if f"`{one.name}`" in line)
        assert line.endswith(f"| {one.low:g} to {one.high:g} |")


def test_without_clinical_numbers_none_are_asked_for(metrics, facts) -> None:
    facts["settings"]["clinical"] = {"_target_": "hfgnn.features.clinical.none.NoClinical"}
    text = model_card(metrics, facts)
    assert "No clinical numbers." in text
    assert "bnp" not in text
    assert "image=PAGE.png\n" in section(text, "To predict")


def test_what_was_not_measured_is_said(metrics, facts) -> None:
    text = model_card(metrics, facts)
    assert "do not read the output as a probability" in section(text, "Calibration")
    assert section(text, "Subgroups").startswith("Not looked at")
    assert "No audit of the data was made" in section(text, "Limits")


def test_calibration_subgroups_and_findings_are_shown(metrics, facts) -> None:
    slope = Estimate(1.1, 0.9, 1.3)
    measured = asdict(Calibration({"slope": slope}, ()))
    group = asdict(Subgroup("sex", "female", 9, 8, 0.25, {"auroc": slope}))
    metrics["use"] = {"calibration": {"raw": measured, "recalibrated": measured}}
    metrics["use"]["subgroups"] = [group] * 14
    findings = [Finding("copies", Severity.leak, "3 pages are on both sides", (), (), "drop them")]
    metrics["audit"] = {"findings": [asdict(one) for one in findings]}
    text = model_card(metrics, facts)
    both = "| slope | 1.100 [0.900, 1.300] | 1.100 [0.900, 1.300] |"
    assert both in section(text, "Calibration")
    subgroups = section(text, "Subgroups")
    assert subgroups.count("| sex female | 8 | 1.100 [0.900, 1.300] | – | – |") == 12
    assert "2 more in `metrics.json: use.subgroups`" in subgroups
    assert "- Audit, leak: 3 pages are on both sides" in section(text, "Limits")
    assert text.index("! leak: copies") < text.index("## ")


def test_an_audit_that_found_nothing_says_so(metrics, facts) -> None:
    metrics["audit"] = {"findings": []}
    text = model_card(metrics, facts)
    assert "- The audit found nothing; it looked at the first division into folds only" in text


def test_what_was_not_recalibrated_is_not_said_to_be(metrics, facts) -> None:
    ece = {"ece": {"value": 0.08, "by_chance": 0.05, "by_chance_95": 0.09}}
    metrics["use"] = {"calibration": {"raw": {"scores": ece}, "recalibrated": {"scores": ece}}}
    text = model_card(metrics, facts)
    assert "recalibrated on validation pages" in text
    assert "| ECE | 0.080 (by chance 0.050, 95 % below 0.090) |" in text
    metrics["protocol"]["recalibration"] = "none"
    text = model_card(metrics, facts)
    assert "recalibrated on validation pages" not in text
    assert "not recalibrated" in text


def test_only_an_inductive_graph_has_a_place_for_a_new_patient(metrics, facts) -> None:
    text = model_card(metrics, facts)
    assert "task=predict run=FOLDER image=PAGE.png clinical=NUMBERS.json" in text
    assert "patient ids. **Do not give these files away" in section(text, "Versions and files")
    metrics["protocol"]["graph"] = "per_part"
    text = model_card(metrics, facts)
    assert "task=predict" not in text
    assert "patient ids" not in text


def test_it_counts_the_networks_and_names_the_commit(metrics, facts) -> None:
    text = model_card(metrics, facts)
    assert "30 networks were each trained on a part of 30 pages in 2 classes" in text
    assert "commit `abc123`, with files that differ from it; seed 7" in text


def test_it_names_no_path_and_is_one_page(metrics, facts) -> None:
    metrics["ceiling"] = {"auroc": 0.99, "accuracy": float("nan")}
    text = model_card(metrics, facts)
    assert "/home" not in text
    assert "nan" not in text
    assert len(text.splitlines()) < 80


def test_names_of_classes_are_no_markup(metrics, facts) -> None:
    html = MarkdownIt("commonmark").render(model_card(metrics, facts))
    assert "10 ill|&lt;b&gt;" in html
    assert "<b>" not in html


def test_a_run_that_says_little_of_itself_has_a_card(metrics) -> None:
    bare = {name: metrics[name] for name in ("network", "protocol", "models", "verdict")}
    text = model_card(bare, {})
    assert "unknown pages of unknown patients" in text
    assert "commit unknown" in text
