"""Folds by site: each is tested by models that saw only the other sites."""

from collections.abc import Mapping

import numpy as np

from hfgnn.splits.honest import inner_parts, refuse_one_class
from hfgnn.types import DataError, Fold, Parts, Records, Strings


def leave_site_out(
    records: Records, site: Strings, *, validation_share: float, seed: int
) -> list[Fold]:
    """One fold per site, in the order of their names; no patient and no copy on two sides.

    A patient with records at several sites is tested with the first of them, and trains nowhere
    while that one is tested.

    Args:
        records: each content once.
        site: (records,), where each comes from.
        validation_share: share of the records of the other sites that choose epochs and
            thresholds; rounded to one n-th.
        seed: of the choice of validation records.

    Raises:
        DataError: there is one site only, or a part of a fold has one class only.
    """
    names = np.unique(site)
    if len(names) < 2:
        raise DataError(f"all records are of site {names[0]}, but to leave one out takes two")
    home = _home(records, site)
    folds = []
    for name in names:
        test, rest = np.flatnonzero(home == name), np.flatnonzero(home != name)
        if not len(test):
            continue
        train, validation = inner_parts(records, rest, validation_share, seed)
        parts = Parts(train, validation, test.astype(np.int64))
        refuse_one_class(records, parts, of=f"that tests site {name}")
        folds.append(Fold(records, parts))
    return folds


def _home(records: Records, site: Strings) -> Strings:
    """The site at which each record is tested: the first one of its group."""
    order = np.lexsort([site, records.group])
    _, first = np.unique(records.group[order], return_index=True)
    _, place = np.unique(records.group, return_inverse=True)
    return np.asarray(site[order][first][place])


def sites_of(records: Records, told: Mapping[str, str], attribute: str) -> Strings:
    """The site of each record.

    Args:
        records: those that are asked about.
        told: record_id to site.
        attribute: what the data call it.

    Raises:
        DataError: the data do not say it of every record.
    """
    names = records.record_id.tolist()
    unknown = [name for name in names if not told.get(name)]
    if unknown:
        raise DataError(
            f"protocol.attribute is {attribute!r}, but the data do not say it of "
            f"{len(unknown)} of {len(names)} records, such as {unknown[0]}"
        )
    return np.array([told[name] for name in names], dtype=np.str_)
