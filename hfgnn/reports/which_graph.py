"""Networks and spaces of one data set against no edges and against logistic regression."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hfgnn.evaluation.corrected_t import corrected_t
from hfgnn.evaluation.holm import holm
from hfgnn.reports.cohort_lines import Line
from hfgnn.reports.verdict_tables import kind_words

LOGISTIC = "logistic"
ALONE = "none"
"""In place of a space: no edges."""

TITLES = {
    "ecg_pages": "ECG pages",
    "ptbxl": "PTB-XL",
    "music": "MUSIC",
    "rr_intervals": "RR intervals",
    "uci": "UCI heart disease",
}
"""What data sets of these names are called; others by their names."""

SCORES = {"auroc": "auroc", "log_loss": "loss", "validation_auroc": "validation"}
"""Name of each score in metrics.json, and in a line."""

GRAPH = {"homophily": "homophily", "homophily_by_chance": "by chance", "hubs": "hubs"}
"""Name of each number of a graph in metrics.json, and in a line."""


@dataclass(frozen=True)
class Gain:
    """How much higher the AUROC of one model is than another's.

    Attributes:
        model: network and space, as "gcn raw".
        against: the same network without edges, or the logistic regression.
        difference: mean over folds; of simulated cohorts over cohorts.
        low: of the interval; NaN where there is none.
        high: of the interval.
        p: two-sided.
        holm_p: corrected for all comparisons of the data set.
    """

    model: str
    against: str
    difference: float
    low: float
    high: float
    p: float
    holm_p: float


@dataclass(frozen=True)
class Compared:
    """One data set.

    Attributes:
        name: in the settings.
        facts: what it says of itself.
        lines: of its folds.
        gains: of every network on a graph, over itself without edges and over the logistic
            regression.
    """

    name: str
    facts: Mapping[str, Any]
    lines: Sequence[Line]
    gains: tuple[Gain, ...]

    @property
    def is_simulated(self) -> bool:
        """Whether its truth is known."""
        return "kind" in self.facts

    @property
    def title(self) -> str:
        """What it is called in tables and figures."""
        if self.is_simulated:
            return f"simulated: {kind_words(self.facts['kind'], self.facts['level'])}"
        return TITLES.get(self.name, self.name)

    @property
    def models(self) -> list[str]:
        """Every network in every space, and the logistic regression."""
        return models_in(self.lines)

    @property
    def spaces(self) -> list[str]:
        """Those that have a graph."""
        return [name.removeprefix("hubs ") for name in self.lines[0] if name.startswith("hubs ")]

    def mean(self, name: str) -> float:
        """Of a column, over the folds that have it."""
        values = column(self.lines, name)
        return float(np.nanmean(values)) if np.isfinite(values).any() else float("nan")

    def gain(self, model: str, *, over_logistic: bool) -> Gain:
        """Of a network in a space."""
        against = LOGISTIC if over_logistic else alone(model)
        return next(one for one in self.gains if (one.model, one.against) == (model, against))

    def choices(self) -> dict[str, Counter[str]]:
        """How often each graph was chosen by validation rows, by network."""
        starts = [name for name in self.lines[0] if name.startswith("chosen by ")]
        return {
            start.removeprefix("chosen by "): Counter(str(line[start]) for line in self.lines)
            for start in starts
        }

    def as_json(self) -> dict[str, Any]:
        """Plain dictionaries for metrics.json."""
        return {
            "name": self.name,
            "title": self.title,
            "source": self.facts["source"],
            "patients": self.facts["patients"],
            "rows": self.mean("rows"),
            "ill_share": self.mean("ill"),
            "columns": self.mean("columns"),
            "folds": len(self.lines),
            "stamps": list(self.facts["stamps"]),
            "models": {
                model: {score: self.mean(f"{start} {model}") for score, start in SCORES.items()}
                for model in self.models
            },
            "graphs": {
                space: {name: self.mean(f"{start} {space}") for name, start in GRAPH.items()}
                for space in self.spaces
            },
            "chosen": {network: dict(counts) for network, counts in self.choices().items()},
            "comparisons": [asdict(one) for one in self.gains],
            "seconds_per_fold": self.mean("seconds"),
        }


def compare(
    name: str, lines: Sequence[Line], facts: Mapping[str, Any], *, confidence: float
) -> Compared:
    """Every network in every space against itself without edges and against logistic regression.

    Over the folds of repeated cross-validation the interval is that of the corrected t-test
    (hfgnn/evaluation/corrected_t.py). Simulated cohorts are independent of each other, so each is
    one number, the mean over its folds, and the interval is Student's.

    Args:
        name: of the data set.
        lines: of its folds.
        facts: what it says of itself.
        confidence: of the intervals, in (0, 1).
    """
    on_graph = [one for one in models_in(lines) if one != LOGISTIC and one != alone(one)]
    pairs = [(one, alone(one)) for one in on_graph] + [(one, LOGISTIC) for one in on_graph]
    simulated = "kind" in facts
    test_to_train = 0.0 if simulated else float(np.mean(column(lines, "test to train")))
    found = [
        _difference(lines, *pair, by_cohort=simulated, test_to_train=test_to_train)
        | {"confidence": confidence}
        for pair in pairs
    ]
    tested = [corrected_t(**one) for one in found]
    adjusted = holm([np.nan if one is None else one.p for one in tested])
    gains = [
        Gain(*pair, float(np.nanmean(one["differences"])), np.nan, np.nan, np.nan, np.nan)
        if test is None
        else Gain(*pair, test.difference, test.low, test.high, test.p, float(p))
        for pair, one, test, p in zip(pairs, found, tested, adjusted, strict=True)
    ]
    return Compared(name, facts, lines, tuple(gains))


def _difference(
    lines: Sequence[Line], model: str, against: str, *, by_cohort: bool, test_to_train: float
) -> dict[str, Any]:
    difference = column(lines, f"auroc {model}") - column(lines, f"auroc {against}")
    if by_cohort:
        cohort = column(lines, "repeat")
        each = [difference[cohort == number] for number in np.unique(cohort)]
        difference = np.array([np.nanmean(one) for one in each])
    return {"differences": difference, "test_to_train": test_to_train}


def models_in(lines: Sequence[Line]) -> list[str]:
    """Every network in every space, and the logistic regression."""
    return [name.removeprefix("auroc ") for name in lines[0] if name.startswith("auroc ")]


def column(lines: Sequence[Line], name: str) -> NDArray[np.float64]:
    """A number of every line."""
    return np.array([float(line[name]) for line in lines])


def alone(model: str) -> str:
    """The same network without edges."""
    return f"{model.split(' ')[0]} {ALONE}"
