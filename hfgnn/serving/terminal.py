"""A prediction on the terminal: the number, how far to believe it, and what it rests on."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from hfgnn.serving.prediction import CONTRIBUTIONS_SAY, Prediction

NEIGHBOURS_SHOWN = 8


def print_prediction(prediction: Prediction, console: Console) -> None:
    """Show one patient."""
    console.print()
    _say(console, answer_line(prediction), style="bold")
    _say(console, decision_line(prediction))
    _say_stamps(console, prediction.stamps)
    for warning in prediction.warnings:
        _say(console, f"! {warning}", style="bold yellow")
    _say(console, prediction.untested)
    console.print()
    console.print(_contributions(prediction))
    _say(console, CONTRIBUTIONS_SAY, style="dim")
    console.print()
    console.print(_neighbours(prediction))
    console.print()
    _say(console, distance_line(prediction))


def print_folder(predictions: Sequence[Prediction], num_refused: int, console: Console) -> None:
    """Show a line per patient."""
    console.print()
    refused = f", {num_refused} refused" if num_refused else ""
    _say(console, f"{len(predictions)} patients predicted{refused}", style="bold")
    _say_stamps(console, predictions[0].stamps)
    _say(console, predictions[0].untested)
    table = _table("patient", "probability", "threshold alone", "decision", "note")
    for one in predictions:
        note = "; ".join(one.warnings)
        table.add_row(
            *map(Text, (one.patient, str(one.probability), one.called, one.decision, note))
        )
    console.print()
    console.print(table)


def answer_line(prediction: Prediction) -> str:
    """The probability with its interval, and what the threshold makes of it."""
    called = f"called {prediction.called}"
    if prediction.abstained:
        called = f"{prediction.decision} (the threshold alone says {prediction.called})"
    return f"{prediction.patient}: probability of disease {prediction.probability}, {called}"


def decision_line(prediction: Prediction) -> str:
    """By which rules."""
    held = {"no disease": prediction.may_be_healthy, "disease": prediction.may_be_ill}
    sets = " or ".join(name for name, is_held in held.items() if is_held) or "empty"
    return (
        f"{100 * prediction.confidence:g} % interval over {len(prediction.folds)} networks and "
        f"their recalibrations; threshold {prediction.threshold:.3f}; "
        f"conformal sets: {sets}"
    )


def distance_line(prediction: Prediction) -> str:
    """How far the patient stands from those the run learned from."""
    verdict = "out of range" if prediction.out_of_range else "within range"
    return (
        f"distance to the training {prediction.unit}s: {verdict}, "
        f"percentile {prediction.percentile:.1f} of their own"
    )


def _contributions(prediction: Prediction) -> Table:
    table = _table("part", "moves the probability by")
    table.add_row("mean patient, no neighbours", f" {prediction.baseline:.3f}")
    for name, value in prediction.contributions.items():
        table.add_row(name, f"{value:+.3f}")
    table.add_row("probability", f" {prediction.probability.value:.3f}", style="bold")
    return table


def _neighbours(prediction: Prediction) -> Table:
    nearest = f"nearest training {prediction.unit}s"
    table = _table(nearest, "patient", "disease", "networks", "distance", "moves")
    for one in prediction.neighbours[:NEIGHBOURS_SHOWN]:
        cells = (
            one.record_id,
            one.patient_id,
            "yes" if one.label else "no",
            f"{one.folds} of {len(prediction.folds)}",
            f"{one.distance:.2f}",
            f"{one.moved:+.3f}",
        )
        table.add_row(*map(Text, cells))
    return table


def _table(*titles: str) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="dim")
    for title in titles:
        table.add_column(title, overflow="fold")
    return table


def _say_stamps(console: Console, stamps: Sequence[str]) -> None:
    if stamps:
        _say(console, f"! {'; '.join(stamps)}", style="bold yellow")


def _say(console: Console, text: str, *, style: str = "") -> None:
    console.print(Text(text, style=style))
