"""The tables of RESULTS.md from finished runs.

python experiments/heatmaps/tables.py RUN [RUN ...]
"""

import json
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

Metrics = Mapping[str, Any]


def main() -> None:
    """Print Markdown: scores, time, maps."""
    told = {
        Path(name).name: json.loads((Path(name) / "metrics.json").read_text(encoding="utf-8"))
        for name in sys.argv[1:]
    }
    print("\n".join(scores(told)))
    own = {name: metrics for name, metrics in told.items() if "heatmap" in metrics}
    print()
    print("\n".join(checks(own)))


def scores(told: Mapping[str, Metrics]) -> Iterator[str]:
    """A line per run."""
    yield "| run | macro-F1 | accuracy | F1 by class | AUROC by class | on validation patients |"
    yield "|---|---|---|---|---|---|"
    for name, metrics in told.items():
        model = metrics["network"]
        overall, classes = metrics["models"][model], metrics["classes"][model]
        f1, auroc = (
            ", ".join(f"{of} {number(table[score])}" for of, table in classes.items())
            for score in ("f1", "auroc")
        )
        chosen = metrics["validation"]["macro_f1"]
        yield (
            f"| {name} | {number(overall['macro_f1'])} | {number(overall['accuracy'])} | {f1} "
            f"| {auroc} | {chosen:.3f} |"
        )


def checks(told: Mapping[str, Metrics]) -> Iterator[str]:
    """Time and maps of each run on heat maps."""
    yield (
        "| run | weights | ms, one at a time | ms in a batch of 256 | digits | map of random "
        "weights | of another fit | fall without marked pixels | without others |"
    )
    yield "|---|---|---|---|---|---|---|---|---|"
    for name, metrics in told.items():
        times, looking = metrics["real_time"], metrics["looking"]
        alone, batch = (times[of]["all_ms"]["median"] for of in ("batch_1", "batch_256"))
        digits = f"{metrics['digits']['accuracy']:.3f}" if "digits" in metrics else ""
        maps = (
            number(looking[of])
            for of in ("kept_when_randomised", "kept_by_another_fit", "drop", "drop_elsewhere")
        )
        yield (
            f"| {name} | {metrics['heatmap']['weights']:,} | {alone:.2f} | {batch:.2f} | {digits} "
            f"| {' | '.join(maps)} |"
        )


def number(estimate: Mapping[str, float]) -> str:
    """Value and interval."""
    return f"{estimate['value']:.3f} [{estimate['low']:.3f}, {estimate['high']:.3f}]"


if __name__ == "__main__":
    main()
