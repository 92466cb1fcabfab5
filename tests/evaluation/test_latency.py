"""Timing, with a clock that a test turns."""

import pytest
import torch

from hfgnn.evaluation import latency
from hfgnn.evaluation.latency import WARM_UP, milliseconds


def test_time_is_per_item_the_warm_up_does_not_count_and_one_thread_is_used(monkeypatch):
    now = [0.0]
    threads = []
    calls = [0]

    def work() -> None:
        calls[0] += 1
        threads.append(torch.get_num_threads())
        now[0] += 50.0 if calls[0] <= WARM_UP else 0.008

    monkeypatch.setattr(latency.time, "perf_counter", lambda: now[0])
    before = torch.get_num_threads()
    found = milliseconds(work, items=4, repetitions=10)
    assert calls[0] == WARM_UP + 10
    assert found.median == pytest.approx(2.0)
    assert found.slowest == pytest.approx(2.0)
    assert set(threads) == {1}
    assert torch.get_num_threads() == before


def test_threads_are_given_back_when_the_work_fails():
    before = torch.get_num_threads()
    with pytest.raises(ZeroDivisionError):
        milliseconds(lambda: 1 / 0, items=1, repetitions=1)
    assert torch.get_num_threads() == before
