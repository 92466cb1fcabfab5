"""Reports of runs whose records are no pages, and of runs without a graph."""

import re
from dataclasses import replace
from io import StringIO

import pytest
from rich.console import Console

from hfgnn.config.evaluation import Evaluation, Recalibration, Threshold
from hfgnn.evaluation.compare import evaluate
from hfgnn.reports.captions import captions
from hfgnn.reports.checklist import checklist
from hfgnn.reports.figures import FIGURES, shown
from hfgnn.reports.model_card import model_card
from hfgnn.reports.report import write_report
from hfgnn.reports.summary import paragraphs, title
from hfgnn.reports.terminal import print_run
from hfgnn.reports.units import counted, in_units, source_of
from hfgnn.reports.words import model_words, plain_verdict, stamp_meaning, verdict_tone

OF_A_GRAPH = ("graph", "homophily", "senders", "blocks", "sensitivity", "smoothing")
SETTINGS = Evaluation(
    threshold=Threshold.balanced,
    resamples=100,
    confidence=0.95,
    specificity=0.9,
    recalibration=Recalibration.platt,
    coverage=0.9,
    subgroups=[],
)


def without_pictures(finished, unit):
    records = finished.cohort.records.change(path=finished.cohort.records.parent)
    cohort = replace(
        finished.cohort, records=records, unit=unit, notes=("ages 0 were read as unknown",)
    )
    gone = ("backbone", "ceiling", "claim")
    metrics = {name: value for name, value in finished.metrics.items() if name not in gone}
    metrics["cohort"] = metrics["cohort"] | {"unit": unit}
    metrics["audit"] = {"findings": [], "probes": []}
    return replace(finished, metrics=metrics, cohort=cohort, records=records)


@pytest.fixture
def table(finished):
    """Patients of a table, on a graph."""
    return without_pictures(finished, "patient")


@pytest.fixture
def clips(finished):
    """Clips of sound, and a network without a graph."""
    run = without_pictures(finished, "clip")
    network = replace(run.network, model="sound_cnn")
    controls = tuple(replace(run.controls[-1], model=name) for name in ("shortcut", "majority"))
    evaluated = evaluate(network, controls, settings=SETTINGS, seed=0).as_json()
    metrics = {
        name: value for name, value in run.metrics.items() if name not in ("graph", "statistics")
    }
    metrics |= {"network": "sound_cnn", "task": "heart_sounds", **evaluated}
    metrics["protocol"] = {"name": "honest", "folds": 2, "threshold": "balanced"}
    return replace(run, metrics=metrics, network=network, controls=controls, drawn=None)


def written(finished, folder):
    write_report(finished, folder)
    html = (folder / "report.html").read_text(encoding="utf-8")
    return re.sub(r"base64,[^\"]*", "", html.split("</style>")[1])


def facts(backbone):
    return {"settings": {"backbone": {"_target_": backbone}}} if backbone else {"settings": {}}


def test_no_sentence_on_patients_of_a_table_speaks_of_pages(table, tmp_path):
    names = [f"page{number}.png" for number in range(30)]
    html = written(table, tmp_path)
    for name in names:
        html = html.replace(name, "")
    assert not re.findall(r"\b[Pp]ages?\b", html)
    assert "Test patients only" in html
    assert "30 patients were used (10 heart failure, 20 normal)" in html
    assert "patients of 30 patients" not in html
    assert "Rows left out" in html
    assert "ages 0 were read as unknown" in html
    assert "Every patient stood, with all exact copies, on one side of a split" in html
    assert "mirrored" not in html


def test_figures_without_content_are_neither_drawn_nor_shown(table, clips, tmp_path):
    assert set(FIGURES) - set(shown(table)) == {"pages"}
    assert set(FIGURES) - set(shown(clips)) == {"pages", *OF_A_GRAPH}
    html = written(clips, tmp_path)
    assert html.count("<figure") == len(shown(clips)) == len(list((tmp_path / "figures").iterdir()))


