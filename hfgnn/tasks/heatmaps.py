"""Heat maps: beats or records as pictures, for a light network that runs in real time."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from hfgnn.config.heatmaps import HeatmapRun
from hfgnn.data.digits import Digits, read_digits
from hfgnn.reports.heatmaps.sections import in_short, sections
from hfgnn.tasks.beats import asked, publish
from hfgnn.tasks.beats_prepared import prepare
from hfgnn.tasks.clock import Clock
from hfgnn.tasks.heatmaps_looked import fits_of, look
from hfgnn.tasks.heatmaps_prepared import read
from hfgnn.training.device import refuse_missing_accelerator
from hfgnn.training.heatmaps.digits import check_digits, digit_training

FAILED = "digits check failed"


def run(settings: HeatmapRun, folder: Path, settings_text: str) -> float:
    """Read, draw, train, ask once, evaluate; then look at the network, and report.

    Args:
        settings: checked.
        folder: of the run; nothing is written there before the data have proved usable.
        settings_text: the settings as yaml, for the report and the checkpoints.

    Returns:
        Macro-F1 on the validation beats, for a sweeper; no test beat counts in it.

    Raises:
        DataError: data that cannot be used.
    """
    refuse_missing_accelerator(settings.training.accelerator)
    clock = Clock()
    digits = digits_of(settings)
    found = read(settings, clock)
    prepared = prepare(settings, found, settings.protocol)
    answered, metrics = asked(prepared, clock, folder=folder, settings_text=settings_text)
    fits = fits_of(folder)
    looked = look(prepared, fits)
    metrics |= looked.as_json()
    clock.lap("looking")
    if digits is not None:
        metrics |= can_read(settings, digits, size=looked.size)
        clock.lap("digits")
    metrics["timing"] |= clock.seconds
    metrics["stamps"] = [*metrics["stamps"], *stamps(metrics)]
    notes = (*found.notes, *in_short(metrics))
    publish(
        replace(prepared, read=replace(found, notes=notes)),
        answered,
        metrics,
        folder=folder,
        settings_text=settings_text,
        extra=sections(metrics, looked.shown),
    )
    return answered.validation_macro_f1


def digits_of(settings: HeatmapRun) -> Digits | None:
    """The digits of the check, None where it is not made.

    Raises:
        DataError: the folder has none.
    """
    wanted = settings.digits
    if not wanted.check:
        return None
    return read_digits(
        wanted.root, training_digits=wanted.training_digits, seed=settings.seed % 2**32
    )


def can_read(settings: HeatmapRun, digits: Digits, *, size: tuple[int, int]) -> dict[str, Any]:
    """Whether the network that looks at heat maps reads digits of their size."""
    wanted = settings.digits
    training = digit_training(
        settings.training,
        max_epochs=wanted.max_epochs,
        patience=wanted.patience,
        batch_size=wanted.batch_size,
    )
    checked = check_digits(
        digits,
        settings.model,
        training,
        size=size,
        required=wanted.required_accuracy,
        seed=settings.seed,
    )
    return {"digits": checked.as_json()}


def stamps(metrics: Mapping[str, Any]) -> list[str]:
    """What a run whose network cannot read must carry."""
    digits = metrics.get("digits")
    if digits is None or digits["passed"]:
        return []
    return [f"{FAILED}: accuracy {digits['accuracy']:.3f}, {digits['required']:g} required"]
