"""Heartbeats: recordings in, classes of their beats out, apart by patient or as published."""

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from hfgnn.audits.audited import Audited
from hfgnn.audits.beats import find_in_beats
from hfgnn.config.beat_protocol import InterPatient, RandomBeats
from hfgnn.config.beats import BeatRun
from hfgnn.data.recordings.symbols import JOINED
from hfgnn.evaluation.classes.compare import EvaluatedClasses, evaluate_classes
from hfgnn.evaluation.classes.drawn import DECISIVE, Drawn
from hfgnn.evaluation.classes.joined import join_classes
from hfgnn.evaluation.classes.verdict import Strangers
from hfgnn.reports.beats.excerpts import excerpts
from hfgnn.reports.beats.files import write_beats_files
from hfgnn.reports.beats.finished import FinishedBeats
from hfgnn.reports.beats.report import write_beats_report
from hfgnn.reports.beats.terminal import print_beats
from hfgnn.reports.files import write_beside
from hfgnn.reports.provenance import beats_hash, run_facts
from hfgnn.reports.section import Section
from hfgnn.tasks.beats_answers import Answered, Asking
from hfgnn.tasks.beats_facts import Beside, Told
from hfgnn.tasks.beats_prepared import PreparedBeats, prepare, read
from hfgnn.tasks.clock import Clock
from hfgnn.tasks.patients import command, plain
from hfgnn.training.device import refuse_missing_accelerator
from hfgnn.training.logs import open_logs
from hfgnn.types import Estimate

STRIP_SECONDS, STRIPS = 20.0, 3
"""How much of how many recordings the report shows, those with most errors."""


def run(settings: BeatRun, folder: Path, settings_text: str) -> float:
    """Read, cut, measure, divide, train, ask once, evaluate, report.

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
    found = read(settings, clock)
    prepared = prepare(settings, found, settings.protocol)
    answered, metrics = asked(prepared, clock, folder=folder, settings_text=settings_text)
    publish(prepared, answered, metrics, folder=folder, settings_text=settings_text)
    return answered.validation_macro_f1


def asked(
    prepared: PreparedBeats, clock: Clock, *, folder: Path, settings_text: str
) -> tuple[Answered, dict[str, Any]]:
    """Train, ask once, evaluate: the answers, and the content of metrics.json.

    Args:
        prepared: the beats and their division.
        clock: of the run.
        folder: of the run.
        settings_text: the settings as yaml, for the checkpoints.
    """
    logs = open_logs(prepared.settings.logger, folder, plain(settings_text))
    answered = None
    try:
        answered = Asking(prepared, folder, settings_text, logs).answers()
    finally:
        logs.close(answered.validation_macro_f1 if answered else float("nan"))
    clock.lap("training")
    beside = honestly(prepared)
    if beside is not None:
        clock.lap("training_patients_apart")
    evaluated = evaluate(prepared, answered, beside)
    audited = audit(prepared, answered, evaluated, beside)
    clock.lap("evaluation")
    told = Told(prepared, answered, evaluated, audited, beside, clock.seconds)
    return answered, told.metrics()


def honestly(prepared: PreparedBeats) -> Beside | None:
    """Where the protocol leaks: the same model, fitted and tested on patients apart."""
    settings = prepared.settings
    if not isinstance(settings.protocol, RandomBeats) or settings.protocol.honest is None:
        return None
    if (prepared.shown.beats.patient_id == "").any():
        return None  # nobody can say what it would be
    protocol: InterPatient = settings.protocol.honest
    apart = prepare(replace(settings, protocol=protocol), prepared.read, protocol)
    answered = Asking(apart, None, "", None).answers()
    return Beside(apart, evaluate(apart, answered, None))


def evaluate(
    prepared: PreparedBeats, answered: Answered, beside: Beside | None
) -> EvaluatedClasses:
    """Scores with intervals over patients, differences to the controls, a verdict."""
    settings = prepared.settings
    strangers = Strangers.of(
        answered.network,
        _known(prepared),
        leaks=isinstance(settings.protocol, RandomBeats),
        honest=None if beside is None else beside.score,
        over=_over_the_same(prepared, answered, beside),
    )
    return evaluate_classes(
        answered.network,
        answered.controls,
        strangers=strangers,
        settings=settings.evaluation,
        seed=settings.seed,
    )


def _over_the_same(
    prepared: PreparedBeats, answered: Answered, beside: Beside | None
) -> tuple[tuple[str, ...], Estimate] | None:
    """Macro-F1 over the classes that are told apart on patients apart, if these are fewer."""
    if beside is None or beside.prepared.shown.beats.classes == answered.network.classes:
        return None
    classes = beside.prepared.shown.beats.classes
    network = join_classes(answered.network, classes, JOINED)
    rules = prepared.settings.evaluation
    return classes, Drawn(network, rules, prepared.settings.seed).scored().overall[DECISIVE]


def audit(
    prepared: PreparedBeats,
    answered: Answered,
    evaluated: EvaluatedClasses,
    beside: Beside | None,
) -> Audited:
    """What the test beats have in common with those that train."""
    name, own = next(iter(evaluated.models.items()))
    apart = None
    if beside is not None:
        same = _over_the_same(prepared, answered, beside)
        score = own.overall[DECISIVE] if same is None else same[1]
        over = ", ".join(beside.prepared.shown.beats.classes)
        apart = (f"macro-F1 of {name} over {over}", score, beside.score)
    found = {
        one.name: one
        for fitted, test in prepared.division.sides
        for one in find_in_beats(prepared.shown.beats, fitted, test, apart=apart)
    }
    return Audited(tuple(found.values()), ())


def _known(prepared: PreparedBeats) -> set[str]:
    """Patients who are tested by a fit that they train or choose in."""
    patient = prepared.shown.beats.patient_id
    sides = prepared.division.sides
    return {
        one
        for fitted, test in sides
        for one in set(patient[fitted].tolist()) & set(patient[test].tolist())
    }


def publish(
    prepared: PreparedBeats,
    answered: Answered,
    metrics: dict[str, Any],
    *,
    folder: Path,
    settings_text: str,
    extra: Sequence[Section] = (),
) -> None:
    """Write every file of the run, then show the table."""
    beats, found = prepared.shown.beats, prepared.read
    finished = FinishedBeats(
        metrics=metrics,
        network=answered.network,
        controls=answered.controls,
        beats=beats,
        splits=prepared.division.splits,
        refused=found.refused,
        left_out=found.left_out,
        notes=prepared.notes,
        strips=excerpts(
            answered.network,
            found.recordings,
            sampling_hz=beats.sampling_hz,
            seconds=STRIP_SECONDS,
            number=STRIPS,
        ),
        settings=settings_text,
        command=command(),
        extra=tuple(extra),
    )
    facts = run_facts(
        {"data_sha256": beats_hash(found.shown.beats)},
        seed=prepared.settings.seed,
        command=finished.command,
        settings=plain(settings_text),
    ) | {"test_reads": {"reads_per_model_and_seed": answered.reads}}
    write_beside(folder / "run.json", json.dumps(facts, indent=2))
    write_beats_files(finished, folder)
    write_beats_report(finished, folder)
    print_beats(finished, folder)
