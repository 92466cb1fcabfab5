"""How often verdicts on simulated cohorts are right: counts with their intervals."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from itertools import groupby
from typing import Any

from scipy.stats import binomtest

from hfgnn.config.study import NEUTRAL, GraphVerdict, Kind
from hfgnn.evaluation.compare import ON_THE_GRAPH
from hfgnn.reports.cohort_lines import Line, comparisons_in, mean_of
from hfgnn.types import Estimate

TRUTH = {kind.value: "open" for kind in NEUTRAL} | {"helps": "helps", "hurts": "hurts"}
"""What a verdict on each kind should say; ``open`` is that there is no evidence of help."""

CONFIDENCE = 0.95


@dataclass(frozen=True)
class Cell:
    """Cohorts of one kind, level and size, and what was said of them.

    Attributes:
        kind: what is true of the graph.
        level: gain of helps, private share of hurts, else 0.
        patients: of each cohort.
        cohorts: how many.
        helps: share of cohorts of which the verdict said that the graph helps.
        hurts: share of those of which it said that it hurts.
        network: mean AUROC.
        no_edges: mean AUROC of the network without edges.
        gain: mean of the network's AUROC minus that of the network without edges.
        homophily: mean share of edges that join equal labels.
        homophily_by_chance: what chance would give.
        seconds: mean time of a cohort.
    """

    kind: str
    level: float
    patients: int
    cohorts: int
    helps: Estimate
    hurts: Estimate
    network: float
    no_edges: float
    gain: float
    homophily: float
    homophily_by_chance: float
    seconds: float


@dataclass(frozen=True)
class Answer:
    """How often something was said, and of how many cohorts."""

    cohorts: int
    share: Estimate


@dataclass(frozen=True)
class VerdictRates:
    """All cells, and the answers to the questions that the study asks.

    Args:
        lines: of cohorts.csv.
        study: its settings.
    """

    lines: Sequence[Line]
    study: GraphVerdict

    def cells(self, *, in_the_long_run: bool = False) -> list[Cell]:
        """The cells in the order of their lines; those of the large cohorts stand apart."""
        large = self.study.large
        lines = [line for line in self.lines if (line["patients"] == large) is in_the_long_run]
        groups = groupby(lines, key=lambda line: (line["kind"], line["level"], line["patients"]))
        return [_cell(*key, list(members)) for key, members in groups]

    @property
    def right(self) -> float:
        """Share of all cohorts of which the verdict said what is true."""
        return share(self._ordinary(), lambda line: bool(line["said"] == TRUTH[line["kind"]])).value

    def answers(self) -> dict[str, Answer]:
        """False and true verdicts over all sizes, and the power that is the goal.

        An answer without a cohort is left out.
        """
        neutral, helping, hurting = (
            [line for line in self._ordinary() if line["kind"] in kinds]
            for kinds in (NEUTRAL, (Kind.helps,), (Kind.hurts,))
        )
        at = (self.study.goal_gain, max(self.study.sizes))
        goal = [line for line in helping if (line["level"], line["patients"]) == at]
        questions = {
            "false_helps": ("helps", neutral + hurting),
            "false_hurts": ("hurts", neutral),
            "power_at_goal": ("helps", goal),
            "hurts_found": ("hurts", hurting),
        }
        return {
            name: Answer(len(lines), said_share(lines, said))
            for name, (said, lines) in questions.items()
            if lines
        }

    def blocking(self) -> dict[str, dict[str, int]]:
        """Of cohorts in which the graph helps and it was not said: which controls stood against.

        Returns:
            Level and size to control to how many cohorts; ``cohorts`` counts them all, and
            ``alone`` beside a control's name those in which it was the only one.
        """
        helping = [line for line in self._ordinary() if line["kind"] == Kind.helps]
        missed = [line for line in helping if line["said"] != "helps"]
        table: dict[str, dict[str, int]] = {}
        for line in missed:
            counts = table.setdefault(f"gain {line['level']:g}, {line['patients']} patients", {})
            against = list(unbeaten(line))
            alone = [f"{name} alone" for name in against if len(against) == 1]
            for name in ("cohorts", *against, *alone):
                counts[name] = counts.get(name, 0) + 1
        return table

    def as_json(self) -> dict[str, Any]:
        """Plain dictionaries for metrics.json."""
        return {
            "cells": [asdict(cell) for cell in self.cells()],
            "in_the_long_run": [asdict(cell) for cell in self.cells(in_the_long_run=True)],
            "answers": {name: asdict(one) for name, one in self.answers().items()},
            "blocking": self.blocking(),
            "right": self.right,
        }

    def _ordinary(self) -> list[Line]:
        return [line for line in self.lines if line["patients"] != self.study.large]


def unbeaten(line: Line) -> Iterator[str]:
    """Controls of which the network is not clearly better, less those that have the graph too."""
    for one in comparisons_in(line):
        if one.against not in ON_THE_GRAPH and one.low <= 0:
            yield one.against


def share(lines: Sequence[Line], holds: Callable[[Line], bool]) -> Estimate:
    """Share of the lines, with the 95 % interval of Wilson (1927) for a proportion."""
    found = binomtest(sum(map(holds, lines)), len(lines))
    interval = found.proportion_ci(CONFIDENCE, method="wilson")
    return Estimate(float(found.statistic), float(interval.low), float(interval.high))


def said_share(lines: Sequence[Line], said: str) -> Estimate:
    """Share of the lines with this verdict."""
    return share(lines, lambda line: bool(line["said"] == said))


def _cell(kind: str, level: float, patients: int, lines: list[Line]) -> Cell:
    return Cell(
        kind=kind,
        level=level,
        patients=patients,
        cohorts=len(lines),
        helps=said_share(lines, "helps"),
        hurts=said_share(lines, "hurts"),
        network=mean_of(lines, "auroc network"),
        no_edges=mean_of(lines, "auroc no_edges"),
        gain=mean_of(lines, "auroc over no_edges"),
        homophily=mean_of(lines, "homophily"),
        homophily_by_chance=mean_of(lines, "homophily by chance"),
        seconds=mean_of(lines, "seconds"),
    )
