"""Heart sounds: clips in, a verdict on the network out, apart by patient or as published."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from pathlib import Path

from hfgnn.config.protocol import Protocol
from hfgnn.config.sounds import SoundRun
from hfgnn.evaluation.compare import evaluate
from hfgnn.evaluation.statistics import statistics
from hfgnn.evaluation.usefulness import use
from hfgnn.reports.checklist import checklist
from hfgnn.reports.files import write_beside, write_files
from hfgnn.reports.finished import Finished
from hfgnn.reports.model_card import model_card
from hfgnn.reports.progress import progress
from hfgnn.reports.provenance import data_hash, run_facts
from hfgnn.reports.report import write_report
from hfgnn.reports.terminal import print_run
from hfgnn.tasks.answers import Answers
from hfgnn.tasks.clock import Clock
from hfgnn.tasks.evidence import Evidence
from hfgnn.tasks.heart_sounds_audit import audit
from hfgnn.tasks.heart_sounds_facts import Beside, MadeSounds
from hfgnn.tasks.heart_sounds_fold import SoundModels
from hfgnn.tasks.heart_sounds_prepared import Heard, PreparedSounds, divide, hear
from hfgnn.tasks.heart_sounds_shown import sections
from hfgnn.tasks.heart_sounds_store import SoundStore
from hfgnn.tasks.patients import command, plain
from hfgnn.training.device import refuse_missing_accelerator
from hfgnn.training.logs import open_logs


@dataclass(frozen=True)
class Asked:
    """What all models of a run have answered."""

    prepared: PreparedSounds
    models: SoundModels
    answers: Answers


def run(settings: SoundRun, folder: Path, settings_text: str) -> float:
    """Read, draw, divide, train, evaluate, report.

    Args:
        settings: checked.
        folder: of the run; nothing is written there before the data have proved usable.
        settings_text: the settings as yaml, for the report and the checkpoints.

    Returns:
        Mean AUROC of the network on the validation clips, for a sweeper.

    Raises:
        DataError: data that cannot be used.
    """
    refuse_missing_accelerator(settings.training.accelerator)
    clock = Clock()
    heard = hear(settings, clock)
    prepared = divide(settings, heard, settings.protocol)
    asked = ask(prepared, settings.protocol, folder=folder, settings_text=settings_text)
    clock.lap("training")
    beside = apart(settings, heard)
    if beside is not None:
        clock.lap("training_patients_apart")
    made = judge(asked, beside, clock)
    publish(made, folder, settings_text)
    return made.validation_auroc


def ask(
    prepared: PreparedSounds, protocol: Protocol, *, folder: Path | None, settings_text: str
) -> Asked:
    """Fit every model on every fold.

    Args:
        prepared: rows and splits.
        protocol: by which they were divided.
        folder: of the run; None where nothing is kept.
        settings_text: for the checkpoints.
    """
    settings = prepared.settings
    store = None if folder is None else SoundStore(prepared, folder, settings_text)
    logs = None if folder is None else open_logs(settings.logger, folder, plain(settings_text))
    models = SoundModels(prepared, protocol, store, logs)
    answers = Answers(prepared.arrangement, settings.evaluation)
    splits = prepared.arrangement.splits
    try:
        for split in progress(splits, total=len(splits), description="training folds"):
            models.ask(answers, split)
    finally:
        if logs is not None:
            logs.close(answers.mean_validation_auroc(models.name))
    return Asked(prepared, models, answers)


def apart(settings: SoundRun, heard: Heard) -> Beside | None:
    """Where the protocol leaks: the same models, fitted and tested on patients apart."""
    if settings.apart is None:
        return None
    prepared = divide(settings, heard, settings.apart)
    asked = ask(prepared, settings.apart, folder=None, settings_text="")
    network, *controls = asked.answers.predictions()
    found = evaluate(network, controls, settings=settings.evaluation, seed=settings.seed)
    return Beside(prepared.arrangement, found)


def judge(asked: Asked, beside: Beside | None, clock: Clock) -> MadeSounds:
    """Evaluate, test, calibrate and audit.

    Args:
        asked: what the models answered.
        beside: scores on patients apart, or None.
        clock: of the run.
    """
    prepared, settings = asked.prepared, asked.prepared.settings
    network, *controls = asked.answers.predictions()
    rules = settings.evaluation
    evaluated = evaluate(network, controls, settings=rules, seed=settings.seed)
    tested = statistics(
        network,
        controls,
        confidence=rules.confidence,
        test_to_train=prepared.arrangement.test_to_train,
    )
    attributes = prepared.heard.sounds.cohort.attributes
    used = use(network, attributes=attributes, settings=rules, seed=settings.seed)
    clock.lap("evaluation")
    audited = audit(prepared, network)
    clock.lap("audit")
    return MadeSounds(
        prepared=prepared,
        network=network,
        controls=tuple(controls),
        evidence=Evidence(evaluated, tested, used, audited),
        beside=beside,
        models=asked.models,
        test_reads=asked.answers.test_reads(),
        validation_auroc=asked.answers.mean_validation_auroc(network.model),
        seconds=clock.seconds,
    )


def publish(made: MadeSounds, folder: Path, settings_text: str) -> None:
    """Write every file of the run, then show the table."""
    prepared, metrics = made.prepared, made.metrics()
    finished = Finished(
        metrics=metrics,
        network=made.network,
        controls=made.controls,
        cohort=prepared.heard.sounds.cohort,
        duplicates=prepared.arrangement.duplicates,
        records=prepared.arrangement.records,
        splits=prepared.arrangement.splits,
        drawn=None,
        settings=settings_text,
        command=command(),
    )
    write_files(finished, folder)
    facts = run_facts(
        {"data_sha256": data_hash(finished.cohort.records)},
        seed=prepared.settings.seed,
        command=finished.command,
        settings=plain(settings_text),
    ) | {"test_reads": made.test_reads}
    write_beside(folder / "run.json", json.dumps(facts, indent=2))
    write_beside(folder / "checklist.md", checklist(metrics, facts))
    write_beside(folder / "model_card.md", model_card(metrics, facts))
    write_report(replace(finished, extra=sections(made)), folder)
    print_run(finished, folder)
