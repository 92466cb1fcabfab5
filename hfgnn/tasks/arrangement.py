"""Which rows there are, and which of them train, choose and test, under each protocol."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from hfgnn.config.protocol import Honest, Protocol, Thesis
from hfgnn.data.reading import exact_copies
from hfgnn.splits import honest, published
from hfgnn.types import Cohort, DataError, Duplicate, Parts, Records, Rows


@dataclass(frozen=True)
class Arrangement:
    """The rows of a run.

    Attributes:
        records: every page and every augmented copy that a fold uses.
        folds: row numbers of each split.
        strangers: (rows,), rows with the same number are never joined by an edge.
        duplicates: exact copies that were listed and not used.
        per_row: whether each row has clinical numbers of its own, copies too, as published.
        stamps: what every table made from this arrangement must carry.
    """

    records: Records
    folds: tuple[Parts, ...]
    strangers: Rows
    duplicates: tuple[Duplicate, ...]
    per_row: bool
    stamps: tuple[str, ...]


def arrange(cohort: Cohort, protocol: Protocol, augment: Any, seed: int) -> Arrangement:
    """Rows and folds as the protocol wants them."""
    if isinstance(protocol, Honest):
        return _honest(cohort, protocol, augment, seed)
    if isinstance(protocol, Thesis):
        return _thesis(cohort, protocol, augment, seed)
    raise ValueError(f"there is no arrangement for {type(protocol).__name__}")


def _honest(cohort: Cohort, protocol: Honest, augment: Any, seed: int) -> Arrangement:
    """Each page once; patients and duplicates on one side; training parts balanced afterwards."""
    keep, duplicates = exact_copies(cohort.records)
    originals = cohort.records.take(keep)
    if not len(originals):
        raise DataError("every page has copies with another label, so none can be used")
    folds = honest.split(
        originals, folds=protocol.folds, validation_share=protocol.validation_share, seed=seed
    )
    balanced = [augment.balance(fold.training) for fold in folds]
    records = _without_repeats(Records.join(originals, *balanced))
    row_of = {name: row for row, name in enumerate(records.record_id.tolist())}
    parts = tuple(
        Parts(
            np.array([row_of[name] for name in part.record_id.tolist()], dtype=np.int64),
            fold.parts.validation,
            fold.parts.test,
        )
        for fold, part in zip(folds, balanced, strict=True)
    )
    return Arrangement(records, parts, records.group, duplicates, False, ())


def _thesis(cohort: Cohort, protocol: Thesis, augment: Any, seed: int) -> Arrangement:
    """Copies of files and augmented copies first, one random split of rows afterwards."""
    records = augment.balance_before_split(cohort.records)
    parts = published.split(
        records,
        test_share=protocol.test_share,
        validation_share=protocol.validation_share,
        seed=seed,
    )
    everybody_a_stranger = np.arange(len(records))
    return Arrangement(records, (parts,), everybody_a_stranger, (), True, ("leaking protocol",))


def _without_repeats(records: Records) -> Records:
    """The same picture may be in the training part of several folds."""
    _, first = np.unique(records.record_id, return_index=True)
    return records.take(np.sort(first))
