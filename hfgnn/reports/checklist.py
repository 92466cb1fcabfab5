"""checklist.md: what the run's own files say on every item of TRIPOD+AI, and what is open."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Any

from omegaconf import OmegaConf

from hfgnn.reports.estimates import full_text, without_gaps
from hfgnn.reports.evidence_tables import chance_text, p_text
from hfgnn.reports.lookup import NAMES, Found, find
from hfgnn.reports.markdown import code, leak_mark, plain, stamp_lines, table
from hfgnn.reports.units import in_units, plural, source_of, unit_of

ITEMS = Path(__file__).with_name("tripod_ai.yaml")
FILES = {"metrics": "metrics.json", "run": "run.json"}
TITLES = ("item", "what it asks", "answer", "from")
SCORED = ("models", "use", "statistics", "comparisons", "validation")
"""Parts of metrics.json that hold scores: beside each stands that the protocol leaks, if so."""

P_VALUES = (".holm_p", ".p")
"""How the places of p-values end."""

LEFT_OUT = "files left out"
NOT_DONE = "**not done:**"
AUTHORS = "*for the authors:*"
FOREWORD = """\
Items of TRIPOD+AI (Collins et al. 2024, [doi.org/10.1136/bmj-2023-078378]\
(https://doi.org/10.1136/bmj-2023-078378)), in words of our own. An answer is a value of this run, \
and beside it the file and the key that hold it; **not done** is what a run could hold and this \
one does not; *for the authors* is what only people can say. Nothing here judges how well \
something was done."""


@dataclass(frozen=True)
class Item:
    """One item of the checklist, and where a run answers it.

    Attributes:
        number: in the checklist, such as "12a".
        section: such as "Methods".
        topic: such as "Analytical methods".
        asks: what is to be reported, in words of our own.
        found: places by what lies there; one that is absent is passed over.
        wanted: the same, but one that is absent was not done.
        see: files by what they hold, line by line.
        never: what no run of the pipeline does.
        authors: what only people can say.
    """

    number: str
    section: str
    topic: str
    asks: str
    found: Mapping[str, str] = field(default_factory=dict)
    wanted: Mapping[str, str] = field(default_factory=dict)
    see: Mapping[str, str] = field(default_factory=dict)
    never: str = ""
    authors: str = ""


@dataclass(frozen=True)
class Answer:
    """One line on an item; without a source it says what is missing."""

    text: str
    source: str = ""


@cache
def items() -> tuple[Item, ...]:
    """All items, in the order of the checklist."""
    sections: Any = OmegaConf.to_container(OmegaConf.load(ITEMS))
    return tuple(
        Item(section=section, **{**item, "number": str(item["number"])})
        for section, listed in sections.items()
        for item in listed
    )


def checklist(metrics: Mapping[str, Any], facts: Mapping[str, Any]) -> str:
    """The content of checklist.md.

    Args:
        metrics: the content of metrics.json.
        facts: the content of run.json.
    """
    metrics = without_gaps(metrics)
    answered = [(item, answers(item, metrics, facts)) for item in items()]
    parts = ["# TRIPOD+AI checklist of this run", stamp_lines(metrics), FOREWORD, _count(answered)]
    for section, group in groupby(answered, key=lambda pair: pair[0].section):
        lines = [line for item, found in group for line in _lines(item, found)]
        parts += [f"## {section}", table(TITLES, lines)]
    return "\n\n".join(parts) + "\n"


def answers(item: Item, metrics: Mapping[str, Any], facts: Mapping[str, Any]) -> list[Answer]:
    """Everything that can be said on one item: values, files, what was not done, what is open."""
    run = {"metrics": metrics, "run": facts}
    item = _in_words_of(item, unit_of(metrics))
    places = {
        words: place.replace("{network}", str(metrics.get("network", "")))
        for words, place in (*item.found.items(), *item.wanted.items())
    }
    found = {words: find(run, place) for words, place in places.items()}
    missing = [words for words in item.wanted if not found[words]]
    nothing = not any(found.values()) and not item.authors and not missing and not item.never
    return [
        *(_valued(words, one, leak_mark(metrics)) for words, all_ in found.items() for one in all_),
        *(Answer(words, code(file)) for words, file in item.see.items()),
        *(Answer(f"{NOT_DONE} {words}") for words in missing),
        *([Answer(f"{NOT_DONE} {item.never}")] if item.never else []),
        *([Answer(f"{NOT_DONE} the run holds nothing on it")] if nothing else []),
        *([Answer(f"{AUTHORS} {item.authors}")] if item.authors else []),
    ]


def _in_words_of(item: Item, unit: str) -> Item:
    """The item with what a record of this run is called in place of a page and its file."""

    def said(places: Mapping[str, str]) -> dict[str, str]:
        return {
            in_units(words, unit).replace(LEFT_OUT, left_out): place
            for words, place in places.items()
        }

    left_out = LEFT_OUT.replace("files", plural(source_of(unit)))
    return replace(item, found=said(item.found), wanted=said(item.wanted), see=said(item.see))


def _valued(words: str, one: Found, leak: str) -> Answer:
    file, _, place = one.place.partition(".")
    mark = leak if file == "metrics" and re.split(r"[.\[]", place)[0] in SCORED else ""
    of = f", {plain(one.of.replace('_', ' '))}" if one.of else ""
    holder = place.removesuffix(f"[{NAMES}]")
    source = code(f"{FILES[file]}: {holder}") + (" (names)" if holder != place else "")
    is_p = isinstance(one.value, float) and holder.endswith(P_VALUES)
    text = p_text(one.value) if is_p else value_text(one.value)
    return Answer(f"{words}{of}{mark}: {text}", source)


def value_text(value: Any) -> str:
    """A value of JSON on one line: estimates with intervals, tables as "name value"."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:.4g}"
    if isinstance(value, Mapping):
        return _table_text(value)
    if isinstance(value, Sequence) and not isinstance(value, str):
        return _list_text(value)
    return plain(value)


def _list_text(listed: Sequence[Any]) -> str:
    if listed and all(isinstance(one, Mapping) for one in listed):
        return str(len(listed))
    return ", ".join(value_text(one) for one in listed) or "none"


def _table_text(values: Mapping[str, Any]) -> str:
    if "by_chance" in values or set(values) == {"value"}:
        return chance_text(values)
    if {"low", "high"} <= set(values):
        return full_text(values, name="value" if "value" in values else "difference")
    told = (
        f"{plain(name)} {value_text(value).replace(', ', '/')}"  # commas part the names
        for name, value in values.items()
        if value is not None and not name.startswith("_")
    )
    return ", ".join(told) or "none"


def _lines(item: Item, found: list[Answer]) -> Iterator[tuple[str, str, str, str]]:
    """The item beside its first answer, and a line for each further one."""
    first, *others = found
    yield f"**{item.number}**", f"{item.topic}: {item.asks}", first.text, first.source
    for other in others:
        yield "", "", other.text, other.source


def _count(answered: list[tuple[Item, list[Answer]]]) -> str:
    kinds = [_kind(found) for _, found in answered]
    words = (
        ("closed", "hold values of the run and leave nothing open"),
        ("open", "hold values and leave something open"),
        ("not done", "were not done"),
        ("authors", "are for the authors"),
    )
    numbers = ", ".join(f"{kinds.count(kind)} {text}" for kind, text in words)
    return f"Of {len(kinds)} items, {numbers}."


def _kind(found: list[Answer]) -> str:
    valued = any(one.source for one in found)
    open_ = [one for one in found if not one.source]
    if valued:
        return "open" if open_ else "closed"
    return "authors" if any(one.text.startswith(AUTHORS) for one in open_) else "not done"
