"""Whether a split sets copies of a page, or pages of a patient, on two sides."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hfgnn.audits.partners import with_and_without
from hfgnn.audits.probe import Probe
from hfgnn.types import Evidence, Finding, Parts, Predictions, Records, Rows, Severity, Strings

EXACT_ACROSS = "exact copies across a split"
NEAR_ACROSS = "near copies across a split"
PATIENT_ACROSS = "patient across a split"
AUGMENTED_ACROSS = "augmented copies across a split"

TRAIN, VALIDATION, TEST = "train", "validation", "test"


@dataclass(frozen=True)
class FoldTable:
    """Rows, and the part of each in every fold of one division.

    Attributes:
        record_id: name of each row; an augmented copy has one of its own.
        copy: 0 for an original page.
        patient_id: whose page it is.
        content_hash: of the file's bytes; that of an augmented copy is its parent's.
        part: (folds, rows), "train", "validation", "test", or "" where a fold leaves a row out.

    Raises:
        ValueError: the columns differ in length, or a part has another name.
    """

    record_id: Strings
    copy: Rows
    patient_id: Strings
    content_hash: Strings
    part: Strings

    def __post_init__(self) -> None:
        columns = (self.copy, self.patient_id, self.content_hash, self.part.T)
        lengths = {len(self.record_id), *(len(column) for column in columns)}
        if self.part.ndim != 2 or len(lengths) > 1:
            raise ValueError(f"the columns of a fold table differ in length: {sorted(lengths)}")
        if strangers := set(self.part.ravel().tolist()) - {TRAIN, VALIDATION, TEST, ""}:
            raise ValueError(f"parts are {sorted(strangers)}, but must be train, validation, test")

    @staticmethod
    def of(records: Records, folds: Sequence[Parts]) -> FoldTable:
        """The table of a run's records and folds."""
        part = np.full((len(folds), len(records)), "", dtype="U10")
        for number, parts in enumerate(folds):
            for name in (TRAIN, VALIDATION, TEST):
                part[number, getattr(parts, name)] = name
        return FoldTable(
            records.record_id, records.copy, records.patient_id, records.content_hash, part
        )


@dataclass(frozen=True)
class _Kind:
    """One reason why two rows belong on one side, with what is said of it."""

    name: str
    partner: str
    advice: str


_ONCE = "use each file once, before any split"
_KINDS = {
    EXACT_ACROSS: _Kind(EXACT_ACROSS, "an exact copy", _ONCE),
    AUGMENTED_ACROSS: _Kind(
        AUGMENTED_ACROSS, "an augmented copy of the same page", "split first, then augment"
    ),
    NEAR_ACROSS: _Kind(NEAR_ACROSS, "a near copy", "keep near copies on one side"),
    PATIENT_ACROSS: _Kind(PATIENT_ACROSS, "another page of the patient", "split by patient"),
}


def find_across_splits(
    table: FoldTable,
    *,
    pairs: Sequence[tuple[int, int]],
    predictions: Predictions | None,
    probe: Probe,
) -> tuple[Finding, ...]:
    """Pages that are tested or chosen by although their like was trained on.

    A page counts under the closest relation only: exact copy, augmented copy, near copy, other
    page of the patient.

    Args:
        table: rows and parts.
        pairs: row numbers of near copies.
        predictions: of the network for the test pages of these folds, to compare pages that have
            a partner with pages that have none; None where there are none.
        probe: for the bootstrap of that comparison.
    """
    earlier = np.zeros(table.part.shape, dtype=bool)
    findings = []
    for name, belongs in _together(table, pairs):
        concerned = _concerned(table.part, belongs) & ~earlier
        earlier |= concerned
        if concerned.any():
            findings.append(_finding(table, _KINDS[name], concerned, predictions, probe))
    return tuple(findings)


def _together(
    table: FoldTable, pairs: Sequence[tuple[int, int]]
) -> Iterator[tuple[str, tuple[Rows, Rows]]]:
    """Links between rows that must stay on one side, by kind: each row and its partner's set."""
    rows = np.arange(len(table.record_id))
    content = _numbers(table.content_hash)
    original = table.copy == 0
    yield EXACT_ACROSS, (rows[original], content[original])
    yield AUGMENTED_ACROSS, (rows, content)
    yield NEAR_ACROSS, _linked(pairs, content)
    yield PATIENT_ACROSS, (rows, _numbers(table.patient_id))


def _linked(pairs: Sequence[tuple[int, int]], content: Rows) -> tuple[Rows, Rows]:
    """Each pair is a set of its own, to which all copies of its two pages belong."""
    member = [np.flatnonzero(np.isin(content, content[list(pair)])) for pair in pairs]
    number = [np.full(len(rows), at) for at, rows in enumerate(member)]
    none = np.empty(0, dtype=np.int64)
    return np.concatenate([none, *member]), np.concatenate([none, *number])


def _numbers(values: Strings) -> Rows:
    return np.unique(values, return_inverse=True)[1].ravel().astype(np.int64)


def _concerned(part: Strings, belongs: tuple[Rows, Rows]) -> NDArray[np.bool_]:
    """Test rows whose set has a row in training or validation, validation rows with one in
    training, for each fold.
    """
    rows, number = belongs
    concerned = np.zeros(part.shape, dtype=bool)
    for fold, names in enumerate(part[:, rows]):
        trained = np.isin(number, number[names == TRAIN])
        known = trained | np.isin(number, number[names == VALIDATION])
        hit = ((names == TEST) & known) | ((names == VALIDATION) & trained)
        concerned[fold, rows[hit]] = True
    return concerned


def _finding(
    table: FoldTable,
    kind: _Kind,
    concerned: NDArray[np.bool_],
    predictions: Predictions | None,
    probe: Probe,
) -> Finding:
    tested = concerned & (table.part == TEST)
    counts = ", ".join(
        f"fold {fold}: {here.sum()} of {(names == TEST).sum()}"
        for fold, (here, names) in enumerate(zip(tested, table.part, strict=True))
    )
    chosen = int((concerned & (table.part == VALIDATION)).sum())
    evidence: tuple[Evidence, ...] = ()
    if predictions is not None and tested.any():
        keys = {
            (fold, str(table.record_id[row])) for fold, row in zip(*np.nonzero(tested), strict=True)
        }
        evidence = with_and_without(predictions, keys, partner=kind.partner, probe=probe)
    return Finding(
        kind.name,
        Severity.leak if tested.any() else Severity.warning,
        f"test pages have {kind.partner} in training or validation ({counts}), and {chosen} "
        "validation pages have one in training",
        where=tuple(
            f"fold {fold}: {table.record_id[row]}"
            for fold, row in zip(*np.nonzero(concerned), strict=True)
        ),
        evidence=evidence,
        advice=kind.advice,
    )
