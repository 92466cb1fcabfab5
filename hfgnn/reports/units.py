"""Sentences about pages, said of whatever a run's records are."""

import re
from collections.abc import Mapping
from typing import Any

PAGE, PATIENT = "page", "patient"

SAID_ELSEWHERE = {
    "The patients were drawn by a model of the heart.": "Nobody was measured: a program drew them "
    "all.",
    "Rhythm and beats as measured in the recording: shows what they say without the page.": "What "
    "was measured in the recording, on its own.",
    "No picture at all: shows how much the clinical numbers say on their own.": "The clinical "
    "numbers on their own.",
}
"""What is true of pages alone, and what is said of everything else."""

SAID_OF_PATIENTS = {
    "All pages that are known to be of one patient, with their duplicates, stood on one side of a "
    "split, and each page was tested once": "Every patient stood, with all exact copies, on one "
    "side of a split, and was tested once",
    ", with all their pages": "",
    ", or another page of its patient,": "",
    ", and other pages of its patient,": "",
    ", and pages of one patient,": "",
    ", also those of one patient": "",
    "; two pages of one patient can stand on both sides of a split": "",
    "telling pages apart": "telling patients apart",
}
"""What is said of several pages of a patient, and what is left of it where each has one row."""


def unit_of(metrics: Mapping[str, Any]) -> str:
    """What a record of a run is, in one word.

    Args:
        metrics: the content of metrics.json.
    """
    return str(metrics.get("cohort", {}).get("unit", PAGE))


def source_of(unit: str) -> str:
    """What a record is read from: a line of a table, or a file of its own."""
    return "file" if unit in (PAGE, "clip", "recording") else "row"


def plural(noun: str, number: int = 2) -> str:
    """The noun as it stands beside a number: page, pages."""
    return noun if number == 1 else f"{noun}s"


def counted(number: int, noun: str) -> str:
    """A number and its noun: 1 page, 1,200 pages."""
    return f"{number:,} {plural(noun, number)}"


def in_units(text: str, unit: str) -> str:
    """A sentence about pages, as it is said of another unit.

    Args:
        text: of the package's own words; names from the data are not to be passed.
        unit: what a record is.

    Example:
        >>> in_units("Pages in ten parts: one page in each", "clip")
        'Clips in ten parts: one clip in each'
    """
    if unit == PAGE:
        return text
    told = SAID_ELSEWHERE | (SAID_OF_PATIENTS if unit == PATIENT else {})
    for said, instead in told.items():
        text = text.replace(said, instead)
    capital = unit[:1].upper() + unit[1:]
    text = re.sub(r"\bPage(s?)\b", rf"{capital}\1", text)
    return re.sub(r"\bpage(s?)\b", rf"{unit}\1", text)
