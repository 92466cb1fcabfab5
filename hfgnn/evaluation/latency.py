"""How long something takes, one at a time and in batches."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import torch

WARM_UP = 3
"""Calls that are not counted, in which memory is found and libraries choose their ways."""


@dataclass(frozen=True)
class Latency:
    """Milliseconds per item.

    Attributes:
        median: of the repeated calls.
        slowest: the time that 99 % of the calls stay below.
    """

    median: float
    slowest: float


def milliseconds(work: Callable[[], object], *, items: int, repetitions: int) -> Latency:
    """Time of a call, on one thread of the processor, divided by the items that it handles.

    Args:
        work: what is called.
        items: handled in a call.
        repetitions: calls that count.
    """
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        for _ in range(WARM_UP):
            work()
        taken = []
        for _ in range(repetitions):
            begin = time.perf_counter()
            work()
            taken.append(time.perf_counter() - begin)
    finally:
        torch.set_num_threads(before)
    median, slowest = 1000 * np.quantile(taken, [0.5, 0.99]) / items
    return Latency(float(median), float(slowest))
