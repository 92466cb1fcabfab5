"""Pages, one row each, and what was read beside them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:  # it names the types of this file
    from hfgnn.types.measurements import Measurements

Rows = NDArray[np.int64]
Strings = NDArray[np.str_]


@dataclass(frozen=True)
class Records:
    """A table of ECG pages, clips or patients, one row each.

    Every column is an array of the same length.

    Attributes:
        record_id: unique name of the page, usually its path below the data folder. An
            augmented copy is called ``<parent>#<copy>``.
        patient_id: whose page it is.
        group: number shared by all pages that must stay on one side of a split: those of one
            patient, and those that are exact or near duplicates of each other.
        class_name: the folder or manifest class.
        label: 1 for disease, 0 for none.
        path: the image file, as an absolute path; "" where a record has none.
        content_hash: SHA-256 of the file's bytes, or of the line of a table, hexadecimal.
        perceptual_hash: 1,024-bit DCT hash of the picture, hexadecimal; "" where there is none.
        copy: 0 for an original page, 1, 2, ... for its augmented copies.
        parent: record_id of the original of an augmented copy, "" for an original.
    """

    record_id: Strings
    patient_id: Strings
    group: Rows
    class_name: Strings
    label: Rows
    path: Strings
    content_hash: Strings
    perceptual_hash: Strings
    copy: Rows
    parent: Strings

    def __post_init__(self) -> None:
        lengths = {field.name: len(getattr(self, field.name)) for field in fields(self)}
        if len(set(lengths.values())) > 1:
            raise ValueError(f"the columns of records differ in length: {lengths}")

    def __len__(self) -> int:
        return len(self.record_id)

    def take(self, rows: Rows) -> Records:
        """The records at ``rows``, in that order."""
        return Records(**{field.name: getattr(self, field.name)[rows] for field in fields(self)})

    def change(self, **columns: Any) -> Records:
        """The same records with some columns replaced."""
        return replace(self, **columns)

    @staticmethod
    def join(*tables: Records) -> Records:
        """The rows of several tables below each other."""
        return Records(
            **{
                field.name: np.concatenate([getattr(table, field.name) for table in tables])
                for field in fields(Records)
            }
        )


@dataclass(frozen=True)
class Refusal:
    """A file that was left out, and why."""

    file: str
    reason: str


@dataclass(frozen=True)
class Duplicate:
    """An exact copy of an earlier page, or a page whose copies contradict each other."""

    file: str
    copy_of: str
    note: str


@dataclass(frozen=True)
class Cohort:
    """What was read: the readable pages, what was refused, and what must be said about them.

    Attributes:
        records: readable pages, exact copies included, in the order of their names.
        refused: files that could not be used.
        stamps: what every table made from these data must carry.
        positive: names of the classes that count as disease.
        source: one phrase for the report that says which data these are.
        crop: left, top, right, bottom of the part of a page that is used, as shares of its
            width and height; the whole page where None.
        attributes: what else is known of the pages, such as sex or site: column to record_id to
            value; a page without a value is left out.
        recordings: header of the recording that a page was drawn from, by record_id; empty where
            there are pages only.
        measured: numbers and categories that came with the records; None where there are none.
        unit: what a record is, in one word, such as "page", "patient" or "clip".
        notes: what was changed or left out in reading, one sentence each.
    """

    records: Records
    refused: tuple[Refusal, ...]
    stamps: tuple[str, ...]
    positive: tuple[str, ...]
    source: str
    crop: tuple[float, float, float, float] | None
    attributes: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    recordings: Mapping[str, str] = field(default_factory=dict)
    measured: Measurements | None = None
    unit: str = "page"
    notes: tuple[str, ...] = ()
