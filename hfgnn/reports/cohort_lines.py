"""What became of one simulated cohort, as one flat line of cohorts.csv, and back again."""

from collections.abc import Iterable, Mapping
from typing import Any

from hfgnn.evaluation.compare import DECISIVE, NO_EDGES, Comparison, Evaluated, verdict
from hfgnn.types import Estimate

Line = dict[str, Any]

NETWORK = "network"
"""What the network is called in a line, whichever it is."""

SCORES = ("auroc", "accuracy")
ENDS = (" low", " high")


def line_of(evaluated: Evaluated) -> Line:
    """Verdict, scores and comparisons of a cohort."""
    line: Line = {"verdict": evaluated.verdict}
    for model, table in evaluated.models.items():
        for score in SCORES:
            one = table[score]
            line |= _three(f"{score} {model}", (one.value, one.low, one.high))
    for pair in evaluated.comparisons:
        name = f"{pair.metric} over {pair.against}"
        line |= _three(name, (pair.difference, pair.low, pair.high))
    return line


def _three(name: str, values: tuple[float, float, float]) -> Line:
    return dict(zip((name, *(name + end for end in ENDS)), values, strict=True))


def estimate_in(line: Mapping[str, Any], name: str) -> Estimate:
    """A number of a line with its interval."""
    return Estimate(*(float(line[name + end]) for end in ("", *ENDS)))


def comparisons_in(line: Mapping[str, Any], metric: str = DECISIVE) -> list[Comparison]:
    """The network's comparisons with every control."""
    start = f"{metric} over "
    found = []
    for name in line:
        if name.startswith(start) and not name.endswith(ENDS) and line[name] not in ("", None):
            one = estimate_in(line, name)
            control = name.removeprefix(start)
            found.append(Comparison(NETWORK, control, metric, one.value, one.low, one.high))
    return found


def verdict_again(line: Mapping[str, Any]) -> str:
    """The verdict that the evaluation gives to a line now; a line keeps the one it was given."""
    return verdict(comparisons_in(line), without_graph=estimate_in(line, f"{DECISIVE} {NO_EDGES}"))


def mean_of(lines: Iterable[Mapping[str, Any]], name: str) -> float:
    """The mean of a number over cohorts."""
    values = [float(line[name]) for line in lines]
    return sum(values) / len(values)
