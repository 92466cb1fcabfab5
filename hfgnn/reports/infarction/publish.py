"""Everything that a run on infarction leaves: files, figures, a page, and a table to see."""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from matplotlib.figure import Figure
from rich.console import Console

from hfgnn.evaluation.learning_curve import SCRATCH, TRANSFERRED, Curve
from hfgnn.reports import sections
from hfgnn.reports.canvas import png_bytes
from hfgnn.reports.console import (
    TONES,
    fitting,
    say,
    say_path,
    say_stamps,
    show,
    side_by_side,
    title_line,
)
from hfgnn.reports.embedded import embedded
from hfgnn.reports.estimates import full_text, with_minus, without_gaps
from hfgnn.reports.files import csv_text, write_beside
from hfgnn.reports.infarction.finished import FinishedInfarction
from hfgnn.reports.infarction.tables import (
    LAYOUTS,
    TITLES,
    beat_rows,
    curve_rows,
    curve_tables,
    paragraphs,
    written_tables,
)
from hfgnn.reports.infarction.words import CURVE_SCORES, INFARCTION_STAMPS, MODELS, title
from hfgnn.reports.learning_curve import LearningCurve, draw_learning_curve
from hfgnn.reports.template import render
from hfgnn.reports.words import stamp_meaning

TEMPLATE = "infarction/report.html.jinja"
COLUMNS = (
    "patient", "record", "seed", "fold", "share", "model", "label", "probability", "predicted",
)  # fmt: skip
DRAWN = ("auroc", "sensitivity")
MOST_LISTED = 50


def publish(finished: FinishedInfarction, folder: Path, console: Console | None = None) -> None:
    """Write every file of the run, then show the table."""
    figures = {f"learning_curve_{score}": draw(finished, score) for score in DRAWN}
    pictures = {name: png_bytes(figure) for name, figure in figures.items()}
    for name, picture in pictures.items():
        write_beside(folder / "figures" / f"{name}.png", picture)
    write_beside(folder / "predictions.csv", csv_text(COLUMNS, _prediction_lines(finished)))
    refused = ((one.file, one.reason) for one in finished.refused)
    write_beside(folder / "refused.csv", csv_text(("file", "reason"), refused))
    stamps = f"**{'; '.join(finished.metrics['stamps']) or 'not stamped'}**\n\n"
    tables = "\n".join(table.as_markdown() for table in written_tables(finished.curve))
    write_beside(folder / "tables.md", stamps + tables)
    write_beside(folder / "run.json", json.dumps(finished.provenance, indent=2))
    write_beside(folder / "report.html", render(TEMPLATE, _content(finished, pictures)))
    metrics = without_gaps(finished.metrics)
    # Last, since a folder that has it is a finished run.
    write_beside(folder / "metrics.json", json.dumps(metrics, indent=2, allow_nan=False) + "\n")
    print_infarction(finished, folder, console or Console())


def draw(finished: FinishedInfarction, score: str) -> Figure:
    """One score over the share of the labels, and the gain of transfer."""
    curve = finished.curve
    return draw_learning_curve(
        LearningCurve(
            CURVE_SCORES[score],
            tuple(curve.shares),
            _by_share(curve, TRANSFERRED, score),
            _by_share(curve, SCRATCH, score),
        ),
        confidence=curve.confidence,
        stamps=finished.metrics["stamps"],
    )


def _by_share(curve: Curve, start: str, score: str) -> Any:
    return np.stack([curve.point(share, start).values[score] for share in curve.shares])


def _prediction_lines(finished: FinishedInfarction) -> Iterator[Sequence[object]]:
    """One line per tested record, or beat, share, seed and start."""
    for (share, start), one in finished.predictions.items():
        rows = len(one.label)
        yield from zip(
            one.patient_id.tolist(),
            one.record_id.tolist(),
            one.repeat.tolist(),
            one.fold.tolist(),
            [f"{share:g}"] * rows,
            [start] * rows,
            one.label.tolist(),
            one.probability.tolist(),
            one.predicted.tolist(),
            strict=True,
        )


