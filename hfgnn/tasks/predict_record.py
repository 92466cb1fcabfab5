"""A finished run on heartbeats asked about one recording."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from rich.console import Console

from hfgnn.config.predict import Predict
from hfgnn.reports.beats.strip import Strip, draw_strip
from hfgnn.reports.canvas import png_bytes
from hfgnn.reports.console import say, say_path, say_stamps
from hfgnn.reports.files import csv_text, write_beside
from hfgnn.serving.beat_predictor import BeatPredictor, ToldBeats
from hfgnn.types import UNKNOWN

SECONDS_PER_ROW, MOST_ROWS = 10.0, 12
"""What the strip shows of a recording: its first two minutes."""


def run(settings: Predict, folder: Path) -> float:
    """Read, find or take the beats, tell their classes, write.

    Args:
        settings: checked, with a record.
        folder: of this prediction; nothing is written there before there is one.

    Returns:
        The share of the beats that are not called by the first class.

    Raises:
        DataError: the run cannot predict, or the recording cannot be used.
    """
    predictor = BeatPredictor(Path(settings.run))
    path = Path(str(settings.record))
    recording = predictor.read(path, sampling_hz=settings.sampling_hz, annotator=settings.annotator)
    told = predictor.tell(recording)
    content = as_json(told, settings, predictor.facts.stamps)
    write_beside(folder / "beats.csv", csv_text(_columns(told), _lines(told)))
    picture = draw_strip(
        strip(told),
        seconds_per_row=SECONDS_PER_ROW,
        most_rows=MOST_ROWS,
        stamps=tuple(predictor.facts.stamps),
    )
    write_beside(folder / "figures" / "strip.png", png_bytes(picture))
    write_beside(folder / "prediction.json", json.dumps(content, indent=2, allow_nan=False) + "\n")
    show(content, folder)
    return float((told.predicted != 0).mean())


def as_json(told: ToldBeats, settings: Predict, stamps: Sequence[str]) -> dict[str, Any]:
    """The content of prediction.json.

    Args:
        told: what the run says.
        settings: which run, which record.
        stamps: of the run.
    """
    counts = np.bincount(told.predicted, minlength=len(told.beats.classes)).tolist()
    content: dict[str, Any] = {
        "task": "predict",
        "run": settings.run,
        "record": settings.record,
        "leads": list(told.recording.leads),
        "seconds": told.recording.seconds,
        "beats": len(told.beats),
        "classes": dict(zip(told.beats.classes, counts, strict=True)),
        "milliseconds_per_beat": 1000 * told.seconds / len(told.beats),
        "notes": list(told.notes),
        "warnings": list(told.warnings),
        "stamps": list(stamps),
    }
    known = told.label != UNKNOWN
    if known.any():
        right = told.predicted[known] == told.label[known]
        content["marked_beats"] = int(known.sum())
        content["called_as_marked"] = float(right.mean())
    return content


def strip(told: ToldBeats) -> Strip:
    """The first lead of the recording with all its beats."""
    marked = told.label if (told.label != UNKNOWN).all() else None
    return Strip(
        title=f"record {told.recording.record_id}, lead {told.recording.leads[0]}",
        signal=told.recording.signal[:, 0],
        sampling_hz=told.recording.sampling_hz,
        start_s=0.0,
        sample=told.at,
        classes=told.beats.classes,
        predicted=told.predicted,
        probability=told.probability.max(axis=1),
        label=marked,
    )


def _columns(told: ToldBeats) -> tuple[str, ...]:
    classes = told.beats.classes
    return ("time_s", "sample", "marked", "predicted", *(f"probability_{name}" for name in classes))


def _lines(told: ToldBeats) -> Iterator[Sequence[object]]:
    """A line per beat; ``sample`` counts in the recording as it was read."""
    classes = np.array(told.beats.classes)
    seconds = told.beats.sample / told.beats.sampling_hz
    return zip(
        [f"{one:.3f}" for one in seconds.tolist()],
        told.at.tolist(),
        told.beats.symbol.tolist(),
        classes[told.predicted].tolist(),
        *(column.tolist() for column in told.probability.T),
        strict=True,
    )


def show(content: dict[str, Any], folder: Path) -> None:
    """Say what was found on the terminal."""
    console = Console()
    counts = ", ".join(f"{name} {count:,}" for name, count in content["classes"].items())
    console.print()
    lasts = f"{content['seconds']:,.0f} s"
    say(console, f"{content['beats']:,} beats in {lasts}: {counts}", style="bold")
    say_stamps(console, content["stamps"])
    for warning in content["warnings"]:
        say(console, f"! {warning}", style="bold yellow")
    for note in content["notes"]:
        say(console, note)
    if "called_as_marked" in content:
        share, marked = content["called_as_marked"], content["marked_beats"]
        say(console, f"{share:.1%} of {marked:,} marked beats are called as they are marked")
    say(console, f"{content['milliseconds_per_beat']:.2f} ms per beat")
    say_path(console, "strip", path=folder / "figures" / "strip.png")
