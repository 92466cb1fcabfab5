"""The main job: ECG images and clinical numbers in, a verdict on the patient graph out."""

import json
import sys
from pathlib import Path
from typing import Any

from omegaconf import OmegaConf

from hfgnn.config.config import Config
from hfgnn.config.graph import Knn
from hfgnn.config.model import name_of
from hfgnn.reports.checklist import checklist
from hfgnn.reports.files import write_beside, write_files
from hfgnn.reports.finished import DrawnGraph, Finished
from hfgnn.reports.model_card import model_card
from hfgnn.reports.progress import progress
from hfgnn.reports.provenance import provenance
from hfgnn.reports.report import write_report
from hfgnn.reports.terminal import print_run
from hfgnn.tasks.answers import Answers
from hfgnn.tasks.clock import Clock
from hfgnn.tasks.evidence import gather
from hfgnn.tasks.facts import Made
from hfgnn.tasks.fold import FoldGraph, FoldModels, connect
from hfgnn.tasks.members import Members
from hfgnn.tasks.prepared import prepare
from hfgnn.tasks.widened import widened
from hfgnn.training.device import refuse_missing_accelerator
from hfgnn.training.logs import open_logs


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
    prepared = prepare(settings, clock)
    graphs = [
        connect(settings, prepared.arrangement, prepared.embedded.rows, prepared.clinical, split)
        for split in prepared.arrangement.splits
    ]
    clock.lap("graphs")
    members = Members(prepared)
    answers = train(members, graphs, folder=folder, settings_text=settings_text)
    clock.lap("training")
    network, *controls = answers.predictions()
    made = Made(
        prepared=prepared,
        graphs=graphs,
        network=network,
        controls=tuple(controls),
        evidence=gather(prepared, network, controls, clock),
        members=members.facts(answers, controls),
        test_reads=answers.test_reads(),
        validation_auroc=answers.mean_validation_auroc(network.model),
        listens=answers.mean_listens(),
        missing=widened(settings, graphs, folder),
        seconds=clock.seconds,
    )
    publish(made, members, folder=folder, settings_text=settings_text)
    return made.validation_auroc


def train(
    members: Members, graphs: list[FoldGraph], *, folder: Path, settings_text: str
) -> Answers:
    """Fit every model on every fold."""
    prepared = members.prepared
    settings, arrangement, store = prepared.settings, prepared.arrangement, prepared.store()
    logs = open_logs(settings.logger, folder, plain(settings_text))
    answers = Answers(arrangement, settings.evaluation)
    name = name_of(settings.model)
    originals = arrangement.records.copy == 0
    try:
        for graph in progress(graphs, total=len(graphs), description="training folds"):
            models = FoldModels(settings, graph, originals=originals, folder=folder, logs=logs)
            for answer in models.answers(name, resolved(settings_text, graph.connected.knn)):
                answers.add(graph.split, answer)
                if answer.model == name:
                    path = models.checkpoint(name, answer.seed)
                    store.add(path, graph.nodes, graph.connected, graph.parts, answer.probability)
            members.add(graph, models.fitted_ensemble)
    finally:
        logs.close(answers.mean_validation_auroc(name))
    return answers


def publish(made: Made, members: Members, *, folder: Path, settings_text: str) -> None:
    """Write every file of the run, then show the table."""
    first, metrics = made.graphs[0], made.metrics()
    finished = Finished(
        metrics=metrics,
        network=made.network,
        controls=made.controls,
        cohort=made.prepared.cohort_with_unseen,
        duplicates=made.prepared.arrangement.duplicates,
        records=made.prepared.arrangement.records,
        splits=made.prepared.arrangement.splits,
        drawn=DrawnGraph(first.nodes, first.graph, first.parts),
        settings=settings_text,
        command=command(),
        extra=members.sections(metrics),
    )
    write_files(finished, folder)
    members.write(folder)
    facts = provenance(
        made.prepared.cohort.records,
        seed=made.prepared.settings.seed,
        clinical=made.prepared.clinical.values,
        command=finished.command,
        settings=plain(settings_text),
    ) | {"test_reads": made.test_reads}
    write_beside(folder / "run.json", json.dumps(facts, indent=2))
    write_beside(folder / "checklist.md", checklist(finished.metrics, facts))
    write_beside(folder / "model_card.md", model_card(finished.metrics, facts))
    write_report(finished, folder)
    print_run(finished, folder)


def resolved(settings_text: str, graph: Knn) -> str:
    """The settings with the graph that a fold has in fact, which ``graph=auto`` leaves open."""
    settings: Any = OmegaConf.create(settings_text)
    settings.graph = OmegaConf.structured(graph)
    return OmegaConf.to_yaml(settings)


def plain(settings_text: str) -> dict[str, Any]:
    """Settings as dictionaries and numbers."""
    settings: Any = OmegaConf.to_container(OmegaConf.create(settings_text))
    return dict(settings)


def command() -> str:
    """What the user typed."""
    return " ".join(["python -m hfgnn", *sys.argv[1:]])
