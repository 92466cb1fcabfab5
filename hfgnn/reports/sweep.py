"""The joint table of a sweep: one line per run, in sweep.csv and at the end on the terminal."""

import json
from pathlib import Path
from typing import Any

from hydra.core.utils import JobReturn
from hydra.experimental.callback import Callback
from omegaconf import DictConfig

from hfgnn.reports.files import csv_text, write_beside

SCORES = ("auroc", "accuracy", "macro_f1")


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
    """One run: its overrides, the scores of its network with intervals, the controls' AUROC."""
    network = metrics["network"]
    row: dict[str, Any] = {"job": job}
    row |= dict(override.lstrip("+").partition("=")[::2] for override in overrides)
    for score in SCORES:
        # metrics.json leaves out what could not be computed.
        estimate = metrics["models"][network].get(score, {})
        row |= {
            score: estimate.get("value"),
            f"{score}_low": estimate.get("low"),
            f"{score}_high": estimate.get("high"),
        }
    for name, scores in metrics["models"].items():
        if name != network:
            row[f"auroc_{name}"] = scores.get("auroc", {}).get("value")
    return row | {"verdict": metrics["verdict"], "stamps": "; ".join(metrics["stamps"])}


def write_lines(path: Path, lines: list[dict[str, Any]]) -> None:
    """Write the table as a whole or not at all; a column that a run lacks stays empty."""
    columns = list(dict.fromkeys(name for row in lines for name in row))
    write_beside(path, csv_text(columns, ([row.get(name) for name in columns] for row in lines)))
