import io
from pathlib import Path

import pytest
from rich.console import Console

from hfgnn.reports.beats.terminal import print_beats

FOLDER = Path("outputs/run")


def shown(finished, width):
    console = Console(file=io.StringIO(), width=width)
    print_beats(finished, FOLDER, console)
    return console.file.getvalue()


@pytest.mark.parametrize("width", [60, 80, 100, 120, 160])
def test_no_line_is_wider_than_the_terminal_nor_ends_in_blanks(finished, width):
    lines = shown(finished, width).splitlines()
    assert max(len(line) for line in lines) <= width
    assert all(line == line.rstrip() for line in lines)
    assert sum(line.startswith("majority class ") for line in lines) == 1


def test_scores_classes_stamps_claim_verdict_and_path_are_said(finished):
    text = shown(finished, 160)
    score = finished.metrics["models"]["xgb_features"]["macro_f1"]
    assert f"{score['value']:.3f} [{score['low']:.3f}, {score['high']:.3f}]" in text
    gain = next(one for one in finished.metrics["comparisons"] if one["metric"] == "macro_f1")
    assert f"{gain['difference']:+.3f} [{gain['low']:+.3f}, {gain['high']:+.3f}]" in text
    header = next(line for line in text.splitlines() if "macro-F1  " in line)
    assert header.split()[:3] == ["name", "macro-F1", "accuracy"]
    for name in "NSV":
        assert f"F1 {name}" in header
        f1 = finished.metrics["classes"]["beat_cnn"][name]["f1"]["value"]
        assert f"{f1:.3f}" in text
    assert "! leaking protocol; simulated recordings" in text
    assert "6 records were recorded at 250 Hz" in text
    assert "claimed by A. Author 2025" in text
    assert "accuracy: 0.985, here 0." in text
    assert "of it is knowing the patient" in text
    assert text.rstrip().endswith("outputs/run/report.html")


def test_a_bare_run_says_nothing_of_what_it_lacks(bare):
    text = shown(bare, 120)
    assert "!" not in text
    assert "claimed" not in text
    assert '"XGBoost, features" tells N, S and V apart' in text
