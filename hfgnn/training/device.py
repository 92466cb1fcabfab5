"""Where a network trains, and under which conditions its bits come out again."""

from __future__ import annotations

import os
import random
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np
import torch

from hfgnn.config.training import Accelerator
from hfgnn.types import DataError


def device_of(accelerator: Accelerator) -> torch.device:
    """Where networks go under this setting; ``auto`` is the best that this machine has."""
    if accelerator is Accelerator.cpu:
        return torch.device("cpu")
    if torch.cuda.is_available():
        return torch.device("cuda")
    return torch.device("mps" if torch.backends.mps.is_available() else "cpu")


def refuse_missing_accelerator(accelerator: Accelerator) -> None:
    """Raise where this machine lacks the accelerator that the settings name.

    Raises:
        DataError: there is no such device.
    """
    there = {
        Accelerator.gpu: torch.cuda.is_available(),
        Accelerator.mps: torch.backends.mps.is_available(),
    }
    if not there.get(accelerator, True):
        raise DataError(
            f"training.accelerator is {accelerator.value!r}, but this machine has none; "
            "choose auto or cpu"
        )


@contextmanager
def repeatable(seed: int, *, threads: int) -> Iterator[None]:
    """Every generator begins at the seed, and only operations that repeat bit for bit are used.

    Args:
        seed: of Python's, numpy's and torch's generators.
        threads: of the processor, as sums depend on how they are shared out.
    """
    random.seed(seed)
    np.random.seed(seed)  # noqa: NPY002  # a user's own network may draw from it
    torch.manual_seed(seed)
    before = torch.get_num_threads(), torch.get_deterministic_debug_mode()
    memory: Any = torch.utils.deterministic
    filled = memory.fill_uninitialized_memory
    os.environ.setdefault("CUBLAS_WORKSPACE_CONFIG", ":4096:8")  # without it CUDA refuses
    torch.set_deterministic_debug_mode("error")  # the other way to say it imports a compiler
    # Nothing here reads what was never written, so memory need not be filled first.
    memory.fill_uninitialized_memory = False
    torch.set_num_threads(threads)
    try:
        yield
    finally:
        torch.set_num_threads(before[0])
        torch.set_deterministic_debug_mode(before[1])
        memory.fill_uninitialized_memory = filled