def test_a_run_without_a_graph_does_not_speak_of_one(clips, tmp_path):
    html = written(clips, tmp_path)
    assert "graph" not in html
    assert "How well does a spectrogram CNN tell heart failure from normal?" in html
    assert "The verdict says that the network beats its controls only where" in html
    assert "Files left out" in html
    assert "of 30 patients were used" in html
    assert captions(clips)["forest"]["title"] == "Does the network matter?"
    assert "On this graph" not in " ".join(paragraphs(clips.metrics))


def test_what_figures_say_is_said_of_the_unit(clips):
    for name in shown(clips):
        figure = FIGURES[name](clips)
        texts = [one.get_text() for one in figure.findobj(lambda one: hasattr(one, "get_text"))]
        assert not re.findall(r"\b[Pp]ages?\b", " ".join(texts)), name


def test_the_graph_of_a_table_is_described_in_its_patients(table):
    text = captions(table)["homophily"]["caption"]
    assert "by edge, and by test patient" in text
    assert (
        title(table.metrics)
        == "Does a graph of similar patients help to tell heart failure from normal?"
    )


def test_the_terminal_table_needs_no_graph(clips, tmp_path):
    console = Console(width=120, record=True, file=StringIO())
    print_run(clips, tmp_path, console)
    text = console.export_text()
    assert "spectrogram CNN" in text
    assert "file facts only" in text


@pytest.mark.parametrize("backbone", ["hfgnn.features.no_images.NoImages", ""])
def test_card_and_checklist_know_no_images_where_there_are_none(clips, backbone):
    card = model_card(clips.metrics, facts(backbone))
    listed = checklist(clips.metrics, facts(backbone))
    for text in (card, listed):
        assert not re.findall(r"\b(?:[Pp]ages?|image)\b", text.replace("number of this page", ""))
    assert "# Model card: spectrogram CNN\n" in card
    assert "clips used per class" in listed


def test_the_card_of_a_table_asks_for_its_columns(table):
    settings = {
        "backbone": {"_target_": "hfgnn.features.no_images.NoImages"},
        "columns": {"_target_": "hfgnn.features.measured.columns.MeasuredColumns"},
    }
    card = model_card(table.metrics, {"settings": settings})
    assert "task=predict run=FOLDER clinical=NUMBERS.json" in card
    assert "by the name of its level" in card
    assert "from columns of what was measured of it, and from those of similar patients" in card


def test_verdicts_on_a_network_have_a_tone_and_its_name():
    assert (
        verdict_tone("sound_cnn beats every control, majority by +0.2 [+0.1, +0.3] AUROC")
        == "helps"
    )
    assert verdict_tone("sound_cnn is worse than shortcut: -0.2 [-0.3, -0.1] AUROC") == "hurts"
    assert verdict_tone("no evidence that sound_cnn beats shortcut: +0.1 AUROC") == "open"
    said = plain_verdict("no evidence that sound_cnn beats shortcut: +0.1 AUROC")
    assert said == 'no evidence that spectrogram CNN beats "file facts only": +0.1 AUROC'


def test_a_second_network_is_called_so():
    words = model_words("gat", "gcn", {"name": "honest", "graph": "inductive"})
    assert words.long == "GAT on the patient graph"
    assert "Another network" in words.meaning


def test_follow_up_and_simulation_are_explained_by_their_stamps():
    assert "nobody has it" in stamp_meaning("follow-up column time used as feature")
    assert "heart" not in in_units(stamp_meaning("simulated cohort"), "clip")


def test_numbers_and_nouns_agree():
    assert counted(1, "clip") == "1 clip"
    assert counted(1200, "row") == "1,200 rows"
    assert in_units("Pages and a page of paged things", "row") == "Rows and a row of paged things"
    assert (source_of("clip"), source_of("patient")) == ("file", "row")


def test_what_the_audit_says_is_said_of_the_unit(clips, tmp_path):
    (finding,) = [
        {
            "name": "patient across a split",
            "severity": "leak",
            "what": "test pages have another page in training",
            "where": ["pages/1.wav"],
            "evidence": [],
            "advice": "split pages by patient",
        }
    ]
    clips.metrics["audit"]["findings"].append(finding)
    html = written(clips, tmp_path)
    assert "Test clips have another clip in training." in html
    assert "Split clips by patient." in html
    assert "pages/1.wav" in html  # a name stays what it is
    assert "test clips have another clip" in model_card(clips.metrics, facts(""))
