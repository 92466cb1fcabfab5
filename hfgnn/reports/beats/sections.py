"""What the report of a run on heartbeats says in words and tables, as values for the template."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from hfgnn.reports.beats.errors import worst_records
from hfgnn.reports.beats.finished import FinishedBeats
from hfgnn.reports.beats.words import PROTOCOLS, beat_model_words, class_words
from hfgnn.reports.estimates import MINUS
from hfgnn.reports.sections import Cell, ScoreTable, cell, score_table

MAIN_SCORES = ["macro_f1", "accuracy", "balanced_accuracy", "weighted_f1", "brier"]
CLASS_SCORES = {
    "f1": "F1",
    "sensitivity": "sensitivity",
    "positive_predictive_value": "positive predictive value",
    "auroc": "AUROC against the rest",
}
MOST_RECORDS = 12

Metrics = Mapping[str, Any]


@dataclass(frozen=True)
class ClassLine:
    """One class in the table of classes."""

    name: str
    words: str
    beats: str
    cells: list[Cell]


@dataclass(frozen=True)
class RecordLine:
    """One recording in the table of errors."""

    name: str
    beats: str
    f1: list[str]
    errors: str
    change: str


def main_table(metrics: Metrics) -> ScoreTable:
    """The scores over all classes, for every model."""
    words = {name: beat_model_words(name) for name in metrics["models"]}
    return score_table(metrics, MAIN_SCORES, words=words, metric="macro_f1")


def class_lines(metrics: Metrics) -> list[ClassLine]:
    """The classes as the model in question tells them."""
    network = metrics["network"]
    tables, counts = metrics["classes"][network], metrics["confusion"][network]
    return [
        ClassLine(
            name,
            class_words(name, list(tables)),
            f"{sum(row):,}",
            [cell(table.get(score)) for score in CLASS_SCORES],
        )
        for (name, table), row in zip(tables.items(), counts, strict=True)
    ]


def record_lines(finished: FinishedBeats) -> tuple[list[RecordLine], int]:
    """The recordings with most errors, and how many more there are with any."""
    erring = worst_records(finished)
    lines = [
        RecordLine(
            one.record_id,
            ", ".join(f"{name} {number:,}" for name, number in one.of_class.items() if number),
            [f"{one.f1[name]:.2f}" if name in one.f1 else "" for name in one.classes],
            one.errors_text,
            f"{one.macro_f1_change:+.3f}".replace("-", MINUS)
            if one.macro_f1_change == one.macro_f1_change
            else "",
        )
        for one in erring[:MOST_RECORDS]
    ]
    return lines, len(erring) - len(lines)


def left_out_rows(finished: FinishedBeats) -> list[tuple[str, str, str]]:
    """Reason, marks, recordings."""
    marks: Counter[str] = Counter()
    records: dict[str, set[str]] = {}
    for one in finished.left_out:
        marks[one.reason] += one.count
        records.setdefault(one.reason, set()).add(one.record_id)
    return [
        (reason, f"{number:,}", f"{len(records[reason]):,}")
        for reason, number in marks.most_common()
        if number
    ]


def paragraphs(metrics: Metrics) -> list[str]:
    """Cohort, then method; sentences whose facts are absent are left out."""
    return [" ".join(_cohort(metrics)), " ".join(_method(metrics))]


def _cohort(metrics: Metrics) -> Iterator[str]:
    cohort = metrics.get("cohort", {})
    if "source" in cohort:
        yield f"The data are {cohort['source']}."
    if refused := cohort.get("refused", 0):
        were = "was" if refused == 1 else "were"
        yield f"{_count(refused, 'file')} {were} left out, with the reason in refused.csv."
    if "beats" in cohort:
        classes = cohort.get("classes", {})
        named = ", ".join(f"{number:,} {name}" for name, number in classes.items())
        yield f"They hold {_count(cohort['beats'], 'beat')}{f' ({named})' if named else ''}."
    if "tested_beats" in cohort:
        patients = metrics["protocol"].get("test_patients")
        whose = f" of {_count(patients, 'patient')}" if patients else ""
        yield f"{_count(cohort['tested_beats'], 'beat')}{whose} were tested."


def _method(metrics: Metrics) -> Iterator[str]:
    protocol = metrics["protocol"]
    yield f"The {protocol['name']} protocol was followed."
    if words := PROTOCOLS.get(protocol["name"]):
        yield words
    name = beat_model_words(metrics["network"]).long
    yield f"The model in question: {name[:1].lower()}{name[1:]}."
    seeds = protocol.get("seeds", 1)
    if seeds > 1:
        yield f"It was trained from {seeds} sets of initial weights; their answers count alike."


def honest_rows(metrics: Metrics) -> list[tuple[str, Cell, Cell]]:
    """Each score on random beats and with patients apart; empty where one was not measured.

    The scores with patients apart are ``metrics["honest"]["models"]``, as ``models`` has them.
    """
    honest = metrics.get("honest", {}).get("models", {})
    return [
        (
            beat_model_words(model).long,
            cell(metrics["models"][model].get("macro_f1")),
            cell(honest[model].get("macro_f1")),
        )
        for model in metrics["models"]
        if model in honest
    ]


def honest_title(metrics: Metrics) -> str:
    """Heading of the scores with patients apart, with the classes where these are others."""
    classes = metrics.get("honest", {}).get("protocol", {}).get("classes", [])
    others = list(classes) and list(classes) != list(metrics["classes"][metrics["network"]])
    return "patients apart" + (f", {' '.join(classes)} only" if others else "")


def seed_sentence(metrics: Metrics) -> str:
    """The spread of macro-F1 over the seeds, "" with one."""
    values: Sequence[float] = (
        metrics.get("statistics", {}).get("by_seed", {}).get(metrics["network"], ())
    )
    if len(values) < 2:
        return ""
    return (
        f"Over {len(values)} sets of initial weights, macro-F1 ran from {min(values):.3f} to "
        f"{max(values):.3f}."
    )


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
