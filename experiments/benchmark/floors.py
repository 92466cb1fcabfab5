"""How fast this machine multiplies matrices and moves memory: no program on it can be faster."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from functools import cache

import torch

SIDE = 3072
"""Rows and columns of the matrices that are multiplied; large enough to keep all cores busy."""

MOVED_FLOATS = 2**27
"""float32 that are moved, 512 MB, several times a processor's own memory on most machines."""

TRIES = 7


@dataclass(frozen=True)
class Floors:
    """Best rates of several tries.

    Attributes:
        float32: 1e9 multiplications and additions per second, counted as two, in float32.
        float64: in float64.
        bfloat16: in bfloat16.
        memory: 1e9 bytes per second, read and written, of one array added to another.
        gathered: 1e9 bytes per second of rows of 512 bytes, read in random order.
    """

    float32: float
    float64: float
    bfloat16: float
    memory: float
    gathered: float

    def product_s(self, operations: float, *, kind: str = "float32") -> float:
        """Least seconds of this many multiplications and additions."""
        return operations / (1e9 * float(asdict(self)[kind]))

    def moved_s(self, num_bytes: float, *, kind: str = "memory") -> float:
        """Least seconds for so many bytes."""
        return num_bytes / (1e9 * float(asdict(self)[kind]))


@cache
def measure() -> Floors:
    """Measure once per process, with all threads."""
    return Floors(
        float32=_products(torch.float32),
        float64=_products(torch.float64),
        bfloat16=_products(torch.bfloat16),
        memory=_moved(),
        gathered=_gathered(),
    )


def _products(kind: torch.dtype) -> float:
    one, other = (torch.randn(SIDE, SIDE).to(kind) for _ in range(2))
    out = torch.empty(SIDE, SIDE, dtype=kind)
    return 2e-9 * SIDE**3 / _fastest(lambda: torch.mm(one, other, out=out))


def _moved() -> float:
    one, other = torch.ones(MOVED_FLOATS), torch.ones(MOVED_FLOATS)
    return 1e-9 * 3 * 4 * MOVED_FLOATS / _fastest(lambda: one.add_(other))


def _gathered() -> float:
    width = 128
    table = torch.ones(MOVED_FLOATS // width, width)
    rows = torch.randint(len(table), (len(table) // 4,))
    out = torch.empty(len(rows), width)
    seconds = _fastest(lambda: torch.index_select(table, 0, rows, out=out))
    return 1e-9 * 4 * out.numel() / seconds


def _fastest(work: Callable[[], object]) -> float:
    work()
    taken = []
    for _ in range(TRIES):
        begin = time.perf_counter()
        work()
        taken.append(time.perf_counter() - begin)
    return min(taken)
