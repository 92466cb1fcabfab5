"""Heartbeats at random, so that beats of one patient stand on all sides: the published protocol.

Kept to reproduce published numbers. Everything made from it is stamped as leaking.
"""

import numpy as np
from sklearn.model_selection import train_test_split

from hfgnn.config.beat_protocol import RandomBeats
from hfgnn.splits.inter_patient import Division
from hfgnn.types import Beats, DataError, Parts, Rows, Split

LEAKING = "leaking protocol"


def split(beats: Beats, protocol: RandomBeats, *, seed: int) -> Division:
    """Stratified random training, validation and test beats.

    Args:
        beats: of all recordings.
        protocol: shares.
        seed: of the division.

    Raises:
        DataError: a class has too few beats.
    """
    rows = np.arange(len(beats), dtype=np.int64)
    rest, test = _parts(beats, rows, protocol.test_share, seed)
    train, validation = _parts(beats, rest, protocol.validation_share, seed)
    parts = Parts(np.sort(train), np.sort(validation), np.sort(test))
    note = "beats of one patient train and are tested, so the model may know the patient"
    return Division((Split(0, 0, parts),), (note,), (LEAKING,))


def _parts(beats: Beats, rows: Rows, share: float, seed: int) -> tuple[Rows, Rows]:
    label = beats.label[rows]
    try:
        first, second = train_test_split(rows, test_size=share, stratify=label, random_state=seed)
    except ValueError:
        counts = np.bincount(label, minlength=len(beats.classes)).tolist()
        named = ", ".join(f"{name} {n}" for name, n in zip(beats.classes, counts, strict=True))
        raise DataError(f"beats per class are {named}, too few to divide; add recordings") from None
    return first.astype(np.int64), second.astype(np.int64)
