"""run.json: what a run was made with, so that it can be made again."""

import hashlib
import json
import platform
import resource
import subprocess
import sys
from collections.abc import Mapping
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

import hfgnn
from hfgnn.types import Beats, Records

PACKAGES = (
    "torch",
    "torchvision",
    "torch-geometric",
    "pytorch-lightning",
    "numpy",
    "scipy",
    "scikit-learn",
    "pillow",
    "hydra-core",
    "wfdb",
    "imbalanced-learn",
    "xgboost-cpu",
    "xgboost",
)


def provenance(
    records: Records,
    *,
    clinical: NDArray[np.float64],
    seed: int,
    command: str,
    settings: Any,
) -> dict[str, Any]:
    """Versions, code state, seed, hashes of the data and settings.

    Shapes:
        clinical: (rows, columns), unscaled; without columns it has no hash.
    """
    measured = {"clinical_sha256": values_hash(clinical)} if clinical.shape[1] else {}
    hashes = {"data_sha256": data_hash(records)} | measured
    return run_facts(hashes, seed=seed, command=command, settings=settings)


def run_facts(
    hashes: Mapping[str, str], *, seed: int, command: str, settings: Any
) -> dict[str, Any]:
    """The same for data of any kind.

    Args:
        hashes: of the data, by name.
        seed: of the run.
        command: what the user typed.
        settings: of the run, as dictionaries and numbers.
    """
    return {
        "hfgnn": hfgnn.__version__,
        "command": command,
        "seed": seed,
        "python": platform.python_version(),
        "platform": platform.platform(),
        "packages": {name: found for name in PACKAGES if (found := _version(name))},
        "git": git_state(Path(hfgnn.__file__).parents[1]),
        **hashes,
        "peak_memory_megabytes": round(peak_memory_bytes() / 1e6),
        "settings": settings,
    }


def beats_hash(beats: Beats) -> str:
    """One hash over the signal, recording, patient, place and symbol of every beat."""
    whole = hashlib.sha256(np.ascontiguousarray(beats.signal, dtype="<f4").tobytes())
    columns = (beats.record_id, beats.patient_id, beats.sample, beats.symbol)
    lines = zip(*(column.tolist() for column in columns), strict=True)
    whole.update("\n".join(json.dumps(line, ensure_ascii=False) for line in lines).encode())
    return whole.hexdigest()


def data_hash(records: Records) -> str:
    """One hash over name, content, patient, label and group of every readable page."""
    columns = (
        records.record_id, records.content_hash, records.patient_id, records.label, records.group,
    )  # fmt: skip
    lines = zip(*(column.tolist() for column in columns), strict=True)
    # As JSON, so that no two tables give one text, whatever their names hold.
    text = "\n".join(json.dumps(line, ensure_ascii=False) for line in lines)
    return hashlib.sha256(text.encode("utf-8", "backslashreplace")).hexdigest()


def values_hash(values: NDArray[np.float64]) -> str:
    """One hash over the shape and the bytes of a table of numbers."""
    content = np.ascontiguousarray(values, dtype="<f8").tobytes()
    return hashlib.sha256(repr(values.shape).encode() + content).hexdigest()


def peak_memory_bytes() -> int:
    """Most memory this process had, in bytes."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024


def git_state(folder: Path) -> dict[str, Any]:
    """Commit and whether files differ from it; empty where the code is no checkout."""
    if not (folder / ".git").exists():
        return {}
    try:
        commit = _git(folder, "rev-parse", "HEAD")
        return {"commit": commit, "changed": bool(_git(folder, "status", "--porcelain"))}
    except (OSError, subprocess.CalledProcessError):
        return {}


def _git(folder: Path, *arguments: str) -> str:
    command = ["git", "-C", str(folder), *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


def _version(package: str) -> str | None:
    try:
        return version(package)
    except PackageNotFoundError:
        return None
