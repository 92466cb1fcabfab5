"""The lines of all benchmarks as RESULTS.md and as JSON."""

from __future__ import annotations

import json
import platform
from collections.abc import Sequence
from dataclasses import asdict
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from statistics import median
from typing import Any

import torch

from experiments.benchmark.floors import Floors
from experiments.benchmark.rounds import Line
from hfgnn.reports.files import write_beside

PACKAGES = (
    "torch", "torchvision", "torch-geometric", "pytorch-lightning", "numpy", "scikit-learn",
    "pillow", "opencv-python-headless", "openvino",
)  # fmt: skip


def machine() -> dict[str, Any]:
    """What was measured on, and with which versions."""
    versions = {}
    for package in PACKAGES:
        try:
            versions[package] = version(package)
        except PackageNotFoundError:
            versions[package] = "not installed"
    return {
        "processor": processor(),
        "cores": torch.get_num_threads(),
        "instructions": torch.backends.cpu.get_cpu_capability() + amx(),
        "system": f"{platform.system()} {platform.machine()}",
        "python": platform.python_version(),
        "versions": versions,
    }


def processor() -> str:
    """The processor's own name, where the system tells it."""
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        return platform.processor() or "unknown"
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else "unknown"


def amx() -> str:
    """Whether the processor multiplies bfloat16 in tiles."""
    has_it: Any = getattr(torch.cpu, "_is_amx_tile_supported", bool)
    return ", AMX" if has_it() else ""


def write(folder: Path, lines: Sequence[Line], floors: Floors, command: str) -> None:
    """Write results.json and RESULTS.md beside what is there, then rename."""
    content = {
        "command": command,
        "machine": machine(),
        "floors": asdict(floors),
        "lines": [as_numbers(line) for line in lines],
    }
    write_beside(folder / "results.json", json.dumps(content, indent=2) + "\n")
    write_beside(folder / "RESULTS.md", markdown(lines, floors, command))


def as_numbers(line: Line) -> dict[str, Any]:
    """A line with what is computed from it."""
    further = {"ratio": line.ratio, "attained": line.attained, "is_reached": line.is_reached}
    ratios = None if line.paired is None else line.paired.ratios
    return asdict(line) | further | {"ratios": ratios}


def markdown(lines: Sequence[Line], floors: Floors, command: str) -> str:
    """The whole of RESULTS.md."""
    facts = machine()
    versions = ", ".join(f"{name} {number}" for name, number in facts["versions"].items())
    head = [
        "# Speed, measured side by side",
        "",
        f"`{command}` writes this file and `results.json`.",
        "",
        f"{facts['processor']}, {facts['cores']} cores ({facts['instructions']}), "
        f"{facts['system']}, Python {facts['python']}; {versions}.",
        "",
        "A ratio is the time of what a user would write instead over the time of this package, "
        "both run in turns; the median of the rounds stands with the smallest and the greatest. "
        "The floor is the least time that the arithmetic or the memory traffic takes at the rates "
        "measured in the same run, and the share says how much of that speed is attained: "
        f"matrix products {floors.float32:.0f} (float32), {floors.float64:.0f} (float64) and "
        f"{floors.bfloat16:.0f} (bfloat16) billion operations per second; memory "
        f"{floors.memory:.1f} GB/s, gathered in rows of 512 bytes {floors.gathered:.1f} GB/s.",
        "",
    ]
    topics = list(dict.fromkeys(line.topic for line in lines))
    for topic in topics:
        head += section(topic, [line for line in lines if line.topic == topic])
    return "\n".join(head)


def section(topic: str, lines: Sequence[Line]) -> list[str]:
    """A benchmark's own table, and its notes under it."""
    pairs = [line for line in lines if line.paired is not None]
    single = [line for line in lines if line.paired is None]
    text = [f"## {topic}", ""]
    if pairs:
        text += [
            "| | size | plain | fast | times faster | goal | floor | attained |",
            "|---|---|---:|---:|---:|---:|---|---:|",
            *(row(line) for line in pairs),
            "",
        ]
    if single:
        text += ["| | size | measured | goal |", "|---|---|---|---|"]
        text += [single_row(line) for line in single] + [""]
    text += [f"* {line.name}, {line.size}: {told}" for line in lines if (told := remarks(line))]
    return [*text, ""]


def remarks(line: Line) -> str:
    """What was measured beside the times, and what must be known to read them."""
    beside = line.measured if line.paired is not None else ()
    is_held_back = line.is_reached is False and line.limited_by
    limit = [f"limited by {line.limited_by}"] if is_held_back else []
    return "; ".join([*(f"{name} {value}" for name, value in beside), *line.notes, *limit])


def row(line: Line) -> str:
    """A line with both sides."""
    assert line.paired is not None
    ratios = line.paired.ratios
    spread = f"**{median(ratios):.2f}** [{min(ratios):.2f}, {max(ratios):.2f}]"
    floor = "" if line.floor_s is None else f"{seconds(line.floor_s)}: {line.floor}"
    attained = "" if line.attained is None else f"{100 * line.attained:.0f} %"
    cells = (
        line.name,
        line.size,
        seconds(median(line.paired.plain)),
        seconds(median(line.paired.fast)),
        spread,
        goal(line),
        floor,
        attained,
    )
    return "| " + " | ".join(cells) + " |"


def single_row(line: Line) -> str:
    """A line that has nothing to be compared with."""
    told = "; ".join(f"{name} {value}" for name, value in line.measured)
    return f"| {line.name} | {line.size} | {told} | {goal(line)} |"


def goal(line: Line) -> str:
    """What was wanted, and whether it came."""
    if line.is_reached is None:
        return ""
    wanted = f"{line.goal:g} " if line.goal is not None else "accuracy " if line.paired else ""
    return f"{wanted}{'reached' if line.is_reached else '**missed**'}"


def seconds(value: float) -> str:
    """Seconds or milliseconds, as is easier to read."""
    return f"{value:.3g} s" if value >= 1 else f"{1000 * value:.3g} ms"
