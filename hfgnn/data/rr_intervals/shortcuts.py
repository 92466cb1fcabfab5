"""What could tell the classes apart without a look at the heart."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from scipy.stats import rankdata


def ranking(values: Sequence[float], labels: Sequence[int]) -> float:
    """AUROC of one number, whichever side is higher: 0.5 says nothing, 1 gives the class away.

    Args:
        values: one per recording.
        labels: 1 for disease, 0 for none; both occur.
    """
    label = np.asarray(labels)
    ranks = rankdata(values)
    ones, zeros = int((label == 1).sum()), int((label == 0).sum())
    area = float((ranks[label == 1].sum() - ones * (ones + 1) / 2) / (ones * zeros))
    return max(area, 1 - area)


def shortcut_note(told: Mapping[str, Sequence[float]], labels: Sequence[int]) -> str:
    """A sentence with the ranking of each number that tells of the recording.

    Args:
        told: what the number is, to one value per recording.
        labels: 1 for disease, 0 for none.
    """
    parts = [f"{name} {ranking(values, labels):.2f}" for name, values in told.items()]
    return (
        "AUROC of what tells of the recorder, of how it was used or of ectopic beats, each alone "
        f"and whichever side is higher: {', '.join(parts)}"
    )
