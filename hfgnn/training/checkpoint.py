"""Files of weights and plain settings; nothing else is ever unpickled from them."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from hfgnn.types import DataError


def write_checkpoint(
    path: Path,
    weights: dict[str, Tensor],
    settings: str,
    *,
    further: Mapping[str, Mapping[str, Tensor] | str] | None = None,
) -> None:
    """Write weights and the run's settings (as yaml text) beside the path, then rename.

    Args:
        path: the file; an old one stays until the new one is complete.
        weights: of a network, by name.
        settings: of the run, as yaml text.
        further: tensors by name, or text, that belong to the network, by topic.

    Raises:
        DataError: the file cannot be written; then nothing of it is left.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_suffix(f".{os.getpid()}.tmp")
    try:
        torch.save({"weights": weights, "settings": settings, **(further or {})}, beside)
        beside.replace(path)
    except (OSError, RuntimeError) as error:  # torch says of a full disk that a RuntimeError came
        raise DataError(f"{path} cannot be written: {str(error).splitlines()[0]}") from None
    finally:
        beside.unlink(missing_ok=True)


def read_checkpoint(path: Path) -> tuple[dict[str, Tensor], str]:
    """Weights and settings of a checkpoint; nothing but tensors and text is unpickled.

    Raises:
        DataError: the file is no such checkpoint.
    """
    content = read_content(path)
    return content["weights"], content["settings"]


def read_content(path: Path) -> dict[str, Any]:
    """All of a checkpoint: weights, settings, and what else was written with them.

    Raises:
        DataError: the file is no such checkpoint.
    """
    try:
        content: dict[str, Any] = torch.load(path, map_location="cpu", weights_only=True)
        return {**content, "weights": content["weights"], "settings": content["settings"]}
    except Exception as error:  # torch raises several kinds for a broken file
        reason = str(error).splitlines()[0][:120] if str(error) else type(error).__name__
        raise DataError(f"{path} is no checkpoint of hfgnn: {reason}") from None
