"""Small records of a beating heart, written by wfdb itself."""

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pytest
import wfdb

from hfgnn.data.recordings.windows import FixedWindow

Writer = Callable[..., None]


def beating(seconds: float, leads: int, sampling_hz: int, rate: float = 1.2) -> np.ndarray:
    """A sharp wave every 1 / rate seconds, (samples, leads), in mV."""
    time = np.arange(int(seconds * sampling_hz)) / sampling_hz
    since = (time * rate) % 1 - 0.5
    wave = np.exp(-((since / 0.02) ** 2)) + 0.2 * np.exp(-(((since - 0.25) / 0.05) ** 2))
    ripple = 0.01 * np.sin(7 * time[:, None] + np.arange(leads))
    return wave[:, None] * (1 + 0.1 * np.arange(leads)) + ripple


@pytest.fixture
def write() -> Writer:
    def make(
        path: Path,
        *,
        leads: Sequence[str] = ("I", "II"),
        seconds: float = 8,
        sampling_hz: int = 100,
        comments: Sequence[str] = (),
        signal: np.ndarray | None = None,
    ) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        signal = beating(seconds, len(leads), sampling_hz) if signal is None else signal
        wfdb.wrsamp(
            path.name,
            sampling_hz,
            ["mV"] * len(leads),
            list(leads),
            p_signal=signal,
            fmt=["16"] * len(leads),
            adc_gain=[1000.0] * len(leads),
            baseline=[0] * len(leads),
            comments=list(comments),
            write_dir=str(path.parent),
        )

    return make


@pytest.fixture
def window() -> FixedWindow:
    return FixedWindow(sampling_hz=125, before=50, after=74, low_hz=0.5, high_hz=40, order=2)
