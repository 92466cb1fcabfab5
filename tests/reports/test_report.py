import re
from dataclasses import replace
from html import unescape

import pytest

from hfgnn.reports.captions import captions
from hfgnn.reports.estimates import with_minus
from hfgnn.reports.figures import FIGURES
from hfgnn.reports.report import write_report
from hfgnn.reports.sections import refusal_rows
from hfgnn.reports.summary import paragraphs, title
from hfgnn.reports.words import (
    class_words,
    clinical_gap,
    model_words,
    plain_verdict,
    stamp_meaning,
    verdict_tone,
)
from hfgnn.types import Refusal


def written(finished, folder):
    write_report(finished, folder)
    return (folder / "report.html").read_text(encoding="utf-8")


def test_the_report_shows_the_whole_run(finished, tmp_path):
    html = written(finished, tmp_path)
    assert title(finished.metrics) in html
    verdict = with_minus(plain_verdict(finished.metrics["verdict"]))
    assert verdict in unescape(html)
    for model in finished.metrics["models"]:
        assert model_words(model, "gcn").long in html
    assert html.count("data:image/png;base64,") == len(FIGURES)
    assert "A. Author 2025, GCN" in html
    assert "0.999" in html
    assert "page0.png" in html
    assert "exact copy" in html
    assert "python -m hfgnn data.patients=30" in html
    assert "confidence: 0.95" in html
    assert (tmp_path / "figures" / "roc.png").is_file()


def test_stamps_stand_at_the_top_and_beside_every_table(finished, tmp_path):
    html = written(finished, tmp_path)
    top = html[: html.index("Scores</h2>")]
    for stamp in finished.metrics["stamps"]:
        assert f'<span class="badge">{stamp}</span>' in top
        assert stamp_meaning(stamp)[:30] in top
    scores = re.findall(r"</table>.{0,20}\s*<p class=\"stamped\">", html, flags=re.DOTALL)
    assert len(scores) == 11


def test_what_files_are_called_is_escaped(finished, tmp_path):
    html = written(finished, tmp_path)
    assert "<script" not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt;&amp;.png" in html


def test_nothing_is_loaded_from_elsewhere(finished, tmp_path):
    html = written(finished, tmp_path)
    assert not re.findall(r'(?:src|href)="(?!data:image/png)', html)
    assert "@import" not in html
    assert "url(" not in html
    assert "http" not in html


def test_a_bare_run_has_a_report(bare, tmp_path):
    html = written(bare, tmp_path)
    assert 'badge">' not in html
    assert "Made from" not in html.split("</style>")[1]
    assert "Claimed and measured" not in html
    assert "clinical numbers alone" not in html
    assert "every file could be read" in html
    assert "None was left out" in html
    assert "logistic_clinical" not in html


def test_after_fifty_refused_files_the_table_points_to_the_file(finished, tmp_path):
    refused = tuple(Refusal(f"file{number}.png", f"reason {number}") for number in range(60))
    html = written(replace(finished, cohort=replace(finished.cohort, refused=refused)), tmp_path)
    assert "file49.png" in html
    assert "file50.png" not in html
    assert "10 more in <code>refused.csv</code>" in html


def test_many_files_that_are_left_out_for_one_reason_share_a_line(finished, tmp_path):
    refused = tuple(Refusal(f"file{number}.png", "too small") for number in range(11))
    refused += (Refusal("odd.png", "empty file (0 bytes)"),)
    html = written(replace(finished, cohort=replace(finished.cohort, refused=refused)), tmp_path)
    assert '<td>too small</td><td class="number">11</td><td class="file">file0.png</td>' in html
    assert '<td class="number">1</td><td class="file">odd.png</td>' in html
    assert "file1.png" not in html
    assert refusal_rows(refused[:2]) == [
        ("too small", 1, "file0.png"),
        ("too small", 1, "file1.png"),
    ]


def test_real_pages_are_said_to_have_a_blurred_header(finished, bare):
    assert "header and footer are blurred" in captions(bare)["pages"]["caption"]
    assert "blurred" not in captions(finished)["pages"]["caption"]
    cropped = replace(bare, cohort=replace(bare.cohort, crop=(0.1, 0.1, 0.9, 0.9)))
    assert "blurred" in captions(cropped)["pages"]["caption"]


def test_patients_without_clinical_numbers_are_counted(finished, tmp_path):
    finished.metrics["patients_without_clinical_numbers"] = 7
    text = "7 of 30 patients have no clinical numbers; theirs are imputed."
    assert text in written(finished, tmp_path)
    finished.metrics["patients_without_clinical_numbers"] = 1
    assert clinical_gap(finished.metrics).startswith("1 of 30 patients has no")


