"""Numbers as tables write them."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

NUMBER = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
"""What is a number; Python's own ``float`` also takes "inf", "nan" and "1_000"."""

THOUSANDS = re.compile(r"[+-]?[1-9][0-9]{0,2}(?:,[0-9]{3})+")
"""A number whose commas may part thousands, such as "265,000", or stand for decimal points."""


def as_number(text: str) -> float:
    """The number that a cell holds, NaN where it holds none."""
    if not NUMBER.fullmatch(text):
        return math.nan
    number = float(text)
    return number if math.isfinite(number) else math.nan


def canonical(text: str) -> str:
    """The same text for the same number: "1", "1.0" and "01" are "1"; words stay what they are."""
    number = as_number(text)
    return text if math.isnan(number) else f"{number + 0:.15g}"


def as_numbers(cells: Sequence[str]) -> NDArray[np.float64]:
    """The numbers of a column, with a decimal comma where that makes more of them numbers.

    Shapes:
        returns: (cells,), NaN where a cell holds no number.
    """
    with_points = np.array([as_number(cell) for cell in cells], dtype=np.float64)
    if not any("," in cell for cell in cells):
        return with_points
    with_commas = np.array([as_number(_with_point(cell)) for cell in cells], dtype=np.float64)
    more = np.isfinite(with_commas).sum() > np.isfinite(with_points).sum()
    return with_commas if more else with_points


def unclear(cells: Sequence[str]) -> str:
    """A cell such as "265,000" of a column in which no other one says what its commas are.

    Returns:
        The cell; "" where the column has no comma, or one that can only be a decimal comma.
    """
    with_comma = [cell for cell in cells if "," in cell]
    if with_comma and all(THOUSANDS.fullmatch(cell) for cell in with_comma):
        return with_comma[0]
    return ""


def has_decimal_comma(cells: Sequence[str]) -> bool:
    """Whether a cell can only be a number with a decimal comma, such as "12,5"."""
    return any(
        "," in cell
        and not THOUSANDS.fullmatch(cell)
        and not math.isnan(as_number(_with_point(cell)))
        for cell in cells
    )


def _with_point(cell: str) -> str:
    return cell.replace(",", ".") if cell.count(",") == 1 and "." not in cell else cell
