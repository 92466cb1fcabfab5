"""Run the benchmarks and write RESULTS.md and results.json beside this file.

python -m experiments.benchmark [only=knn,messages] [rounds=5]

With ``only`` or another number of rounds nothing is written; the table is printed.
"""

from __future__ import annotations

import os
import sys
from importlib import import_module
from pathlib import Path

os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")  # both as the package's own command does
os.environ.setdefault("THP_MEM_ALLOC_ENABLE", "1")

from experiments.benchmark.floors import measure
from experiments.benchmark.rounds import Line
from experiments.benchmark.table import markdown, write

TOPICS = ("embedding", "knn", "messages", "trainings", "batches", "start")
ROUNDS = 5


def main(arguments: list[str]) -> None:
    """Run what was asked for."""
    given = dict(argument.partition("=")[::2] for argument in arguments)
    if unknown := sorted(given.keys() - {"only", "rounds"}):
        sys.exit(f"there is no setting {unknown[0]}; there are only and rounds")
    topics = tuple(given["only"].split(",")) if "only" in given else TOPICS
    if unknown := sorted(set(topics) - set(TOPICS)):
        sys.exit(f"there is no benchmark {unknown[0]}; there are {', '.join(TOPICS)}")
    rounds = number_of_rounds(given.get("rounds", str(ROUNDS)))
    floors = measure()
    lines: list[Line] = []
    for topic in topics:
        print(f"{topic} ...", file=sys.stderr, flush=True)
        for line in import_module(f"experiments.benchmark.{topic}").lines(rounds):
            print(f"  {line.name}, {line.size}: {told(line)}", file=sys.stderr, flush=True)
            lines.append(line)
    command = " ".join(["python -m experiments.benchmark", *arguments])
    if given:
        print(markdown(lines, floors, command))
    else:
        write(Path(__file__).parent, lines, floors, command)


def number_of_rounds(text: str) -> int:
    """How often each side is timed."""
    if not text.isdecimal() or int(text) < 1:
        sys.exit(f"rounds is {text!r}, but it must be a whole number of at least 1")
    return int(text)


def told(line: Line) -> str:
    """A line while the others are still running."""
    ratio = [] if line.ratio is None else [f"{line.ratio:.2f} times"]
    return "; ".join([*ratio, *(f"{name} {value}" for name, value in line.measured)])


if __name__ == "__main__":
    main(sys.argv[1:])
