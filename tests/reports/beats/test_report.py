import re
from dataclasses import replace
from html import unescape

import numpy as np
import pytest

from hfgnn.reports.beats.figures import beat_captions
from hfgnn.reports.beats.report import write_beats_report
from hfgnn.reports.beats.words import BEAT_STAMPS, class_words, plain_verdict, title
from hfgnn.reports.words import stamp_meaning, verdict_tone

TINY = b"\x89PNG" + bytes(12) + (600).to_bytes(4, "big") + bytes(20)
"""As much of a picture as a page needs to know its width."""


@pytest.fixture
def undrawn(monkeypatch):
    """Pages whose figures nobody looks at."""

    def draw(finished, folder):
        return dict.fromkeys(beat_captions(finished), TINY)

    monkeypatch.setattr("hfgnn.reports.beats.report.write_beat_figures", draw)


def written(finished, folder):
    write_beats_report(finished, folder)
    return (folder / "report.html").read_text(encoding="utf-8")


def test_the_report_shows_the_whole_run(finished, tmp_path):
    html = written(finished, tmp_path)
    text = unescape(html)
    assert title(finished.metrics) in text
    assert plain_verdict(finished.metrics["verdict"]) in text
    assert "on random beats, 0.500 [0.400, 0.600] on patients apart" in text
    assert "Boosted trees on signal and features" in text
    assert "Always the most frequent class" in text
    assert html.count("data:image/png;base64,") == 5
    assert "A. Author 2025" in html
    assert "The data are 6 recordings made by hand. 1 file was left out" in text
    assert "They hold 240 beats (160 N, 30 S, 50 V). 120 beats of 3 patients were tested." in text
    assert "6 records were recorded at 250 Hz" in html
    assert "python -m hfgnn task=beats" in html
    assert "milliseconds per beat" in html
    assert "0.03</td>" in html
    assert "<td>too near an end</td>" in html
    assert '<td class="number">1,200</td>' in html
    assert "Over 2 sets of initial weights" in html
    assert (tmp_path / "figures" / "strip_1.png").is_file()


@pytest.mark.usefixtures("undrawn")
def test_every_class_has_its_scores(finished, tmp_path):
    html = written(finished, tmp_path)
    scores = finished.metrics["classes"]["xgb_features"]["S"]
    for name in ("f1", "sensitivity", "positive_predictive_value", "auroc"):
        assert f'<span class="value">{scores[name]["value"]:.3f}</span>' in html
    assert "supraventricular ectopic" in html
    assert "ventricular ectopic, fusion" in html


@pytest.mark.usefixtures("undrawn")
def test_stamps_stand_at_the_top_and_beside_every_table_of_scores(finished, tmp_path):
    html = written(finished, tmp_path)
    top = html[: html.index("Scores</h2>")]
    for stamp in finished.metrics["stamps"]:
        assert f'<span class="badge">{stamp}</span>' in top
        assert stamp_meaning(stamp, BEAT_STAMPS)[:30] in unescape(top)
    assert "Beats were split at random" in top
    scores = re.findall(r"</table>.{0,20}\s*<p class=\"stamped\">", html, flags=re.DOTALL)
    assert len(scores) == 5
    assert "cannot be expected for a new patient" in html


@pytest.mark.usefixtures("undrawn")
def test_what_files_are_called_is_escaped(finished, tmp_path):
    html = written(finished, tmp_path)
    assert "<script" not in html
    assert "<b>105" not in html
    assert "&lt;b&gt;105" in html


@pytest.mark.usefixtures("undrawn")
def test_nothing_is_loaded_from_elsewhere(finished, tmp_path):
    html = written(finished, tmp_path)
    assert not re.findall(r'(?:src|href)="(?!data:image/png)', html)
    assert "http" not in html


def test_a_bare_run_has_a_report(bare, tmp_path):
    html = written(bare, tmp_path)
    assert "Can heartbeats be told apart on patients never seen before?" in html
    assert 'badge">' not in html
    assert "Made from" not in html.split("</style>")[1]
    assert "on 3 patients it has never seen; always saying N gives" in html
    assert 'class="verdict helps"' in html
    assert "every mark became a beat" in html
    assert "every file could be read" in html
    for absent in ("Claimed and measured", "knowing the patient", "sets of initial weights"):
        assert absent not in html


@pytest.mark.usefixtures("undrawn")
def test_a_run_without_errors_says_so(bare, tmp_path):
    network = bare.network
    right = replace(network, probability=0.1 + 0.7 * np.eye(3)[network.label])
    html = written(replace(bare, network=right), tmp_path)
    assert "No test beat was called wrongly" in html


@pytest.mark.usefixtures("undrawn")
def test_scores_with_patients_apart_name_their_classes_if_these_are_others(finished, tmp_path):
    assert '<th class="number">patients apart</th>' in written(finished, tmp_path)
    finished.metrics["honest"]["protocol"] = {"classes": ["N", "V"]}
    assert '<th class="number">patients apart, N V only</th>' in written(finished, tmp_path)


@pytest.mark.usefixtures("undrawn")
def test_lost_draws_are_said(finished, tmp_path):
    finished.metrics["statistics"]["draws_without_a_class"] = 0.125
    assert "12.5 % of the draws hold no patient with beats of some class" in written(
        finished, tmp_path
    )


@pytest.mark.parametrize(
    ("verdict", "stamps", "tone"),
    [
        ("cnn tells N and V apart with macro-F1 0.8", [], "helps"),
        ("no evidence that cnn tells N and V apart: macro-F1 0.8", [], "open"),
        ("cnn tells N and V apart with macro-F1 0.8", ["leaking protocol"], "leaks"),
    ],
)
def test_the_tone_of_a_verdict(verdict, stamps, tone):
    assert verdict_tone(verdict, stamps) == tone


def test_words():
    assert plain_verdict("beat_cnn tells") == '"CNN, single beats" tells'
    assert class_words("V", ("N", "V", "F")) == "ventricular ectopic"
    assert class_words("X", ("N", "X")) == ""
