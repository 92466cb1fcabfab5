"""python -m hfgnn: compose the settings, check them, run one task, give back its score."""

import os
import sys
import warnings
from pathlib import Path
from typing import Any

import hydra
from hydra.core.hydra_config import HydraConfig
from hydra.errors import HydraException
from hydra.types import RunMode
from omegaconf import DictConfig, OmegaConf

from hfgnn.config.check import check
from hfgnn.config.message import sentence
from hfgnn.config.place import settings_folder
from hfgnn.config.store import register
from hfgnn.types import DataError

REFUSALS = (HydraException, DataError)

refused_jobs: list[str] = []
"""What a sweep's jobs were refused for; its other jobs run on."""


def run(config: DictConfig) -> float:
    """One run: check, then the task; its validation score goes back to the sweeper."""
    folder = Path(HydraConfig.get().runtime.output_dir)
    try:
        settings = check(config)
        # Threads that spin while they wait slow a busy machine down thirtyfold.
        os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
        warnings.filterwarnings("ignore", message=".*torch.jit.*deprecated.*")  # PyG's, at import
        from hfgnn.tasks import patients  # torch is imported once the settings are known to be good

        return patients.run(settings, folder, OmegaConf.to_yaml(config, resolve=True))
    except REFUSALS as error:
        leave_nothing(folder)
        if HydraConfig.get().mode is not RunMode.MULTIRUN:
            raise SystemExit(sentence(error)) from None
        job = f"job {HydraConfig.get().job.num}: {sentence(error)}"
        print(job, file=sys.stderr)
        refused_jobs.append(job)
        return float("nan")


def leave_nothing(folder: Path) -> None:
    """Take back what Hydra wrote for a run that never began; anything else stays."""
    for file in [*folder.glob(".hydra/*.yaml"), *folder.glob("*.log")]:
        file.unlink()
    for empty in (folder / ".hydra", folder, folder.parent, folder.parent.parent):
        if not empty.is_dir() or any(empty.iterdir()) or empty == Path.cwd():
            break
        empty.rmdir()


def main() -> None:
    """Entry point. A refusal is one sentence and exit status 1; a fault of ours is a traceback."""
    refused_jobs.clear()
    register()
    OmegaConf.register_new_resolver(
        "hfgnn.experiments", lambda: str(settings_folder("experiments")), replace=True
    )
    # Hydra then raises what it would print in several lines.
    os.environ["HYDRA_FULL_ERROR"] = "1"
    command: Any = hydra.main(
        version_base="1.3", config_path=str(settings_folder("conf")), config_name="config"
    )(run)
    try:
        command()
    except REFUSALS as error:
        sys.exit(sentence(error))
    if refused_jobs:
        sys.exit(f"{len(refused_jobs)} jobs were refused")


if __name__ == "__main__":
    main()