def test_one_kind_of_minus_stands_in_the_report(finished, tmp_path):
    finished.metrics["verdict"] = "no evidence that the graph helps: -0.010 [-0.020, +0.010] AUROC"
    finished.metrics["stamps"].append("shifted by -2")
    html = written(finished, tmp_path)
    assert "\N{MINUS SIGN}0.010 [\N{MINUS SIGN}0.020, +0.010] AUROC" in html
    assert "shifted by \N{MINUS SIGN}2" in html
    assert with_minus("well-known 1e-05 a-1 -3") == "well-known 1e-05 a-1 \N{MINUS SIGN}3"


def test_the_verdict_calls_controls_as_the_table_does():
    assert plain_verdict("but logistic_all without a graph is better (-0.1)") == (
        'but "logistic, all columns" without a graph is better (-0.1)'
    )
    assert plain_verdict("the graph helps over no edges") == "the graph helps over no edges"


def test_the_sentences_follow_the_published_protocol(finished, tmp_path):
    protocol = {"name": "thesis", "graph": "per_part", "folds": 1}
    finished.metrics["protocol"] = protocol | {"threshold": "half", "direction": "from_query"}
    settings = "graph: {counts_itself: true, symmetric: false}"
    finished.metrics["graph"]["k"] = 5
    html = written(replace(finished, settings=settings), tmp_path)
    assert "Each page sends to the 4 most similar ones by euclidean distance" in html
    assert "It is itself counted among its 5." in html
    assert "sends to the most similar pages of its own part of the split" in html
    assert "Here test pages have none with a label." in html
    assert "at a threshold of one half" in html
    assert "chosen on validation pages" not in html
    assert "validation pages chose" not in html


@pytest.mark.parametrize(
    ("graph", "whom"),
    [
        ("inductive", "hears the most similar training pages"),
        ("transductive", "hears the most similar pages of any part"),
        ("per_part", "hears the most similar pages of its own part"),
    ],
)
def test_the_network_is_said_to_hear_whom_the_protocol_joins(graph, whom):
    protocol = {"name": "honest", "graph": graph, "direction": "to_query"}
    assert whom in model_words("gcn", "gcn", protocol).meaning


def test_an_edge_to_test_pages_is_called_so(finished, tmp_path):
    finished.metrics["graph"]["homophily"] = 0.75
    html = written(finished, tmp_path)
    assert "edges to test pages that come from patients of equal label" in html
    assert "75% of the edges to test pages come from patients of equal label" in html


def test_the_published_protocol_is_called_leaking(finished, tmp_path):
    finished.metrics["protocol"] = {"name": "thesis", "graph": "per_part", "folds": 1}
    finished.metrics["stamps"].append("leaking protocol")
    html = written(finished, tmp_path)
    assert "cannot be expected for a new patient" in html
    assert stamp_meaning("leaking protocol") in unescape(html)
    assert "with one split" in html


def test_numbers_that_make_no_sense_are_left_out(finished, tmp_path):
    finished.metrics["models"]["majority"]["auroc"]["value"] = float("nan")
    html = written(finished, tmp_path).split("</style>")[1]
    assert "edges to test pages" not in html
    assert not re.search(r"\bnan\b|nan%", re.sub(r"base64,[^\"]*", "", html), flags=re.IGNORECASE)


def test_the_summary_counts_in_words(finished):
    cohort, method = paragraphs(finished.metrics)
    assert (
        "30 pages could be read; 2 files were left out, with the reason in refused.csv." in cohort
    )
    assert "1 page is an exact copy of another." in cohort
    assert "(10 heart failure, 20 normal)" in cohort
    assert "2 folds" in method
    assert "a GCN was trained" in method


def test_words_for_verdicts_classes_and_unknown_models(finished):
    assert verdict_tone("the graph helps by 0.1 [0.05, 0.2] AUROC") == "helps"
    assert verdict_tone("the graph hurts by 0.1 [0.05, 0.2] AUROC") == "hurts"
    assert verdict_tone("the graph helps by 0.1", ["leaking protocol"]) == "leaks"
    assert verdict_tone("no evidence that the graph helps: +0.1 over no edges") == "open"
    assert class_words(finished.cohort) == ("normal", "heart failure")
    assert model_words("mine", "gcn").long == "mine"
    assert model_words("mine", "mine").long == "mine on the patient graph"


@pytest.mark.parametrize("model", ["gcn", "gat", "sage", "transformer"])
def test_short_names_of_the_networks_fit_a_narrow_terminal(model):
    assert len(model_words(model, model).short) <= 22


def test_without_recalibration_nothing_is_called_recalibrated(finished, tmp_path):
    assert ">recalibrated</th>" in written(finished, tmp_path)
    finished.metrics["protocol"]["recalibration"] = "none"
    assert ">recalibrated</th>" not in written(finished, tmp_path)
