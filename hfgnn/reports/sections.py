"""What report.html says in words and tables, as plain values for the template."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from omegaconf import OmegaConf

from hfgnn.reports.estimates import MINUS, SCORES, gains, interval_text, scores_present, value_text
from hfgnn.reports.graph_words import SPACES, choices
from hfgnn.reports.units import in_units, unit_of
from hfgnn.reports.words import ModelWords, claim_lines, model_words
from hfgnn.types import Refusal

MOST_ALONE = 10
"""Of more files that were left out, those with the same reason share a line."""

CLINICAL_SHARE = "clinical_share_of_distance"
ALL = 0.9995
"""Of the distance, which is not worth saying where there are no other columns."""

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
        gain: the network's decisive score minus this one's; empty for the network itself.
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
    words = {
        name: _words(model_words(name, metrics["network"], metrics["protocol"]), unit_of(metrics))
        for name in metrics["models"]
    }
    return score_table(metrics, scores, words=words, metric="auroc")


def _words(words: ModelWords, unit: str) -> ModelWords:
    return replace(words, meaning=in_units(words.meaning, unit))


def score_table(
    metrics: Mapping[str, Any], scores: list[str], *, words: Mapping[str, ModelWords], metric: str
) -> ScoreTable:
    """These scores of every model.

    Args:
        metrics: the content of metrics.json.
        scores: their names.
        words: what to call each model.
        metric: the score of which the gain over each control is shown.
    """
    gain = gains(metrics, metric)
    lines = [
        Line(
            name,
            words[name],
            [cell(table.get(score)) for score in scores],
            cell(gain.get(name), name="difference", sign="+"),
            name == metrics["network"],
        )
        for name, table in metrics["models"].items()
    ]
    return ScoreTable([SCORES[score] for score in scores], lines)


def cell(estimate: Mapping[str, float] | None, *, name: str = "value", sign: str = "") -> Cell:
    """A number and its interval as they are printed."""
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
            words = in_units(name, unit_of(metrics))
            yield words, str(claimed), Cell("" if measured is None else str(measured), "")
        else:
            yield SCORES.get(name, name), f"{claimed:.3f}", cell(measured)


def graph_rows(metrics: Mapping[str, Any], settings: str = "") -> list[tuple[str, str]]:
    """What is known of the graph, each in words."""
    graph = metrics.get("graph", {})
    rows = []
    if "k" in graph:
        distance = f" ({graph['metric']} distance)" if "metric" in graph else ""
        itself = ", itself counted" if chosen(settings, "graph.counts_itself") else ""
        rows.append(("most similar ones of a page", f"{graph['k']}{itself}{distance}"))
    if "gates" in graph:
        opened = ", ".join(f"{share:.0%}" for share in graph["gates"])
        rows.append(("gates open to neighbours, layer by layer", opened))
    if "chosen" in graph:
        rows.append(("graphs that validation pages chose", choices(graph["chosen"])))
    if graph.get("space", "raw") in SPACES and graph.get("space", "raw") != "raw":
        rows.append(("similar in", SPACES[graph["space"]]))
    for name, words, text in (
        ("edges_per_patient", "edges per page, copies counted too", "{:.2f}"),
        ("homophily", "edges to test pages that come from patients of equal label", "{:.1%}"),
        ("homophily_by_chance", "the same, by chance", "{:.1%}"),
        ("adjusted_homophily", "corrected for chance (0 is chance, 1 all equal)", "{:.2f}"),
        ("test_rows_without_sender_share", "test pages that hear nobody", "{:.1%}"),
        ("components", "pieces of the training graph", "{:.3g}"),
        ("largest_component_share", "share of the largest piece", "{:.1%}"),
        (CLINICAL_SHARE, "share of the clinical numbers in the distance", "{:.1%}"),
    ):
        is_all = name == CLINICAL_SHARE and graph.get(name, 0) >= ALL
        if name in graph and not is_all:
            rows.append((words, text.format(graph[name])))
    return [(in_units(words, unit_of(metrics)), text) for words, text in rows]


def refusal_rows(refused: Sequence[Refusal]) -> list[tuple[str, int, str]]:
    """Reason, number of files and the first of them; equal reasons share a line if many."""
    if len(refused) <= MOST_ALONE:
        return [(one.reason, 1, one.file) for one in refused]
    files: dict[str, list[str]] = {}
    for one in refused:
        files.setdefault(one.reason, []).append(one.file)
    return [(reason, len(names), names[0]) for reason, names in files.items()]


def timing_rows(metrics: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Seconds of each stage, and the speed of the embedding."""
    rows = []
    for name, number in metrics.get("timing", {}).items():
        words = name.replace("_", " ")
        if name.endswith("_seconds"):
            rows.append((words.removesuffix(" seconds"), f"{number:.1f} s"))
        else:
            rows.append((words, f"{number:,.0f}" if number >= 100 else f"{number:.3g}"))
    return rows


def chosen(settings: str, name: str) -> Any:
    """One setting of the run by its dotted name, None where it has none."""
    return OmegaConf.select(OmegaConf.create(settings), name)
