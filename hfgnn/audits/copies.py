"""Pages that are there more than once, and patients that are in more than one class."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from hfgnn.data.reading import CLUSTER
from hfgnn.types import Finding, Records, Severity, Strings

EXACT_COPIES = "exact copies"
CONTRADICTING_COPIES = "copies with different labels"
NEAR_COPIES = "near copies"
REPEATED_CLASS = "classes repeated unequally"
PATIENT_IN_CLASSES = "patient in several classes"

UNEQUAL = 1.2
"""A class whose files are repeated this many times as often as another's weighs too much."""

Pairs = Sequence[tuple[int, int]]


def find_copies(records: Records, *, pairs: Pairs) -> tuple[Finding, ...]:
    """Exact and near copies, how often each class is repeated, patients in several classes.

    A warning here becomes a leak where a split sets two copies, or two pages of a patient, on two
    sides; see ``hfgnn.audits.splits``.

    Args:
        records: every readable page, exact copies included.
        pairs: row numbers of pages that show the same without being equal in their bytes; pairs
            of exact copies are passed over.
    """
    return tuple(
        finding
        for part in (
            _contradicting(records),
            _exact(records),
            _repeated(records),
            _near(records, pairs),
            _patients(records),
        )
        for finding in part
    )


def _exact(records: Records) -> Iterator[Finding]:
    sets = [rows for rows in _rows_by(records.content_hash) if len(rows) > 1]
    if not sets:
        return
    across = sum(len(set(records.class_name[rows].tolist())) > 1 for rows in sets)
    surplus = sorted(row for rows in sets for row in rows[1:])
    different = len(set(records.content_hash.tolist()))
    yield Finding(
        EXACT_COPIES,
        Severity.warning,
        f"{len(records)} names are only {different} different files: {len(surplus)} names are "
        f"exact copies of an earlier one, and {across} of the {len(sets)} repeated files stand in "
        "more than one class",
        where=_names(records, surplus),
        evidence=(),
        advice="use each file once, before any split",
    )


def _contradicting(records: Records) -> Iterator[Finding]:
    sets = [
        rows
        for rows in _rows_by(records.content_hash)
        if len(set(records.label[rows].tolist())) > 1
    ]
    if sets:
        rows = sorted(row for one in sets for row in one)
        yield Finding(
            CONTRADICTING_COPIES,
            Severity.leak,
            f"{len(sets)} files, under {len(rows)} names, are labelled with disease and without",
            where=_names(records, rows),
            evidence=(),
            advice="find out which label is right, and leave the files out until then",
        )


def _repeated(records: Records) -> Iterator[Finding]:
    """Where one class is repeated more often than another, it weighs more than its patients do."""
    files = _counts(records.class_name)
    different = {
        name: len(set(records.content_hash[records.class_name == name].tolist())) for name in files
    }
    times = {name: files[name] / different[name] for name in files}
    if max(times.values(), default=1) < UNEQUAL * min(times.values(), default=1):
        return
    told = ", ".join(
        f"{name} {files[name]} names of {different[name]} files ({times[name]:.1f} times)"
        for name in files
    )
    yield Finding(
        REPEATED_CLASS,
        Severity.warning,
        f"files are repeated more often in one class than in another: {told}",
        where=tuple(name for name in files if files[name] > different[name]),
        evidence=(),
        advice="use each file once, so that a class weighs what its different files weigh",
    )


def _near(records: Records, pairs: Pairs) -> Iterator[Finding]:
    near = [pair for pair in pairs if len(set(records.content_hash[list(pair)].tolist())) > 1]
    if not near:
        return
    classes = sum(_differs(records.class_name, pair) for pair in near)
    labels = sum(_differs(records.label, pair) for pair in near)
    patients = sum(
        _differs(records.patient_id, pair) and _both_known(records, pair) for pair in near
    )
    rows = sorted({row for pair in near for row in pair})
    yield Finding(
        NEAR_COPIES,
        Severity.warning,
        f"{len(near)} pairs of {len(rows)} pages show the same without being equal: "
        f"{classes} stand in different classes, {labels} have different labels, "
        f"{patients} are said to be of different patients",
        where=_names(records, rows),
        evidence=(),
        advice="keep both pages of a pair on one side of every split",
    )


def _both_known(records: Records, pair: tuple[int, int]) -> bool:
    """Whether somebody said whose pages these are; else they are named by their pictures."""
    return not any(name.startswith(CLUSTER) for name in records.patient_id[list(pair)].tolist())


def _patients(records: Records) -> Iterator[Finding]:
    several, labels = [], 0
    for rows in _rows_by(records.patient_id):
        if len(set(records.class_name[rows].tolist())) > 1:
            several.append(records.patient_id[rows[0]])
            labels += len(set(records.label[rows].tolist())) > 1
    if several:
        number = len(set(records.patient_id.tolist()))
        yield Finding(
            PATIENT_IN_CLASSES,
            Severity.warning,
            f"{len(several)} of {number} patients have pages in more than one class, "
            f"{labels} of them with different labels",
            where=tuple(sorted(map(str, several))),
            evidence=(),
            advice="split by patient, else the patient is learned in place of the disease",
        )


def _rows_by(values: Strings) -> list[list[int]]:
    """Rows of each value, in the order in which the values first occur."""
    rows: dict[str, list[int]] = defaultdict(list)
    for row, value in enumerate(values.tolist()):
        rows[value].append(row)
    return list(rows.values())


def _counts(values: Strings) -> dict[str, int]:
    names, counts = np.unique(values, return_counts=True)
    return dict(zip(names.tolist(), counts.tolist(), strict=True))


def _differs(values: NDArray[np.generic], pair: tuple[int, int]) -> bool:
    return bool(values[pair[0]] != values[pair[1]])


def _names(records: Records, rows: Sequence[int]) -> tuple[str, ...]:
    return tuple(records.record_id[list(rows)].tolist())
