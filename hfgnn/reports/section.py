"""A part of a report that only some tasks have, as plain values."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from matplotlib.figure import Figure


@dataclass(frozen=True)
class TextTable:
    """A table of words and numbers as they are printed; the first column names the line."""

    titles: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    caption: str = ""


@dataclass(frozen=True)
class Section:
    """A heading with what stands under it.

    Attributes:
        title: of the section.
        paragraphs: sentences, in their order.
        tables: below the paragraphs.
        figures: file name without ending to figure, below the tables.
        captions: what each figure shows, by the same names.
    """

    title: str
    paragraphs: tuple[str, ...] = ()
    tables: tuple[TextTable, ...] = ()
    figures: Mapping[str, Figure] = field(default_factory=dict)
    captions: Mapping[str, str] = field(default_factory=dict)
