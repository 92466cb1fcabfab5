"""The main job: ECG images and clinical numbers in, a verdict on the patient graph out."""

import json
import sys
import time
from pathlib import Path
from typing import Any

from omegaconf import OmegaConf

from hfgnn.config.build import build
from hfgnn.config.config import Config
from hfgnn.data.cache import cache_folder
from hfgnn.evaluation.compare import evaluate
from hfgnn.features.clinical.numbers import ClinicalNumbers
from hfgnn.features.embedding import embed
from hfgnn.features.resnet18 import ResNet18
from hfgnn.reports.files import write_beside, write_files
from hfgnn.reports.finished import DrawnGraph, Finished
from hfgnn.reports.progress import progress
from hfgnn.reports.provenance import provenance
from hfgnn.reports.report import write_report
from hfgnn.reports.terminal import print_run
from hfgnn.tasks.arrangement import Arrangement, arrange
from hfgnn.tasks.facts import Made
from hfgnn.tasks.fold import Answers, FoldGraph, FoldModels, connect
from hfgnn.training.fit import refuse_missing_accelerator
from hfgnn.training.logs import open_logs
from hfgnn.types import Cohort


def run(settings: Config, folder: Path, settings_text: str) -> float:
    """Read, split, balance, embed, connect, train, evaluate, report.

    Args:
        settings: checked.
        folder: of the run; nothing is written there before the data have proved usable.
        settings_text: the settings as yaml, for the report and the checkpoints.

    Returns:
        Mean AUROC of the network on the validation rows, for a sweeper. The validation rows of one
        fold are tested in another, so a run that was chosen by it wants other patients to prove it.

    Raises:
        DataError: data that cannot be used.
    """
    refuse_missing_accelerator(settings.training.accelerator)
    clock = Clock()
    cohort: Cohort = build(settings.data).read(progress)
    clock.lap("reading")
    augment = build(settings.augment)
    arrangement = arrange(cohort, settings.protocol, augment, settings.seed)
    clinical: ClinicalNumbers = build(settings.clinical).numbers(
        arrangement.records, seed=settings.seed, per_row=arrangement.per_row
    )
    backbone: ResNet18 = build(settings.backbone)
    embedded = embed(
        arrangement.records,
        backbone,
        cache_folder() / "embeddings.sqlite",
        crop=cohort.crop,
        distortion=augment,
        progress=progress,
    )
    clock.lap("embedding")
    graphs = [
        connect(settings, arrangement, embedded.rows, clinical, parts)
        for parts in arrangement.folds
    ]
    clock.lap("graphs")
    answers = train(settings, arrangement, graphs, folder=folder, settings_text=settings_text)
    clock.lap("training")
    network, *controls = answers.predictions()
    evaluated = evaluate(network, controls, settings=settings.evaluation, seed=settings.seed)
    clock.lap("evaluation")
    made = Made(
        settings=settings,
        cohort=cohort,
        arrangement=arrangement,
        clinical=clinical,
        backbone=backbone,
        embedded=embedded,
        graphs=graphs,
        network=network,
        controls=tuple(controls),
        evaluated=evaluated,
        validation_auroc=answers.mean_validation_auroc(network.model),
        seconds=clock.seconds,
    )
    publish(made, folder, settings_text)
    return made.validation_auroc


def train(
    settings: Config,
    arrangement: Arrangement,
    graphs: list[FoldGraph],
    *,
    folder: Path,
    settings_text: str,
) -> Answers:
    """Fit every model on every fold."""
    logs = open_logs(settings.logger, folder, plain(settings_text))
    answers = Answers(arrangement, settings.evaluation.threshold)
    name = settings.model._target_.rpartition(".")[2].lower()
    originals = arrangement.records.copy == 0
    numbers = range(len(graphs))
    try:
        for number in progress(numbers, total=len(numbers), description="training folds"):
            models = FoldModels(
                settings, number, fold=graphs[number], originals=originals, folder=folder, logs=logs
            )
            for model, probability in models.answers(name, settings_text):
                answers.add(model, number, probability)
    finally:
        logs.close(answers.mean_validation_auroc(name))
    return answers


def publish(made: Made, folder: Path, settings_text: str) -> None:
    """Write every file of the run, then show the table."""
    first = made.graphs[0]
    finished = Finished(
        metrics=made.metrics(),
        network=made.network,
        controls=made.controls,
        cohort=made.cohort,
        duplicates=made.arrangement.duplicates,
        drawn=DrawnGraph(first.nodes, first.graph, first.parts),
        settings=settings_text,
        command=command(),
    )
    write_files(finished, folder)
    facts = provenance(
        made.cohort.records,
        seed=made.settings.seed,
        clinical=made.clinical.values,
        command=finished.command,
        settings=plain(settings_text),
    )
    write_beside(folder / "run.json", json.dumps(facts, indent=2))
    write_report(finished, folder)
    print_run(finished, folder)


def plain(settings_text: str) -> dict[str, Any]:
    """Settings as dictionaries and numbers."""
    settings: Any = OmegaConf.to_container(OmegaConf.create(settings_text))
    return dict(settings)


def command() -> str:
    """What the user typed."""
    return " ".join(["python -m hfgnn", *sys.argv[1:]])


class Clock:
    """Seconds of each stage."""

    def __init__(self) -> None:
        self.start = self.last = time.perf_counter()
        self.seconds: dict[str, float] = {}

    def lap(self, stage: str) -> None:
        """End a stage."""
        now = time.perf_counter()
        self.seconds[f"{stage}_seconds"] = now - self.last
        self.seconds["total_seconds"] = now - self.start
        self.last = now
