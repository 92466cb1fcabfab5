"""The joint table of a sweep: one line per run, in sweep.csv and at the end on the terminal."""

import json
from pathlib import Path
from typing import Any

from hydra.core.utils import JobReturn
from hydra.experimental.callback import Callback
from omegaconf import DictConfig

SCORES = ("auroc", "accuracy", "macro_f1")
CLASS_SCORES = ("macro_f1", "accuracy", "balanced_accuracy")
"""Those of a run that tells several classes apart; the first is also shown of its controls."""


class JointTable(Callback):
    """Gathers metrics.json of each finished job; Hydra calls it, see conf/config.yaml.

    The file is rewritten after every job, so a sweep that is stopped has its table too.
    """

    def __init__(self) -> None:
        self.lines: list[dict[str, Any]] = []
        self.folder: Path | None = None

    def on_multirun_start(self, config: DictConfig, **_: Any) -> None:
        self.lines = []
        self.folder = Path(config.hydra.sweep.dir).absolute()

    def on_job_end(self, config: DictConfig, job_return: JobReturn, **_: Any) -> None:
        hydra = job_return.hydra_cfg.hydra  # type: ignore[union-attr]
        run = Path(hydra.runtime.output_dir)
        if self.folder is None or not (run / "metrics.json").is_file():
            return
        metrics = json.loads((run / "metrics.json").read_text(encoding="utf-8"))
        if "network" not in metrics:  # a study, which has tables of its own
            return
        self.lines.append(line(hydra.job.num, list(job_return.overrides or []), metrics))
        write_lines(self.folder / "sweep.csv", self.lines)

    def on_multirun_end(self, config: DictConfig, **_: Any) -> None:
        if self.folder is None or not self.lines:
            return
        from hfgnn.reports.terminal import print_sweep

        print_sweep(self.lines, self.folder / "sweep.csv")


def line(job: int, overrides: list[str], metrics: dict[str, Any]) -> dict[str, Any]:
    """One run: its overrides, the scores of its network with intervals, one of each control."""
    network, own = metrics["network"], own_scores(metrics)
    row: dict[str, Any] = {"job": job}
    row |= dict(override.lstrip("+").partition("=")[::2] for override in overrides)
    for score, estimate in own.items():
        row |= {
            score: estimate.get("value"),
            f"{score}_low": estimate.get("low"),
            f"{score}_high": estimate.get("high"),
        }
    decisive = next(iter(own))
    for name, scores in metrics["models"].items():
        if name != network:
            row[f"{decisive}_{name}"] = scores.get(decisive, {}).get("value")
    if "validation_auroc" in metrics:  # what a setting may be chosen by
        row["auroc_validation"] = metrics["validation_auroc"]
    return row | {"verdict": metrics["verdict"], "stamps": "; ".join(metrics["stamps"])}


def own_scores(metrics: dict[str, Any]) -> dict[str, dict[str, float]]:
    """Scores of the network that its line shows, the decisive one first.

    Of several classes the F1 of each is among them. Empty where metrics.json leaves a score out,
    since it could not be computed.
    """
    network = metrics["network"]
    table, classes = metrics["models"][network], metrics.get("classes", {}).get(network)
    if classes is None:
        return {score: table.get(score, {}) for score in SCORES}
    by_class = {f"f1_{name}": scores.get("f1", {}) for name, scores in classes.items()}
    return {score: table.get(score, {}) for score in CLASS_SCORES} | by_class


def is_result(column: str) -> bool:
    """Whether a column of the table is a result; the others are settings that the user gave."""
    return column in ("job", "verdict", "stamps") or column.startswith(
        ("f1_", *SCORES, *CLASS_SCORES)
    )


def is_score(column: str) -> bool:
    """Whether a column holds a score of the network, not an end of an interval or a control's."""
    of_class = column.startswith("f1_") and not column.endswith(("_low", "_high"))
    return of_class or column in (*SCORES, *CLASS_SCORES)


def write_lines(path: Path, lines: list[dict[str, Any]]) -> None:
    """Write the table as a whole or not at all; a column that a run lacks stays empty."""
    # Hydra imports this file before the settings are checked.
    from hfgnn.reports.files import csv_text, write_beside

    columns = list(dict.fromkeys(name for row in lines for name in row))
    write_beside(path, csv_text(columns, ([row.get(name) for name in columns] for row in lines)))
