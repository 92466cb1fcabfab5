"""Records that are no pictures: lines of a table, or clips of sound."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from hfgnn.data.duplicates import components, equal
from hfgnn.types import Records


@dataclass(frozen=True)
class Row:
    """One thing that is asked about.

    Attributes:
        record_id: unique name.
        patient_id: whose it is.
        class_name: its class.
        label: 1 for disease, 0 for none.
        content: what makes two rows exact copies of each other, such as the bytes of a file or
            the cells of a line.
        path: its file, "" where it has none.
    """

    record_id: str
    patient_id: str
    class_name: str
    label: int
    content: bytes
    path: str = ""


def records_of_rows(rows: Sequence[Row]) -> Records:
    """A table of these rows; rows of one patient, and exact copies, share a group.

    Args:
        rows: in the order of the result.
    """
    patient_id = np.array([row.patient_id for row in rows], dtype=np.str_)
    hashes = [hashlib.sha256(row.content).hexdigest() for row in rows]
    content_hash = np.array(hashes, dtype=np.str_)
    return Records(
        record_id=np.array([row.record_id for row in rows], dtype=np.str_),
        patient_id=patient_id,
        group=components(len(rows), [equal(content_hash), equal(patient_id)]),
        class_name=np.array([row.class_name for row in rows], dtype=np.str_),
        label=np.array([row.label for row in rows], dtype=np.int64),
        path=np.array([row.path for row in rows], dtype=np.str_),
        content_hash=content_hash,
        perceptual_hash=np.full(len(rows), "", dtype=np.str_),
        copy=np.zeros(len(rows), dtype=np.int64),
        parent=np.full(len(rows), "", dtype=np.str_),
    )
