"""The further parts of a report, as plain values for the template."""

import re
from collections.abc import Container, Sequence
from typing import Any

from matplotlib.figure import Figure

from hfgnn.reports.estimates import with_minus
from hfgnn.reports.section import Section, TextTable

NUMBER = re.compile(r"[-+<>~]?\s?[\d.]|$|–|nan")
"""How a cell begins that stands on the right of its column; an empty one may."""

END_OF_SENTENCE = re.compile(r"(?<=[.?])\s+")


def extra_parts(sections: Sequence[Section]) -> list[dict[str, Any]]:
    """Title, paragraphs, tables and names of figures of each."""
    return [
        {
            "title": one.title,
            "paragraphs": [with_minus(text) for text in one.paragraphs],
            "tables": [_table(table) for table in one.tables],
            "figures": list(one.figures),
        }
        for one in sections
    ]


def extra_figures(sections: Sequence[Section], *, taken: Container[str]) -> dict[str, Figure]:
    """The figures of all sections by name.

    Args:
        sections: of the report.
        taken: names that other figures have.

    Raises:
        ValueError: a name is not its own.
    """
    figures: dict[str, Figure] = {}
    for section in sections:
        for name, figure in section.figures.items():
            if name in taken or name in figures:
                raise ValueError(f"two figures of the report are called {name}")
            figures[name] = figure
    return figures


def extra_captions(sections: Sequence[Section]) -> dict[str, dict[str, str]]:
    """Title and caption of each figure, by name; the first sentence is the title."""
    captions: dict[str, dict[str, str]] = {}
    for section in sections:
        for name in section.figures:
            first, *rest = END_OF_SENTENCE.split(section.captions.get(name, section.title), 1)
            captions[name] = {"title": with_minus(first), "caption": with_minus("".join(rest))}
    return captions


def _table(table: TextTable) -> dict[str, Any]:
    columns = list(zip(*table.rows, strict=True))
    return {
        "titles": table.titles,
        "caption": table.caption,
        "rows": [[with_minus(cell) for cell in row] for row in table.rows],
        "is_number": [is_numeric(column) for column in columns] or [False] * len(table.titles),
    }


def is_numeric(column: Sequence[str]) -> bool:
    """Whether all cells of a column are numbers, or nothing."""
    return all(NUMBER.match(cell) for cell in column)
