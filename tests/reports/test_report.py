import re
from dataclasses import replace

import pytest

from hfgnn.reports.report import write_report
from hfgnn.reports.summary import paragraphs, title
from hfgnn.reports.words import class_words, model_words, stamp_meaning, verdict_tone
from hfgnn.types import Refusal


def written(finished, folder):
    write_report(finished, folder)
    return (folder / "report.html").read_text(encoding="utf-8")


def test_the_report_shows_the_whole_run(finished, tmp_path):
    html = written(finished, tmp_path)
    assert title(finished.metrics) in html
    assert finished.metrics["verdict"] in html
    for model in finished.metrics["models"]:
        assert model_words(model, "gcn").long in html
    assert html.count("data:image/png;base64,") == 6
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
    assert len(scores) == 6


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
    assert "logistic_clinical" not in html.replace(bare.metrics["verdict"], "")


def test_after_fifty_refused_files_the_table_points_to_the_file(finished, tmp_path):
    refused = tuple(Refusal(f"file{number}.png", "too small") for number in range(60))
    html = written(replace(finished, cohort=replace(finished.cohort, refused=refused)), tmp_path)
    assert "file49.png" in html
    assert "file50.png" not in html
    assert "10 more in <code>refused.csv</code>" in html


def test_the_published_protocol_is_called_leaking(finished, tmp_path):
    finished.metrics["protocol"] = {"name": "thesis", "graph": "per_part", "folds": 1}
    finished.metrics["stamps"].append("leaking protocol")
    html = written(finished, tmp_path)
    assert "cannot be expected for a new patient" in html
    assert stamp_meaning("leaking protocol") in html
    assert "with one split" in html


def test_numbers_that_make_no_sense_are_left_out(finished, tmp_path):
    finished.metrics["models"]["majority"]["auroc"]["value"] = float("nan")
    html = written(finished, tmp_path).split("</style>")[1]
    assert "edges between patients of equal label" not in html
    assert not re.search(r"\bnan\b|nan%", re.sub(r"base64,[^\"]*", "", html), flags=re.IGNORECASE)


def test_the_summary_counts_in_words(finished):
    cohort, method = paragraphs(finished.metrics)
    assert "30 pages could be read; 2 files could not, and are listed below." in cohort
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
