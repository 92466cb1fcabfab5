"""Where the course of every fit is written: CSV files in the run's folder, or wandb."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from hfgnn.config.training import Logger as Settings
from hfgnn.config.training import WandbLogger as WandbSettings

if TYPE_CHECKING:  # takes longer to import than many a fit to run
    from pytorch_lightning.loggers import Logger


class FitLog(Protocol):
    """The course of one fit, epoch by epoch."""

    def note(self, epoch: int, losses: dict[str, float]) -> None:
        """Write down the losses of an epoch, by name."""


class CsvLog:
    """A CSV file with one line per epoch.

    Args:
        path: the file; what an earlier fit left there is written over.
    """

    def __init__(self, path: Path) -> None:
        self.path = path

    def note(self, epoch: int, losses: dict[str, float]) -> None:
        """Write down the losses of an epoch, by name; every epoch has the same names."""
        line = ",".join(str(value) for value in (epoch, *losses.values())) + "\n"
        if epoch > 0:
            with self.path.open("a") as file:
                file.write(line)
            return
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self.path.write_text(",".join(("epoch", *losses)) + "\n" + line)


class WandbLog:
    """Curves of one fit in a wandb run that holds those of others.

    Args:
        run: wandb's.
        prefix: tells this fit from the others.
    """

    def __init__(self, run: Any, prefix: str) -> None:
        self.run = run
        self.prefix = prefix

    def note(self, epoch: int, losses: dict[str, float]) -> None:
        """Write down the losses of an epoch, by name."""
        self.run.log({f"{self.prefix}-{name}": value for name, value in losses.items()})


class CsvLogs:
    """``logs/<fold>/<model>/metrics.csv`` for every fit."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "logs"

    def of_fit(self, fold: str, model: str) -> CsvLog:
        """The log of one fit."""
        return CsvLog(self.folder / fold / model / "metrics.csv")

    def for_trainer(self, fold: str, model: str) -> Logger:
        """The log of one fit by Lightning's Trainer."""
        from pytorch_lightning.loggers import CSVLogger

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

    def of_fit(self, fold: str, model: str) -> WandbLog:
        """The log of one fit."""
        return WandbLog(self.run, f"{fold}/{model}")

    def for_trainer(self, fold: str, model: str) -> Logger:
        """The log of one fit by Lightning's Trainer."""
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
