"""What report.html says in words and tables, as plain values for the template."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from omegaconf import OmegaConf

from hfgnn.reports.estimates import MINUS, SCORES, gains, interval_text, scores_present, value_text
from hfgnn.reports.words import ModelWords, claim_lines, model_words

MAIN_SCORES = ("auroc", "auprc", "accuracy", "macro_f1")


@dataclass(frozen=True)
class Cell:
    """A number and, in smaller type, its interval."""

    value: str
    interval: str


@dataclass(frozen=True)
class Line:
    """A model in a table.

    Attributes:
        name: in metrics.json.
        words: for the reader.
        cells: one per score.
        gain: the network's AUROC minus this one's; empty for the network itself.
        is_network: whether it is the network in question.
    """

    name: str
    words: ModelWords
    cells: list[Cell]
    gain: Cell
    is_network: bool


@dataclass(frozen=True)
class ScoreTable:
    """Titles of the scores, and a line per model."""

    titles: list[str]
    lines: list[Line]


def main_table(metrics: Mapping[str, Any]) -> ScoreTable:
    """The scores that decide, for every model."""
    return _table(metrics, [name for name in scores_present(metrics) if name in MAIN_SCORES])


def further_table(metrics: Mapping[str, Any]) -> ScoreTable:
    """All other scores."""
    return _table(metrics, [name for name in scores_present(metrics) if name not in MAIN_SCORES])


def _table(metrics: Mapping[str, Any], scores: list[str]) -> ScoreTable:
    gain = gains(metrics)
    lines = [
        Line(
            name,
            model_words(name, metrics["network"]),
            [_cell(table.get(score)) for score in scores],
            _cell(gain.get(name), name="difference", sign="+"),
            name == metrics["network"],
        )
        for name, table in metrics["models"].items()
    ]
    return ScoreTable([SCORES[score] for score in scores], lines)


def _cell(estimate: Mapping[str, float] | None, *, name: str = "value", sign: str = "") -> Cell:
    number = value_text(estimate, name=name, sign=sign)
    interval = interval_text(estimate, sign=sign)
    return Cell(number.replace("-", MINUS), interval.replace("-", MINUS))


def ceiling_rows(metrics: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Score and its value from the synthesized clinical numbers alone."""
    ceiling = metrics.get("ceiling", {})
    return [(title, f"{ceiling[name]:.3f}") for name, title in SCORES.items() if name in ceiling]


def claim_rows(metrics: Mapping[str, Any]) -> list[tuple[str, str, Cell]]:
    """Name, claimed, measured."""
    return list(_claim_rows(metrics))


def _claim_rows(metrics: Mapping[str, Any]) -> Iterator[tuple[str, str, Cell]]:
    for name, claimed, measured in claim_lines(metrics):
        if name == "tested pages":
            yield name, str(claimed), Cell("" if measured is None else str(measured), "")
        else:
            yield SCORES.get(name, name), f"{claimed:.3f}", _cell(measured)


def graph_rows(metrics: Mapping[str, Any]) -> list[tuple[str, str]]:
    """What is known of the graph, each in words."""
    graph = metrics.get("graph", {})
    rows = []
    if "k" in graph:
        distance = f" ({graph['metric']} distance)" if "metric" in graph else ""
        rows.append(("neighbours per patient", f"{graph['k']}{distance}"))
    for name, words, text in (
        ("edges_per_patient", "edges per patient", "{:.2f}"),
        ("homophily", "edges between patients of equal label", "{:.1%}"),
        ("homophily_by_chance", "the same, by chance", "{:.1%}"),
        ("clinical_share_of_distance", "share of the clinical numbers in the distance", "{:.1%}"),
    ):
        if name in graph:
            rows.append((words, text.format(graph[name])))
    return rows


def timing_rows(metrics: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Seconds of each stage, and the speed of the embedding."""
    rows = []
    for name, number in metrics.get("timing", {}).items():
        words = name.replace("_", " ")
        if name.endswith("_seconds"):
            rows.append((words.removesuffix(" seconds"), f"{number:.1f} s"))
        else:
            rows.append((words, f"{number:,.0f}"))
    return rows


def chosen(settings: str, name: str) -> Any:
    """One setting of the run by its dotted name, None where it has none."""
    return OmegaConf.select(OmegaConf.create(settings), name)
