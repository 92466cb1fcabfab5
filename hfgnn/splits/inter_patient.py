"""Heartbeats by patient: some patients train and choose, others are tested once."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from sklearn.model_selection import StratifiedGroupKFold

from hfgnn.config.beat_protocol import InterPatient
from hfgnn.types import Beats, DataError, Parts, Rows, Split

SHARED = "a tested patient trains too, in record"


@dataclass(frozen=True)
class Division:
    """Which beats train, choose and test.

    Attributes:
        splits: one per fit. Those with the same test beats are averaged over these; folds, each
            with test beats of its own, are put together.
        notes: what a reader must know of it, one sentence each.
        stamps: what every table made from it must carry.
    """

    splits: tuple[Split, ...]
    notes: tuple[str, ...]
    stamps: tuple[str, ...]

    @cached_property
    def test(self) -> Rows:
        """The test beats, of all folds together where these differ."""
        first, *others = (rows for _, rows in self.sides)
        return first if not others else np.unique(np.concatenate([first, *others]))

    @cached_property
    def sides(self) -> list[tuple[Rows, Rows]]:
        """For each set of test rows: who trains or chooses in a fit that is asked, and these."""
        tests: dict[bytes, list[Parts]] = {}
        for one in self.splits:
            tests.setdefault(one.parts.test.tobytes(), []).append(one.parts)
        return [(_fitted(parts), parts[0].test) for parts in tests.values()]


def split(beats: Beats, protocol: InterPatient, *, seed: int) -> Division:
    """Divide by the records that the protocol names, or by patients at random where it names none.

    Args:
        beats: of all recordings.
        protocol: lists of records, shares, number of folds that validate.
        seed: of whatever is divided at random.

    Raises:
        DataError: the data hold records of one list only, or too few patients.
    """
    names = _names(beats)
    listed = np.isin(names, [*protocol.train_records, *protocol.test_records])
    notes: list[str] = []
    stamps: tuple[str, ...] = ()
    if listed.any():
        train, test = _by_lists(names, protocol)
        notes += _not_used(beats, train | test)
        shared = train & np.isin(beats.group, beats.group[test])
        if shared.any():
            which = ", ".join(np.unique(beats.record_id[shared]).tolist())
            if protocol.keep_shared_patients:
                stamps = (f"{SHARED}: {which}",)
            else:
                train &= ~shared
                notes.append(f"not trained on, since the patient is tested too: {which}")
    else:
        train, test = _at_random(beats, protocol.test_share, seed)
        notes.append("none of the protocol's records is here, so patients were divided at random")
    folds = _validated(beats, np.flatnonzero(train), protocol.validation_folds, seed)
    tested = np.flatnonzero(test).astype(np.int64)
    splits = (
        Split(0, fold, Parts(fitted, chosen, tested)) for fold, (fitted, chosen) in enumerate(folds)
    )
    division = Division(tuple(splits), tuple(notes), stamps)
    _check(beats, division, protocol)
    return division


def _fitted(parts: list[Parts]) -> Rows:
    return np.unique(
        np.concatenate([rows for one in parts for rows in (one.train, one.validation)])
    )


def _names(beats: Beats) -> NDArray[np.str_]:
    """Name of each beat's recording without its folders."""
    ids, which = np.unique(beats.record_id, return_inverse=True)
    short = np.array([one.rpartition("/")[2] for one in ids.tolist()], dtype=np.str_)
    return short[which]


def _by_lists(
    names: NDArray[np.str_], protocol: InterPatient
) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    train, test = (
        np.isin(names, records) for records in (protocol.train_records, protocol.test_records)
    )
    for part, name in ((train, "train_records"), (test, "test_records")):
        if not part.any():
            raise DataError(f"the data hold no beat of protocol.{name}, so there is nothing to use")
    return train, test


def _not_used(beats: Beats, used: NDArray[np.bool_]) -> list[str]:
    others = np.unique(beats.record_id[~used]).tolist()
    return [f"records that the protocol leaves out: {', '.join(others)}"] if others else []


def _at_random(
    beats: Beats, share: float, seed: int
) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    patients = np.unique(beats.group)
    if len(patients) < 4:
        raise DataError(
            f"the number of patients is {len(patients)}, but to train, choose and test needs 4"
        )
    drawn = np.random.default_rng(seed).permutation(patients)
    number = min(max(round(share * len(patients)), 1), len(patients) - 3)
    test = np.isin(beats.group, drawn[:number])
    return ~test, test


def _validated(beats: Beats, rows: Rows, folds: int, seed: int) -> list[tuple[Rows, Rows]]:
    """Training rows as pairs of fitted and choosing ones, by patient and class."""
    patients = len(np.unique(beats.group[rows]))
    if patients < 2:
        raise DataError(f"the number of training patients is {patients}, but to choose needs 2")
    divide = StratifiedGroupKFold(min(folds, patients), shuffle=True, random_state=seed)
    return [
        (np.sort(rows[fitted]).astype(np.int64), np.sort(rows[chosen]).astype(np.int64))
        for fitted, chosen in divide.split(rows, beats.label[rows], beats.group[rows])
    ]


def _check(beats: Beats, division: Division, protocol: InterPatient) -> None:
    """What the protocol promises, looked at once more."""
    for one in division.splits:
        parts = one.parts
        groups = [set(beats.group[rows].tolist()) for rows in (parts.train, parts.validation)]
        tested = set(beats.group[parts.test].tolist())
        if groups[0] & groups[1]:
            raise ValueError(f"patients stand on both sides of the validation of {one.name}")
        if (groups[0] | groups[1]) & tested and not protocol.keep_shared_patients:
            raise ValueError("patients who train are tested")
        if len(np.unique(beats.label[parts.train])) < 2:
            raise DataError("the training beats of a fold are all of one class; add patients")
