"""Where the course of every fit is written: CSV files in the run's folder, or wandb."""

from pathlib import Path
from typing import Any

from pytorch_lightning.loggers import CSVLogger, Logger

from hfgnn.config.training import Logger as Settings
from hfgnn.config.training import WandbLogger as WandbSettings


class CsvLogs:
    """``logs/<fold>/<model>/metrics.csv`` for every fit."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "logs"

    def of_fit(self, fold: str, model: str) -> Logger:
        """The logger of one fit."""
        return CSVLogger(str(self.folder), name=fold, version=model)

    def close(self, validation_auroc: float) -> None:
        """Nothing is left open."""


class WandbLogs:
    """One wandb run, in which each fit has its own prefix.

    Args:
        folder: the run's folder, which offline runs are written to.
        project: wandb's project.
        offline: whether nothing leaves the machine; then no account is needed.
        settings: the run's settings, shown beside the curves.
    """

    def __init__(
        self, folder: Path, *, project: str, offline: bool, settings: dict[str, Any]
    ) -> None:
        import wandb

        self.run = wandb.init(
            project=project,
            mode="offline" if offline else "online",
            dir=str(folder),
            config=settings,
            reinit="finish_previous",
        )

    def of_fit(self, fold: str, model: str) -> Logger:
        """The logger of one fit."""
        from pytorch_lightning.loggers import WandbLogger

        return WandbLogger(experiment=self.run, prefix=f"{fold}/{model}")

    def close(self, validation_auroc: float) -> None:
        """Put the run's score beside the curves, and end it."""
        self.run.summary["validation_auroc"] = validation_auroc
        self.run.finish()


def open_logs(
    settings: Settings, folder: Path, run_settings: dict[str, Any]
) -> CsvLogs | WandbLogs:
    """The logs that ``logger=...`` chose."""
    if isinstance(settings, WandbSettings):
        return WandbLogs(
            folder, project=settings.project, offline=settings.offline, settings=run_settings
        )
    return CsvLogs(folder)
