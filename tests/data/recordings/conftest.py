"""Small WFDB records, written by wfdb itself."""

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pytest
import wfdb

from hfgnn.data.recordings.record import Reading

Writer = Callable[..., Path]
Wave = Callable[[int, int], np.ndarray]


@pytest.fixture
def wave() -> Wave:
    """A signal that never stands still, in mV, (samples, leads)."""
    return lambda samples, leads: np.sin(np.arange(samples)[:, None] / (7 + 3 * np.arange(leads)))


@pytest.fixture
def write(tmp_path: Path, wave: Wave) -> Writer:
    def make(
        name: str,
        *,
        signal: np.ndarray | None = None,
        leads: Sequence[str] = ("MLII", "V1"),
        marks: Sequence[tuple[int, str]] = ((100, "N"), (400, "V"), (700, "A")),
        sampling_hz: float = 360,
        unit: str = "mV",
        comments: Sequence[str] = (),
    ) -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        signal = wave(1000, len(leads)) if signal is None else signal
        wfdb.wrsamp(
            path.name,
            sampling_hz,
            [unit] * len(leads),
            list(leads),
            p_signal=signal,
            fmt=["16"] * len(leads),
            adc_gain=[1000.0] * len(leads),
            baseline=[0] * len(leads),
            comments=list(comments),
            write_dir=str(path.parent),
        )
        if marks:
            sample, symbol = zip(*marks, strict=True)
            wfdb.wrann(path.name, "atr", np.array(sample), list(symbol), write_dir=str(path.parent))
        return path

    return make


@pytest.fixture
def how() -> Reading:
    return Reading(
        leads=["MLII"],
        num_leads=1,
        sampling_hz=None,
        annotator="atr",
        max_gap_s=0.1,
        max_flat_s=1,
    )
