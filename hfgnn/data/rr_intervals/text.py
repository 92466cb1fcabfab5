"""A text file of intervals, one per line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

SECONDS = (0.3, 2.0)
MILLISECONDS = (300.0, 2000.0)
"""Where the median of a day's intervals must lie, and so what unit they are in."""

NORMAL_MARK = "N"
SPACES = str.maketrans(",;", "  ")
LONGEST_SHOWN = 20


class Unusable(Exception):
    """A file that cannot be used; its text is the reason, a phrase without the name."""


@dataclass(frozen=True)
class Typed:
    """What a file says.

    Attributes:
        offset_ms: its first value, the time from its beginning to the first beat.
        rr_ms: (intervals,), the other values.
        between_normal_beats: bool (intervals,), whether the beats at both ends are marked N; None
            where no beats are marked.
        milliseconds: whether it is written in milliseconds, and not in seconds.
    """

    offset_ms: float
    rr_ms: Floats
    between_normal_beats: NDArray[np.bool_] | None
    milliseconds: bool


def parse(content: bytes) -> Typed:
    """The intervals of a file.

    Each line has a number and, if all have one, the mark of the beat that ends it. The unit is
    told by the median: no heart has a median interval of 300 s, or of 2 ms.

    Args:
        content: bytes of the file.

    Raises:
        Unusable: not text, a line that is no number, NaN or not above zero, fewer than two
            numbers, or a median that fits neither seconds nor milliseconds.
    """
    lines = _lines(content)
    values = _numbers(lines)
    marks = [line[1] for line in lines] if len(lines[0]) == 2 else None
    rr = values[1:]
    if not len(rr):
        raise Unusable("it holds one number, but the first is the time to the first beat")
    milliseconds = _in_milliseconds(float(np.median(rr)))
    scale = 1.0 if milliseconds else 1000.0
    between = None
    if marks is not None:
        normal = np.array(marks) == NORMAL_MARK
        between = normal[1:] & normal[:-1]
    return Typed(float(values[0]) * scale, rr * scale, between, milliseconds)


def _lines(content: bytes) -> list[list[str]]:
    """The words of each line, one or two in all of them."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Unusable("it is no text") from None
    if "\0" in text:
        raise Unusable("it is no text")
    lines = [words for line in text.translate(SPACES).splitlines() if (words := line.split())]
    if not lines:
        raise Unusable("it holds no numbers")
    width = len(lines[0])
    if width > 2 or {len(line) for line in lines} != {width}:
        at, odd = next(pair for pair in enumerate(lines, 1) if len(pair[1]) not in {width} & {1, 2})
        raise Unusable(
            f"value {at} stands in a line of {len(odd)} words, but each line must be a number, or "
            "in all lines a number and a mark"
        )
    if width == 2 and _is_number(lines[0][1]):
        raise Unusable(
            f"its first line is {_shown(lines[0])}, but the second word must be the mark of a "
            "beat, and decimal commas must be points"
        )
    return lines


def _numbers(lines: Sequence[Sequence[str]]) -> Floats:
    """The first word of each line."""
    words = [line[0] for line in lines]
    try:
        values = np.array(words, dtype=np.float64)
    except ValueError:
        at, word = next(pair for pair in enumerate(words, 1) if not _is_number(pair[1]))
        raise Unusable(f"value {at} is {_shown([word])}, which is no number") from None
    wrong = ~np.isfinite(values) | (values <= 0)
    wrong[0] = not np.isfinite(values[0]) or values[0] < 0  # the first beat may be at time 0
    if wrong.any():
        at = int(np.argmax(wrong))
        raise Unusable(f"value {at + 1} is {_shown([words[at]])}, but it must be above 0")
    return values


def _in_milliseconds(median: float) -> bool:
    for (least, most), milliseconds in ((SECONDS, False), (MILLISECONDS, True)):
        if least <= median <= most:
            return milliseconds
    raise Unusable(
        f"its median is {median:g}, but it must be in [{SECONDS[0]:g}, {SECONDS[1]:g}] where "
        f"intervals are in seconds, or in [{MILLISECONDS[0]:g}, {MILLISECONDS[1]:g}] where they "
        "are in milliseconds"
    )


def _is_number(word: str) -> bool:
    try:
        float(word)
    except ValueError:
        return False
    return True


def _shown(words: Sequence[str]) -> str:
    text = " ".join(words)
    return repr(text if len(text) <= LONGEST_SHOWN else f"{text[:LONGEST_SHOWN]}...")
