"""The joint table of a sweep: one line per run, in sweep.csv and at the end on the terminal."""

import csv
import json
import os
from pathlib import Path
from typing import Any

from hydra.core.utils import JobReturn
from hydra.experimental.callback import Callback
from omegaconf import DictConfig

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
        estimate = metrics["models"][network][score]
        row |= {
            score: estimate["value"],
            f"{score}_low": estimate["low"],
            f"{score}_high": estimate["high"],
        }
    for name, scores in metrics["models"].items():
        if name != network:
            row[f"auroc_{name}"] = scores["auroc"]["value"]
    return row | {"verdict": metrics["verdict"], "stamps": "; ".join(metrics["stamps"])}


def write_lines(path: Path, lines: list[dict[str, Any]]) -> None:
    """Write the table beside and rename it; a column that a run lacks stays empty."""
    columns = list(dict.fromkeys(name for row in lines for name in row))
    beside = path.with_suffix(f".{os.getpid()}.tmp")
    with beside.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, columns)
        writer.writeheader()
        writer.writerows(lines)
    beside.replace(path)
