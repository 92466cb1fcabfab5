"""The main job: ECG images and clinical numbers in, a verdict on the patient graph out."""

import json
import sys
import time
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
from omegaconf import OmegaConf

from hfgnn.config.build import build
from hfgnn.config.config import Config
from hfgnn.data.cache import cache_folder
from hfgnn.evaluation.compare import evaluate
from hfgnn.features.clinical.numbers import ClinicalNumbers
from hfgnn.features.embedding import Embedded, embed
from hfgnn.features.resnet18 import ResNet18
from hfgnn.reports.files import write_beside, write_files
from hfgnn.reports.finished import DrawnGraph, Finished
from hfgnn.reports.progress import progress
from hfgnn.reports.provenance import provenance
from hfgnn.reports.report import write_report
from hfgnn.reports.terminal import print_run
from hfgnn.tasks.arrangement import Arrangement, arrange
from hfgnn.tasks.fold import Answers, FoldGraph, FoldModels, connect
from hfgnn.training.logs import open_logs
from hfgnn.types import Cohort


def run(settings: Config, folder: Path, settings_text: str) -> float:
    """Read, split, balance, embed, connect, train, evaluate, report.

    Args:
        settings: checked.
        folder: of the run; nothing is written there before the data have proved usable.
        settings_text: the settings as yaml, for the report and the checkpoints.

    Returns:
        Mean AUROC of the network on the validation rows, for a sweeper; no test row counts.

    Raises:
        DataError: data that cannot be used.
    """
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
    metrics = {
        "task": "patients",
        "network": network.model,
        "protocol": protocol_facts(settings, arrangement),
        "stamps": [*cohort.stamps, *clinical.stamps, *arrangement.stamps, *backbone.stamps],
        "cohort": cohort_facts(cohort, arrangement),
        "backbone": backbone.name,
        **evaluated.as_json(),
        **extra_facts(settings, clinical),
        "graph": graph_facts(settings, graphs),
        "validation": {"auroc": float(np.mean(answers.validation_auroc[network.model]))},
        "timing": clock.seconds | embedding_facts(embedded),
    }
    first = graphs[0]
    finished = Finished(
        metrics,
        network,
        tuple(controls),
        cohort,
        arrangement.duplicates,
        DrawnGraph(first.nodes, first.graph, first.parts),
        settings_text,
        command(),
    )
    publish(finished, settings, folder)
    return float(metrics["validation"]["auroc"])


def train(
    settings: Config,
    arrangement: Arrangement,
    graphs: list[FoldGraph],
    *,
    folder: Path,
    settings_text: str,
) -> Answers:
    """Fit every model on every fold."""
    logs = open_logs(
        settings.logger,
        folder,
        OmegaConf.to_container(  # type: ignore[arg-type]
            OmegaConf.create(settings_text)
        ),
    )
    answers = Answers(arrangement, settings.evaluation.threshold)
    name = settings.model._target_.rpartition(".")[2].lower()
    originals = arrangement.records.copy == 0
    numbers = range(len(graphs))
    for number in progress(numbers, total=len(numbers), description="training folds"):
        models = FoldModels(
            settings, number, fold=graphs[number], originals=originals, folder=folder, logs=logs
        )
        for model, probability in models.answers(name, settings_text):
            answers.add(model, number, probability)
    logs.close({"validation_auroc": float(np.mean(answers.validation_auroc[name]))})
    return answers


def publish(finished: Finished, settings: Config, folder: Path) -> None:
    """Write every file of the run, then show the table."""
    write_files(finished, folder)
    facts = provenance(
        finished.cohort.records,
        seed=settings.seed,
        command=finished.command,
        settings=OmegaConf.to_container(OmegaConf.create(finished.settings)),
    )
    write_beside(folder / "run.json", json.dumps(facts, indent=2))
    write_report(finished, folder)
    print_run(finished, folder)


def protocol_facts(settings: Config, arrangement: Arrangement) -> dict[str, Any]:
    """What metrics.json says of the protocol."""
    return {
        "name": settings.protocol.name,
        "graph": settings.protocol.graph.value,
        "folds": len(arrangement.folds),
    }


def cohort_facts(cohort: Cohort, arrangement: Arrangement) -> dict[str, Any]:
    """What metrics.json says of the data."""
    records = cohort.records
    tested = arrangement.records.take(arrangement.records.copy == 0)
    names, counts = np.unique(tested.class_name, return_counts=True)
    return {
        "source": cohort.source,
        "files": len(records) + len(cohort.refused),
        "records": len(records),
        "duplicates": len(records) - len(set(records.content_hash.tolist())),
        "used": len(tested),
        "patients": len(set(tested.patient_id.tolist())),
        "tested_pages": int(sum(len(parts.test) for parts in arrangement.folds)),
        "refused": len(cohort.refused),
        "classes": dict(zip(names.tolist(), counts.tolist(), strict=True)),
        "positive": list(cohort.positive),
    }


def graph_facts(settings: Config, graphs: list[FoldGraph]) -> dict[str, Any]:
    """What metrics.json says of the graph; shares are means over folds."""
    names = graphs[0].diagnostics
    means = {name: float(np.mean([graph.diagnostics[name] for graph in graphs])) for name in names}
    return {"k": settings.graph.k, "metric": settings.graph.metric.value} | means


def extra_facts(settings: Config, clinical: ClinicalNumbers) -> dict[str, Any]:
    """The ceiling of synthesized numbers and the published claim, where there are such."""
    facts: dict[str, Any] = {}
    if clinical.ceiling is not None:
        facts["ceiling"] = asdict(clinical.ceiling)
    if clinical.missing_patients:
        facts["patients_without_clinical_numbers"] = clinical.missing_patients
    if settings.claim is not None:
        claim = asdict(settings.claim)
        facts["claim"] = {name: value for name, value in claim.items() if value is not None}
    return facts


def embedding_facts(embedded: Embedded) -> dict[str, float]:
    """How many pictures were embedded, and how fast."""
    facts: dict[str, float] = {"embedded_images": embedded.computed}
    if embedded.computed:
        facts["embedding_images_per_second"] = embedded.computed / embedded.seconds
    return facts


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
