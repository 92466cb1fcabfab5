"""Heartbeats that are drawn: a P wave, a QRS, a T wave, at a pace, with early and broad ones."""

from collections.abc import Callable

import numpy as np
import pytest

from hfgnn.types import UNKNOWN, Beats

HZ, MARK = 120.0, 60
TIME = (np.arange(2 * MARK + 1) - MARK) / HZ


def _wave(centre_s: float, width_s: float) -> np.ndarray:
    return np.exp(-(((TIME - centre_s) / width_s) ** 2))


USUAL = 0.15 * _wave(-0.16, 0.025) + _wave(0, 0.02) + 0.3 * _wave(0.25, 0.05)
BROAD = -1.2 * _wave(0.02, 0.06) + 0.4 * _wave(0.3, 0.06)


@pytest.fixture
def make_beats() -> Callable[..., Beats]:
    """Beats of one recording; every seventh comes early, every eleventh is broad and early too."""

    def make(
        name: str = "a", *, number: int = 80, seed: int = 0, leads: int = 1, rr_s: float = 0.8
    ) -> Beats:
        random = np.random.default_rng(seed)
        rows = np.arange(number)
        early, broad = rows % 7 == 6, rows % 11 == 10
        shapes = np.where(broad[:, None, None], BROAD, USUAL) * np.array([1, -0.6])[:leads, None]
        noise = 0.01 * random.standard_normal((number, leads, len(TIME)))
        before = rr_s * np.where(early | broad, 0.6, 1.0) * (1 + 0.02 * random.random(number))
        text = np.full(number, name)
        return Beats(
            signal=(shapes + noise).astype(np.float32),
            label=np.full(number, UNKNOWN),
            symbol=np.full(number, ""),
            record_id=text,
            patient_id=text,
            group=np.zeros(number, dtype=np.int64),
            sample=np.cumsum(np.round(before * HZ)).astype(np.int64),
            number=rows,
            previous_rr_s=before.astype(np.float32),
            next_rr_s=np.append(before[1:], np.nan).astype(np.float32),
            classes=("N", "S", "V"),
            leads=("MLII", "V1")[:leads],
            sampling_hz=HZ,
            mark=MARK,
        )

    return make
