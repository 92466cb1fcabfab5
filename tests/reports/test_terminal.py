import io
import subprocess
import sys
from pathlib import Path

import pytest
from rich.console import Console

from hfgnn.reports.terminal import print_run, print_sweep
from hfgnn.reports.words import plain_verdict

FOLDER = Path("outputs/run")
SWEEP = [
    {
        "job": job,
        "model": "gat",
        "graph.k": k,
        "auroc": 0.9,
        "auroc_low": 0.85,
        "auroc_high": 0.95,
        "accuracy": 0.8,
        "macro_f1": 0.7,
        "auroc_no_edges": 0.91,
        "verdict": "no evidence that the graph helps: -0.010 [-0.020, +0.010] AUROC over no edges",
        "stamps": stamps,
    }
    for job, (k, stamps) in enumerate(
        [(3, "simulated cohort"), (5, "simulated cohort; random backbone")]
    )
]


def shown(finished, width):
    console = Console(file=io.StringIO(), width=width)
    print_run(finished, FOLDER, console)
    return console.file.getvalue()


def swept(lines, width):
    console = Console(file=io.StringIO(), width=width)
    print_sweep(lines, FOLDER / "sweep.csv", console)
    return console.file.getvalue()


@pytest.mark.parametrize("width", [60, 80, 100, 120, 160])
def test_no_line_is_wider_than_the_terminal(finished, width):
    lines = shown(finished, width).splitlines()
    assert max(len(line) for line in lines) <= width
    assert sum(line.startswith("same, without edges ") for line in lines) == 1


def test_a_wider_terminal_shows_more_columns(finished):
    narrow, wide = shown(finished, 80), shown(finished, 120)
    assert "accuracy" in narrow
    assert "macro-F1" not in narrow
    assert "macro-F1" in wide
    assert "logistic_image" in shown(finished, 160)


def test_values_come_with_their_intervals(finished):
    text = shown(finished, 120)
    auroc = finished.metrics["models"]["gcn"]["auroc"]
    assert f"{auroc['value']:.3f} [{auroc['low']:.3f}, {auroc['high']:.3f}]" in text
    gain = finished.metrics["comparisons"][0]
    assert f"{gain['difference']:+.3f} [{gain['low']:+.3f}, {gain['high']:+.3f}]" in text


def test_stamps_ceiling_claim_verdict_and_path_are_said(finished):
    text = shown(finished, 160)
    assert "! " + "; ".join(finished.metrics["stamps"]) in text
    assert "alone allow AUROC 0.999, accuracy 0.984" in text
    assert "claimed by A. Author 2025, GCN" in text
    assert "accuracy: 0.970, here 0." in text
    assert "tested pages: 906, here 30" in text
    assert plain_verdict(finished.metrics["verdict"]) in text
    assert text.rstrip().endswith("outputs/run/report.html")


def test_a_run_without_stamps_ceiling_or_claim_says_nothing_of_them(bare):
    text = shown(bare, 120)
    assert "!" not in text
    assert "allow" not in text
    assert "claimed" not in text
    assert bare.metrics["verdict"][:30] in text
    assert "imputed" not in text


def test_patients_without_clinical_numbers_are_said(finished):
    finished.metrics["patients_without_clinical_numbers"] = 3
    assert "3 of 30 patients have no clinical numbers; theirs are imputed" in shown(finished, 120)


@pytest.mark.parametrize("width", [60, 80, 120])
def test_no_line_ends_in_blanks(finished, width):
    text = shown(finished, width) + swept(SWEEP, width)
    assert all(line == line.rstrip() for line in text.splitlines())


def test_colours_reach_a_terminal(finished):
    console = Console(file=io.StringIO(), width=80, force_terminal=True, color_system="standard")
    print_run(finished, FOLDER, console)
    assert "\x1b[1;36m" in console.file.getvalue()


def test_the_report_is_named_from_here_when_it_lies_below(finished, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    console = Console(file=io.StringIO(), width=80)
    print_run(finished, tmp_path / "outputs" / "run", console)
    assert "report: outputs/run/report.html\n" in console.file.getvalue()
    print_run(finished, tmp_path.parent / "elsewhere", console)
    assert f"report: {tmp_path.parent / 'elsewhere' / 'report.html'}\n" in console.file.getvalue()


def test_a_score_that_is_absent_leaves_its_cell_empty(bare):
    bare.metrics["models"]["majority"]["auroc"] = {"value": float("nan")}
    line = next(line for line in shown(bare, 80).splitlines() if line.startswith("majority class"))
    assert "nan" not in line
    assert len(line.split()) > 3


def test_brackets_in_a_name_are_no_markup(bare):
    bare.metrics["cohort"]["source"] = "images in [red]data[/red]"
    assert "[red]data[/red]" in shown(bare, 120)


@pytest.mark.parametrize("width", [70, 80, 120])
def test_a_sweep_shows_one_line_per_run(width):
    lines = swept(SWEEP, width).splitlines()
    assert max(len(line) for line in lines) <= width
    assert "2 runs, all with model=gat" in lines
    assert [line.split()[1] for line in lines if line[:1].isdigit() and "no evidence" in line] == [
        "graph.k=3",
        "graph.k=5",
    ]


def test_one_run_is_no_runs():
    assert swept(SWEEP[:1], 80).split("\n")[1] == "1 run"


def test_a_run_that_leaks_has_no_verdict_in_the_sweep():
    leaking = SWEEP[0] | {"stamps": "leaking protocol", "verdict": "no verdict, since ..."}
    assert "no verdict" in swept([leaking], 120)


def test_a_stamp_of_some_runs_names_its_jobs():
    text = swept(SWEEP, 120)
    assert "! simulated cohort; random backbone (job 1)" in text
    assert text.rstrip().endswith("outputs/run/sweep.csv")


def test_a_run_that_lacks_a_column_of_the_others_is_shown():
    first = {name: value for name, value in SWEEP[0].items() if name != "auroc_no_edges"}
    lines = [first, SWEEP[1] | {"seed": 1}]
    text = swept(lines, 120)
    assert "graph.k=5 seed=1" in text


def test_the_terminal_needs_no_heavy_package():
    code = (
        "import sys, hfgnn.reports.terminal, hfgnn.reports.progress, hfgnn.reports.files\n"
        "print([name for name in ('torch', 'matplotlib', 'jinja2') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_runs_without_a_graph_have_no_column_on_it():
    alone = {"verdict": "net beats every control, majority by +0.2 [+0.1, +0.3] AUROC"}
    lines = [
        {name: value for name, value in line.items() if name != "auroc_no_edges"} | alone
        for line in SWEEP
    ]
    text = swept(lines, 120)
    assert "the network" in text
    assert "beats all" in text
    assert "no edges" not in text
    assert "the graph" not in text
