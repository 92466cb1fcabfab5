"""A finished run on heart sounds asked about one clip."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from rich.console import Console

from hfgnn.config.predict import Predict
from hfgnn.reports.canvas import png_bytes
from hfgnn.reports.console import say, say_path, say_stamps
from hfgnn.reports.files import write_beside
from hfgnn.reports.sounds.looked_at import SeenClip, draw_looked_at
from hfgnn.serving.sound_predictor import NewClip, SoundPredictor, ToldSound

PICTURE = "sound.png"


def run(settings: Predict, folder: Path) -> float:
    """Read, ask, draw, write.

    Args:
        settings: checked, with a sound.
        folder: of this prediction; nothing is written there before there is one.

    Returns:
        The probability of disease.

    Raises:
        DataError: the run cannot predict, or the clip cannot be used.
    """
    predictor = SoundPredictor(Path(settings.run))
    clip = predictor.read(Path(str(settings.sound)))
    told = predictor.tell(clip)
    content = as_json(predictor, clip, told, settings)
    write_beside(folder / "figures" / PICTURE, png_bytes(draw(predictor, clip, told)))
    write_beside(folder / "prediction.json", json.dumps(content, indent=2, allow_nan=False) + "\n")
    show(content, folder)
    return told.probability


def as_json(
    predictor: SoundPredictor, clip: NewClip, told: ToldSound, settings: Predict
) -> dict[str, Any]:
    """The content of prediction.json.

    Args:
        predictor: of the run.
        clip: that was asked about.
        told: what was said of it.
        settings: which run, which clip.
    """
    facts = predictor.first
    networks = len(told.raw)
    return {
        "task": "predict",
        "run": settings.run,
        "sound": settings.sound,
        "disease": predictor.disease,
        "seconds": clip.wav.seconds,
        "sampling_hz": clip.wav.read_hz,
        "channels": clip.wav.channels,
        "probability": {
            "value": told.probability,
            "low": float(told.calibrated.min()),
            "high": float(told.calibrated.max()),
        },
        "probability_says": f"the mean of {networks} networks, with the lowest and the highest; it "
        f"holds where {facts.prevalence:.0%} of the clips are of {predictor.disease}",
        "threshold": told.threshold,
        "called": predictor.disease if told.is_called else f"no {predictor.disease}",
        "classes": told.classes,
        "networks": told.calibrated.tolist(),
        "networks_raw": told.raw.tolist(),
        "milliseconds": 1000 * told.seconds,
        "warnings": list(told.warnings),
        "stamps": list(facts.stamps),
    }


def draw(predictor: SoundPredictor, clip: NewClip, told: ToldSound) -> Any:
    """The spectrogram, and what spoke for and against disease.

    Args:
        predictor: of the run.
        clip: that was asked about.
        told: what was said of it.
    """
    seen = SeenClip(
        title=f"{clip.path.name}, probability {told.probability:.2f}",
        picture=clip.picture,
        seconds=clip.wav.seconds,
        pitch_hz=predictor.spectrogram.pitch_hz,
        weight=told.weight,
    )
    return draw_looked_at([seen], predictor.disease, stamps=predictor.first.stamps)


def show(content: dict[str, Any], folder: Path) -> None:
    """Say what was found on the terminal.

    Args:
        content: of prediction.json.
        folder: of this prediction.
    """
    console = Console()
    chance = content["probability"]
    console.print()
    spread = f"{chance['value']:.2f} [{chance['low']:.2f}, {chance['high']:.2f}]"
    say(console, f"{content['disease']}: probability {spread}", style="bold")
    say_stamps(console, content["stamps"])
    say(console, f"called: {content['called']} (threshold {content['threshold']:.2f})")
    if len(content["classes"]) > 2:
        named = ", ".join(f"{name} {value:.2f}" for name, value in content["classes"].items())
        say(console, f"classes, as the networks say it: {named}")
    for warning in content["warnings"]:
        say(console, f"! {warning}", style="bold yellow")
    say(console, content["probability_says"])
    say_path(console, "what it looked at", path=folder / "figures" / PICTURE)
