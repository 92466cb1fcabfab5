import io
from pathlib import Path

import pytest
from rich.console import Console

from hfgnn.reports.sweep import is_result, line
from hfgnn.reports.terminal import print_sweep


def estimate(value):
    return {"value": value, "low": value - 0.1, "high": value + 0.1}


def run(job, model, classes, macro_f1):
    """The line of a run that tells heartbeats apart."""
    metrics = {
        "task": "beats",
        "network": model,
        "stamps": [],
        "verdict": f"{model} tells N, S and V apart with macro-F1 {macro_f1:.3f}",
        "models": {
            model: {"macro_f1": estimate(macro_f1), "accuracy": estimate(0.9)},
            "majority": {"macro_f1": estimate(0.31), "accuracy": estimate(0.8)},
        },
        "classes": {
            model: {name: {"f1": estimate(0.5 + place / 10)} for place, name in enumerate(classes)}
        },
    }
    return line(job, [f"model={model}", "seed=1"], metrics)


@pytest.fixture
def lines():
    return [run(0, "beat_cnn", "NSV", 0.6), run(1, "xgb_features", "NSV", 0.7)]


def shown(lines, width):
    console = Console(file=io.StringIO(), width=width)
    print_sweep(lines, Path("outputs/sweep.csv"), console)
    return console.file.getvalue()


def test_the_line_of_a_run_with_classes_has_the_f1_of_each(lines):
    one = lines[1]
    assert one["model"] == "xgb_features"
    assert (one["macro_f1"], one["macro_f1_low"]) == (0.7, pytest.approx(0.6))
    assert (one["f1_N"], one["f1_S"], one["f1_V_high"]) == (0.5, 0.6, pytest.approx(0.8))
    assert one["macro_f1_majority"] == 0.31
    assert one["balanced_accuracy"] is None
    assert "auroc" not in one
    assert [name for name in one if not is_result(name)] == ["model", "seed"]


def test_runs_with_classes_end_in_one_table(lines):
    text = shown(lines, 120)
    assert "2 runs, all with seed=1" in text
    header = next(text for text in text.splitlines() if text.startswith("job"))
    assert header.split() == [
        "job", "settings", "macro-F1", "accuracy", "F1", "N", "F1", "S", "F1", "V", "majority",
    ]  # fmt: skip
    assert "0.700 [0.600, 0.800]" in text
    assert "0.310" in text
    assert "the graph" not in text


@pytest.mark.parametrize("width", [40, 60, 80, 120])
def test_the_table_fits_the_terminal(lines, width):
    assert max(len(text) for text in shown(lines, width).splitlines()) <= width


def test_runs_may_tell_different_classes_apart(lines):
    text = shown([*lines, run(2, "beat_cnn", "NSVFQ", 0.5)], 160)
    assert "F1 Q" in text
    assert "0.900" in text


def test_what_a_setting_may_be_chosen_by_stands_before_the_test_score():
    metrics = {
        "network": "transferred",
        "stamps": [],
        "verdict": "no evidence that transfer changes AUROC",
        "models": {
            "transferred": {"auroc": estimate(0.89)},
            "scratch": {"auroc": estimate(0.88)},
        },
        "validation_auroc": 0.876,
    }
    text = shown([line(0, ["training.batch_size=50"], metrics)], 100)
    assert text.index("0.876") < text.index("0.890") < text.index("0.880")
    assert is_result("auroc_validation")
