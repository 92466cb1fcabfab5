"""Values of metrics.json and run.json by their dotted place, with the place they came from."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

STEP = re.compile(r"[^.\[\]]+")
ALL = "*"
NAMES = "names"
NAMING = ("name", "column", "value", "against")
"""Keys by which an element of a list says which one it is."""


@dataclass(frozen=True)
class Found:
    """A value that is there.

    Attributes:
        place: where it lies, without wildcards, such as "use.subgroups[0].patients".
        value: what lies there; never None.
        of: which element of a list or table it belongs to, such as "sex female", "" where the
            place passes none.
    """

    place: str
    value: Any
    of: str


def find(tree: Mapping[str, Any], place: str) -> list[Found]:
    """Everything that lies at a place.

    Args:
        tree: what JSON holds: dictionaries, lists, text, numbers.
        place: names joined by dots; "[0]" is the first element of a list, "[*]" every element of
            a list or table, and "[names]" at the end the names of a table in place of its content.

    Example:
        >>> find({"models": {"gcn": {"auroc": 0.9}}}, "models[*].auroc")
        [Found(place='models.gcn.auroc', value=0.9, of='gcn')]
    """
    reached = [Found("", tree, "")]
    for step in STEP.findall(place):
        reached = [further for one in reached for further in _follow(one, step)]
    return [one for one in reached if one.value is not None]


def value_at(tree: Mapping[str, Any], place: str) -> Any:
    """The one value at a place without wildcards, None where there is none."""
    return next((one.value for one in find(tree, place)), None)


def _follow(one: Found, step: str) -> Iterator[Found]:
    if isinstance(one.value, Mapping):
        yield from _into_table(one, one.value, step)
    elif isinstance(one.value, list | tuple):
        for number, element in enumerate(one.value):
            if step in (ALL, str(number)):
                yield Found(f"{one.place}[{number}]", element, _joined(one.of, _name(element)))


def _into_table(one: Found, table: Mapping[str, Any], step: str) -> Iterator[Found]:
    dot = "." if one.place else ""
    if step == ALL:
        for name, value in table.items():
            yield Found(f"{one.place}{dot}{name}", value, _joined(one.of, str(name)))
    elif step in table:
        yield Found(f"{one.place}{dot}{step}", table[step], one.of)
    elif step == NAMES:
        yield Found(f"{one.place}[{NAMES}]", list(table), "")


def _name(element: Any) -> str:
    if not isinstance(element, Mapping):
        return ""
    return " ".join(element[key] for key in NAMING if isinstance(element.get(key), str))


def _joined(*words: str) -> str:
    return " ".join(word for word in words if word)