def _content(finished: FinishedInfarction, pictures: dict[str, bytes]) -> dict[str, Any]:
    """Everything that the template names."""
    metrics = without_gaps(finished.metrics)
    protocol = metrics["protocol"]
    return {
        "title": title(metrics),
        "stamps": [
            (with_minus(one), stamp_meaning(one, INFARCTION_STAMPS)) for one in metrics["stamps"]
        ],
        "verdict": with_minus(metrics["verdict"]),
        "caution": with_minus(_capital(metrics.get("verdict_caution", ""))),
        "tone": _tone(finished),
        "paragraphs": paragraphs(metrics),
        "notes": finished.notes,
        "main": sections.score_table(
            metrics, ["auroc", "auprc", "balanced_accuracy", "sensitivity", "specificity"],
            words=MODELS, metric="auroc",
        ),
        "curves": curve_tables(finished.curve),
        "beats": beat_rows(metrics),
        "unit": protocol["unit"],
        "labelled": protocol["labelled"],
        "is_apart": protocol["name"] == "patient_folds",
        "seeds": finished.curve.seeds,
        "confidence": f"{100 * finished.curve.confidence:g} %",
        "refused": sections.refusal_rows(finished.refused),
        "num_refused": len(finished.refused),
        "most": MOST_LISTED,
        "figures": embedded(pictures, _captions(finished)),
        "settings": finished.settings,
        "command": finished.command,
        "timing": sections.timing_rows(metrics),
    }  # fmt: skip


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _captions(finished: FinishedInfarction) -> dict[str, dict[str, str]]:
    seeds = finished.curve.seeds
    caption = (
        f"Dots are seeds, lines their mean over {seeds}, bands Student's interval. Below, the gain "
        "of transfer: where its interval crosses 0, nothing is shown. Seeds share the patients, so "
        "the intervals say nothing of other patients."
    )
    return {
        f"learning_curve_{score}": {
            "title": f"{CURVE_SCORES[score]} over the share of the labels.",
            "caption": caption,
        }
        for score in DRAWN
    }


def _tone(finished: FinishedInfarction) -> str:
    if any(stamp.startswith("leaking") for stamp in finished.metrics["stamps"]):
        return "leaks"
    verdict = finished.metrics["verdict"]
    starts = {"transfer raises": "helps", "transfer lowers": "hurts"}
    return next((tone for start, tone in starts.items() if verdict.startswith(start)), "open")


def print_infarction(finished: FinishedInfarction, folder: Path, console: Console) -> None:
    """Show the learning curve, the stamps, the verdict and where the report lies."""
    metrics = finished.metrics
    rows = curve_rows(finished.curve, "auroc")
    columns = fitting(rows, TITLES, layouts=LAYOUTS, width=console.width)
    console.print()
    say(console, title_line(metrics), style="bold")
    say_stamps(console, metrics["stamps"])
    console.print()
    say(console, f"AUROC by {metrics['protocol']['unit']}, {finished.curve.seeds} seeds")
    show(console, side_by_side(rows, TITLES, columns=columns, bold=len(rows) - 1))
    console.print()
    for line in _score_lines(finished):
        say(console, line)
    say(console, metrics["verdict"], style=TONES[_tone(finished)])
    if caution := metrics.get("verdict_caution"):
        say(console, f"({caution})")
    say_path(console, "report", path=folder / "report.html")


def _score_lines(finished: FinishedInfarction) -> Iterator[str]:
    """With all labels: what is not in the table."""
    metrics = finished.metrics
    for score in ("balanced_accuracy", "sensitivity"):
        both = (
            f"{MODELS[start].short} {full_text(metrics['models'][start].get(score))}"
            for start in (SCRATCH, TRANSFERRED)
        )
        yield f"{CURVE_SCORES[score]} with all labels: {', '.join(both)}"
    if age := metrics["models"].get("age"):
        yield f"age alone: AUROC {full_text(age.get('auroc'))}"
