"""The column that says who is diseased."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from hfgnn.data.tables.number import canonical
from hfgnn.data.tables.sheet import MOST_NAMED
from hfgnn.types import DataError


@dataclass(frozen=True)
class Outcome:
    """Which values of a column are disease and which are none.

    Attributes:
        target: name of the column.
        positive: its values that count as disease.
        negative: its values that do not; None where there is only one other.
    """

    target: str
    positive: Sequence[str]
    negative: Sequence[str] | None

    def labels(self, cells: Sequence[str]) -> list[int | str]:
        """1 for disease, 0 for none, or why a line has neither.

        Args:
            cells: of the column, "" where missing.

        Raises:
            DataError: not each of the two is there, or the settings do not say what others are.
        """
        values = [canonical(cell) for cell in cells]
        there = sorted(set(values) - {""})
        positive = _among(there, self.positive)
        others = [value for value in there if value not in positive]
        negative = others if self.negative is None else _among(others, self.negative)
        shown = ", ".join(there[:MOST_NAMED]) or "none"
        shown += ", ..." if len(there) > MOST_NAMED else ""
        if not positive or not negative:
            raise DataError(
                f"data.positive is {list(self.positive)}, but it must name at least one of the "
                f"values of {self.target} and leave at least one: {shown}"
            )
        if self.negative is None and len(others) > 1:
            raise DataError(
                f"{self.target} has the values {shown}; beside data.positive, name in "
                "data.negative those that count as no disease"
            )
        label_of = dict.fromkeys(positive, 1) | dict.fromkeys(negative, 0)
        return [label_of.get(value, self._reason(value)) for value in values]

    def _reason(self, value: str) -> str:
        if not value:
            return f"{self.target} is missing"
        return f"{self.target} is {value!r}, which is in neither data.positive nor data.negative"


def _among(there: Sequence[str], named: Sequence[str]) -> list[str]:
    """A whole number may stand in a table as 1 or, beside empty cells, as 1.0."""
    wanted = {canonical(value) for value in named}
    return [value for value in there if value in wanted]
