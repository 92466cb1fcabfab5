"""What subgroups are made of: sex, age and site, where a table has them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from hfgnn.data.tables.number import canonical

NAMES = {"sex": ("sex", "gender"), "age_years": ("age", "age_years")}
"""Columns in which an attribute may stand, whatever their case."""


def attributes_of(
    cells: Mapping[str, Sequence[str]],
    record_id: Sequence[str],
    *,
    site: str | None,
    sexes: Mapping[str, str],
) -> dict[str, dict[str, str]]:
    """Attribute to record to value, records without one left out.

    Args:
        cells: of each column, "" where missing.
        record_id: name of each line.
        site: the column that says where a patient was seen; None where nobody knows.
        sexes: what the values of the column of sex mean.
    """
    meaning = {canonical(code).casefold(): name for code, name in sexes.items()}
    found = {attribute: _column(cells, names) for attribute, names in NAMES.items()}
    # A code that nobody explained must not be taken for a sex.
    found["sex"] = [
        meaning.get(canonical(one).casefold(), one and f"code {one}") for one in found["sex"]
    ]
    found["age_years"] = [canonical(one.replace(",", ".")) for one in found["age_years"]]
    found["site"] = list(cells[site]) if site else []
    return {
        attribute: {name: value for name, value in zip(record_id, values, strict=True) if value}
        for attribute, values in found.items()
        if any(values)
    }


def _column(cells: Mapping[str, Sequence[str]], names: Sequence[str]) -> list[str]:
    """The first column of one of these names, else nothing."""
    return next((list(cells[one]) for one in cells if one.casefold() in names), [])
