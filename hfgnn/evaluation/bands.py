"""Values of a table's column, as text, to a few groups that a reader knows what to do with."""

import math
from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

UNKNOWN = "unknown"
OTHER = "other"
MISSING_WORDS = frozenset({"", "na", "n/a", "nan", "none", "null", "?", UNKNOWN})
FEW = 6
"""Columns of numbers with no more different values are kept as they are."""
MOST = 12
"""Of more different words than this, the rarest are put together as "other"."""


def bands(values: Sequence[str]) -> tuple[list[str], list[str]]:
    """The group of each value, and the groups in the order in which to show them.

    Numbers with more than six different values are cut into three bands of about as many, at
    round numbers: "under 60", "60-71", "72 and above". Other values are groups of their own, and
    a missing one is "unknown".

    Returns:
        A group per value; the groups that occur, "other" and "unknown" last.
    """
    known = ["" if value.strip().lower() in MISSING_WORDS else value.strip() for value in values]
    numbers = _numbers(known)
    distinct = {number for number in numbers if number is not None}
    if all((number is None) == (text == "") for number, text in zip(numbers, known, strict=True)):
        if len(distinct) > FEW:
            return _in_order(*_cut(numbers))
        shown = dict(zip(known, numbers, strict=True))
        order = sorted((text for text in shown if text), key=lambda text: (shown[text], text))
    else:
        order = sorted({text for text in known if text})
    counts = Counter(text for text in known if text)
    kept = {text for text, _ in counts.most_common(MOST)}
    groups = [(text if text in kept else OTHER) if text else UNKNOWN for text in known]
    return _in_order(groups, [text for text in order if text in kept])


def _numbers(texts: Sequence[str]) -> list[float | None]:
    """Each text as a finite number, or None."""
    found: list[float | None] = []
    for text in texts:
        try:
            number = float(text)
        except ValueError:
            number = math.nan
        found.append(number if math.isfinite(number) else None)
    return found


def _in_order(groups: list[str], order: list[str]) -> tuple[list[str], list[str]]:
    present = set(groups)
    last = [name for name in (OTHER, UNKNOWN) if name not in order]
    return groups, [name for name in [*order, *last] if name in present]


def _cut(numbers: Sequence[float | None]) -> tuple[list[str], list[str]]:
    known = np.array([number for number in numbers if number is not None])
    whole = bool((known == np.round(known)).all())
    edges = _edges(known, least_step=1.0 if whole else 0.0)
    texts = [np.format_float_positional(edge, trim="-") for edge in edges]
    # Of whole numbers a band names its last one; else its upper end belongs to the next band.
    ends = [f"{edge - 1:.0f}" for edge in edges] if whole else texts
    between = [f"{low}-{high}" for low, high in zip(texts, ends[1:], strict=False)]
    names = [f"under {texts[0]}", *between, f"{texts[-1]} and above"]
    groups = [
        UNKNOWN if number is None else names[int(np.searchsorted(edges, number, side="right"))]
        for number in numbers
    ]
    return groups, names


def _edges(known: NDArray[np.float64], *, least_step: float) -> list[float]:
    """Terciles, rounded to the power of ten that cuts the range into 20 to 200 steps."""
    low, high = float(known.min()), float(known.max())
    power = math.floor(math.log10((high - low) / 20))
    step = max(least_step, 10.0**power)
    terciles = np.quantile(known, [1 / 3, 2 / 3])
    edges = {round(round(float(edge) / step) * step, max(0, -power)) for edge in terciles}
    # Where most rows share the lowest value they are one band, and all others the second.
    return sorted(edge for edge in edges if low < edge <= high) or [float(np.unique(known)[1])]
