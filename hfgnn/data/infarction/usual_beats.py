"""One row per record: its usual beat."""

from __future__ import annotations

import numpy as np

from hfgnn.data.infarction.diagnosed import Diagnosed
from hfgnn.types import UNKNOWN, Beats


def usual_beats(found: Diagnosed) -> Beats:
    """The median of every record's beats, lead by lead and sample by sample.

    The diagnosis is the record's, so a record is one row, however many beats it has; what is not of
    a single beat, such as its place and its intervals, is unknown.

    Args:
        found: beats of records with a diagnosis, record after record.

    Shapes:
        returns: (records, leads, samples).
    """
    names, first = np.unique(found.beats.record_id, return_index=True)
    order = np.argsort(first)
    names, first = names[order], first[order]
    rows = [np.flatnonzero(found.beats.record_id == name) for name in names.tolist()]
    signal = np.stack([np.median(found.beats.signal[own], axis=0) for own in rows])
    nowhere = np.full(len(names), UNKNOWN, dtype=np.int64)
    nan = np.full(len(names), np.nan, dtype=np.float32)
    return found.beats.take(first).change(
        signal=signal.astype(np.float32),
        symbol=np.full(len(names), "", dtype=np.str_),
        sample=nowhere,
        number=nowhere,
        previous_rr_s=nan,
        next_rr_s=nan,
    )
