"""The tables of RESULTS.md from finished runs.

python experiments/beats/tables.py RUN [RUN ...]
"""

import csv
import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

WORST = 8
"""Recordings with most errors that are listed."""


def main() -> None:
    """Print Markdown: scores, confusion matrices, errors by recording."""
    runs = [Path(name) for name in sys.argv[1:]]
    told = [json.loads((run / "metrics.json").read_text(encoding="utf-8")) for run in runs]
    print("\n".join(scores(told)))
    for run, metrics in zip(runs, told, strict=True):
        print("\n".join(confusions(metrics)))
        print("\n".join(errors(run, metrics)))


def scores(told: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """A line per run, and one more for the same model on patients apart where the run has it."""
    yield "| model | protocol | accuracy | macro-F1 | F1 by class | ms per beat |"
    yield "|---|---|---|---|---|---|"
    for metrics in told:
        yield _line(metrics, metrics, metrics["timing"]["classification_ms_per_beat"])
        if "honest" in metrics:
            yield _line(metrics["honest"], metrics, None)


def _line(scored: Mapping[str, Any], metrics: Mapping[str, Any], per_beat: float | None) -> str:
    model = metrics["network"]
    overall, classes = scored["models"][model], scored["classes"][model]
    by_class = ", ".join(f"{name} {table['f1']['value']:.3f}" for name, table in classes.items())
    time = "" if per_beat is None else f"{per_beat:.3f}"
    protocol = scored["protocol"]["name"]
    numbers = " | ".join(estimate(overall[name]) for name in ("accuracy", "macro_f1"))
    return f"| {model} | {protocol} | {numbers} | {by_class} | {time} |"


def estimate(one: Mapping[str, float]) -> str:
    """A number with its interval."""
    return f"{one['value']:.3f} [{one['low']:.3f}, {one['high']:.3f}]"


def confusions(metrics: Mapping[str, Any]) -> Iterator[str]:
    """Beats by class and by what they were called."""
    for scored in (metrics, metrics.get("honest")):
        if scored is None:
            continue
        counts = scored["confusion"][metrics["network"]]
        classes = scored["protocol"]["classes"]
        yield f"\n{metrics['network']}, {scored['protocol']['name']}:\n"
        yield "| is | " + " | ".join(f"called {name}" for name in classes) + " |"
        yield "|---" * (len(classes) + 1) + "|"
        for name, row in zip(classes, counts, strict=True):
            yield f"| {name} | " + " | ".join(f"{count:,}" for count in row) + " |"


def errors(run: Path, metrics: Mapping[str, Any]) -> Iterator[str]:
    """The recordings with most errors."""
    classes = metrics["protocol"]["classes"]
    with (run / "records.csv").open(newline="", encoding="utf-8") as file:
        lines = [line for line in csv.DictReader(file) if line["model"] == metrics["network"]]
    pairs = [(true, called) for true in classes for called in classes if true != called]

    def wrong(line: Mapping[str, str]) -> dict[str, float]:
        found = {f"{a} called {b}": float(line[f"{a}_called_{b}"]) for a, b in pairs}
        return {name: count for name, count in found.items() if count}

    worst = sorted(lines, key=lambda line: -sum(wrong(line).values()))[:WORST]
    yield "\n| record | beats | wrong | what |"
    yield "|---|---|---|---|"
    for line in worst:
        found = dict(sorted(wrong(line).items(), key=lambda one: -one[1]))
        what = ", ".join(f"{name} {count:,g}" for name, count in found.items())
        yield f"| {line['record']} | {line['beats']} | {sum(found.values()):,g} | {what} |"


if __name__ == "__main__":
    main()
