"""python -m hfgnn: compose the settings, check them, run one task, give back its score."""

import gc
import os
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

import hydra
from hydra.core.hydra_config import HydraConfig
from hydra.errors import HydraException
from hydra.types import RunMode
from omegaconf import DictConfig, OmegaConf

from hfgnn.config.check import ConfigError, check
from hfgnn.config.message import sentence
from hfgnn.config.place import settings_folder
from hfgnn.config.primary import primary
from hfgnn.config.store import options_of, register
from hfgnn.types import DataError

REFUSALS = (HydraException, DataError)
RESULTS = ("metrics.json", "prediction.json")
INTERRUPTED = 130  # what a shell says of a command that Ctrl-C ended

refused_jobs: list[str] = []
"""What a sweep's jobs were refused for; its other jobs run on."""


def run(config: DictConfig) -> float:
    """One run: check, then the task; its validation score goes back to the sweeper."""
    folder = Path(HydraConfig.get().runtime.output_dir)
    try:
        settings = check(config)
        # Threads that spin while they wait slow a busy machine down thirtyfold.
        os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
        # Large pages of memory, which are faster to get, where the system has them.
        os.environ.setdefault("THP_MEM_ALLOC_ENABLE", "1")
        # Only now, with settings that are known to be good, is torch imported.
        task: Any = import_task(settings.task)
        return float(task.run(settings, folder, OmegaConf.to_yaml(config, resolve=True)))
    except REFUSALS as error:
        leave_nothing(folder)
        if HydraConfig.get().mode is not RunMode.MULTIRUN:
            raise SystemExit(sentence(error)) from None
        job = f"job {HydraConfig.get().job.num}: {sentence(error)}"
        print(job, file=sys.stderr)
        refused_jobs.append(job)
        return float("nan")


def import_task(name: str) -> Any:
    """The module of a task. What is imported stays, so to look for garbage meanwhile is idle."""
    try:
        return import_module(f"hfgnn.tasks.{name}")
    finally:
        gc.enable()


def is_finished(folder: Path) -> bool:
    """Whether a run ended here with its result."""
    return any((folder / name).exists() for name in RESULTS)


def leave_nothing(folder: Path) -> None:
    """Take back what Hydra wrote for a run that never began; whatever else is there stays."""
    if is_finished(folder):
        return
    for name in (".hydra/config.yaml", ".hydra/hydra.yaml", ".hydra/overrides.yaml"):
        (folder / name).unlink(missing_ok=True)
    log = folder / "hfgnn.log"
    if log.exists() and log.stat().st_size == 0:
        log.unlink()
    for empty in (folder / ".hydra", folder, folder.parent, folder.parent.parent):
        if not empty.is_dir() or any(empty.iterdir()) or empty == Path.cwd():
            break
        empty.rmdir()


def refuse_finished_folder(arguments: list[str]) -> None:
    """A run never writes over another, not even the settings that Hydra notes first.

    Raises:
        ConfigError: ``hydra.run.dir`` holds a finished run.
    """
    for argument in arguments:
        key, _, folder = argument.partition("=")
        if key == "hydra.run.dir" and is_finished(Path(folder)):
            raise ConfigError(f"hydra.run.dir is {folder!r}, but a finished run is there")


def refuse_no_option(arguments: list[str]) -> None:
    """A group of options always has one of them; Hydra's own words for this are a traceback.

    Raises:
        ConfigError: an option is null.
    """
    taken = options_of(primary(arguments)[1])
    for argument in arguments:
        group, _, option = argument.partition("=")
        name, _, place = group.lstrip("/").partition("@")
        if option == "null" and name in taken:
            options = ", ".join(taken[name])
            instead = f"; {place}=null leaves it out" if place else ""
            raise ConfigError(f"{group} is null, but it must be one of {options}{instead}")


def compose_and_run() -> None:
    """Let Hydra compose the settings, and run each set of them."""
    register()
    # Hydra then raises what it would print in several lines.
    os.environ["HYDRA_FULL_ERROR"] = "1"
    folder, name = primary(sys.argv[1:])
    command: Any = hydra.main(
        version_base="1.3", config_path=str(settings_folder(folder)), config_name=name
    )(run)
    command()


def main() -> None:
    """Entry point. A refusal is one sentence and exit status 1; a fault of ours is a traceback."""
    refused_jobs.clear()
    gc.disable()  # until the settings are composed and the task is imported
    try:
        refuse_finished_folder(sys.argv[1:])
        refuse_no_option(sys.argv[1:])
        compose_and_run()
    except REFUSALS as error:
        sys.exit(sentence(error))
    except BrokenPipeError:
        # The reader of a pipe, such as head, has gone; nothing more can be said to it.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
    except OSError as error:
        if error.filename is None:
            raise
        sys.exit(f"{error.filename}: {error.strerror}")
    except KeyboardInterrupt:
        print("stopped; what had been finished is kept", file=sys.stderr)
        sys.exit(INTERRUPTED)
    finally:
        gc.enable()
    if refused_jobs:
        sys.exit(f"jobs refused: {len(refused_jobs)}")


if __name__ == "__main__":
    main()
