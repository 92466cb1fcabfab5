"""Which rows there are, and which of them train, choose and test, under each protocol."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hfgnn.augment.balanced import Balanced
from hfgnn.augment.none import Unbalanced
from hfgnn.config.protocol import Honest, LeaveSiteOut, Protocol, Published
from hfgnn.data.reading import exact_copies
from hfgnn.splits import honest, published
from hfgnn.splits.leave_out import leave_site_out, sites_of
from hfgnn.types import Cohort, DataError, Duplicate, Fold, Parts, Records, Rows, Split

Augmentation = Balanced | Unbalanced


@dataclass(frozen=True)
class Arrangement:
    """The rows of a run.

    Attributes:
        records: every page and every augmented copy that a fold uses.
        splits: row numbers of each test fold of each repeat, with what trains and chooses for it.
        strangers: (rows,), rows with the same number are never joined by an edge.
        may_send: bool (rows,), False for rows that only receive.
        duplicates: exact copies that were listed and not used.
        per_row: whether each row has clinical numbers of its own, copies too, as published.
        stamps: what every table made from this arrangement must carry.
    """

    records: Records
    splits: tuple[Split, ...]
    strangers: Rows
    may_send: NDArray[np.bool_]
    duplicates: tuple[Duplicate, ...]
    per_row: bool
    stamps: tuple[str, ...]

    @property
    def test_to_train(self) -> float:
        """Test pages over training pages, the mean over the splits; copies do not count."""
        originals = self.records.copy == 0
        return float(
            np.mean(
                [
                    len(split.parts.test) / originals[split.parts.train].sum()
                    for split in self.splits
                ]
            )
        )


def arrange(cohort: Cohort, protocol: Protocol, augment: Augmentation, seed: int) -> Arrangement:
    """Rows and folds as the protocol wants them."""
    if isinstance(protocol, Honest | LeaveSiteOut):
        return _honest(cohort, protocol, augment, seed)
    if isinstance(protocol, Published):
        return _published(cohort, protocol, augment, seed)
    raise ValueError(f"there is no arrangement for {type(protocol).__name__}")


def _honest(
    cohort: Cohort, protocol: Honest | LeaveSiteOut, augment: Augmentation, seed: int
) -> Arrangement:
    """Each page once; patients and duplicates on one side; training parts balanced afterwards."""
    keep, duplicates = exact_copies(cohort.records)
    originals = cohort.records.take(keep)
    if not len(originals):
        raise DataError(f"every {cohort.unit} has copies with another label, so none can be used")
    numbered = _folds(cohort, originals, protocol, seed)
    folds = [fold for _, _, fold in numbered]
    balanced = [augment.balance(fold.training) for fold in folds]
    records = _without_repeats(Records.join(originals, *balanced))
    row_of = {name: row for row, name in enumerate(records.record_id.tolist())}
    parts = (
        Parts(
            np.sort(np.array([row_of[name] for name in part.record_id.tolist()], dtype=np.int64)),
            fold.parts.validation,
            fold.parts.test,
        )
        for fold, part in zip(folds, balanced, strict=True)
    )
    splits = tuple(
        Split(repeat, number, part)
        for (repeat, number, _), part in zip(numbered, parts, strict=True)
    )
    return Arrangement(
        records=records,
        splits=splits,
        strangers=records.group,
        may_send=records.copy == 0,
        duplicates=duplicates,
        per_row=False,
        stamps=(),
    )


def _folds(
    cohort: Cohort, originals: Records, protocol: Honest | LeaveSiteOut, seed: int
) -> list[tuple[int, int, Fold]]:
    """Number of the division, number within it, and fold."""
    share = protocol.validation_share
    if isinstance(protocol, LeaveSiteOut):
        told = cohort.attributes.get(protocol.attribute, {})
        site = sites_of(originals, told, protocol.attribute)
        left = leave_site_out(originals, site, validation_share=share, seed=seed)
        return [(0, number, fold) for number, fold in enumerate(left)]
    return [
        (repeat, number, fold)
        for repeat in range(protocol.repeats)
        for number, fold in enumerate(
            honest.split(
                originals,
                folds=protocol.folds,
                validation_share=share,
                seed=repeat_seed(seed, repeat),
            )
        )
    ]


def _published(
    cohort: Cohort, protocol: Published, augment: Augmentation, seed: int
) -> Arrangement:
    """As published: files at random into a test part, with their copies on both sides; the others
    grown by augmented copies first, and split into training and validation afterwards.
    """
    rest, test = published.split(cohort.records, protocol.test_share, seed=seed)
    grown = augment.balance_before_split(cohort.records.take(rest))
    train, validation = published.split(grown, protocol.validation_share, seed=seed)
    records = Records.join(grown, cohort.records.take(test))
    parts = Parts(train, validation, np.arange(len(grown), len(records), dtype=np.int64))
    return Arrangement(
        records=records,
        splits=(Split(0, 0, parts),),
        strangers=np.arange(len(records)),  # so that copies of a page may be joined, as published
        may_send=np.ones(len(records), dtype=bool),
        duplicates=(),
        per_row=True,
        stamps=("leaking protocol",),
    )


def repeat_seed(seed: int, repeat: int) -> int:
    """Of the division into folds; the first repeat has the run's own seed."""
    return seed if not repeat else int(np.random.default_rng([seed, repeat]).integers(2**31))


def _without_repeats(records: Records) -> Records:
    """The same picture may be in the training part of several folds."""
    _, first = np.unique(records.record_id, return_index=True)
    return records.take(np.sort(first))
