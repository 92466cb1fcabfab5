"""AUROC of each class against all others, for many bootstrap draws at once.

A draw changes how often a patient counts and nothing else, so which beats outrank which is found
once, for each pair of patients. Of the beats of a class in one patient and the others in another,
the pairs that are won make a matrix W, and a draw with weights w has w'Ww of them.
"""

import numpy as np
from numpy.typing import NDArray

from hfgnn.evaluation.bootstrap import draw_patients
from hfgnn.evaluation.classes.confusion import group_places
from hfgnn.types import ClassPredictions, Rows

Draws = NDArray[np.float64]

MOST_GROUPS = 2_000
"""Patients up to which pairs of them are counted; the matrix grows with their square."""


def auroc_draws(predictions: ClassPredictions, *, resamples: int, seed: int) -> Draws | None:
    """AUROC of each class against the rest, on the draws of ``draw_patients``.

    Beats are ranked among those that the same seed answered, and the seeds averaged.

    Args:
        predictions: of one model.
        resamples: number of draws.
        seed: of the draws.

    Shapes:
        returns: (1 + resamples, classes), the first row for the data themselves; NaN where a draw
            has no beat of the class or no other. None with more than 2,000 groups.
    """
    place, number = group_places(predictions)
    if number > MOST_GROUPS:
        return None
    weights = draw_patients(np.arange(number), resamples=resamples, seed=seed)
    columns = []
    for one in range(len(predictions.classes)):
        won, pairs = _won(predictions, one, place=place, number=number)
        above, below = (((weights @ each) * weights).sum(axis=1) for each in (won, pairs))
        columns.append(np.divide(above, below, out=np.full(len(weights), np.nan), where=below > 0))
    return np.stack(columns, axis=1)


def _won(
    predictions: ClassPredictions, one: int, *, place: Rows, number: int
) -> tuple[Draws, Draws]:
    """Pairs of a beat of the class in the row's group and another in the column's.

    Returns:
        How many the former wins, ties counted as one half, and how many there are.
    """
    won, pairs = np.zeros((2, number, number))
    for seed in np.unique(predictions.seed):
        here = predictions.seed == seed
        of_class = predictions.label == one
        probability = predictions.probability[:, one]
        mine, others = (np.flatnonzero(here & which) for which in (of_class, ~of_class))
        sizes = np.bincount(place[mine], minlength=number)
        for group in np.unique(place[others]).tolist():
            theirs = np.sort(probability[others[place[others] == group]])
            beaten = sum(
                np.searchsorted(theirs, probability[mine], side) for side in ("left", "right")
            )
            won[:, group] += np.bincount(place[mine], weights=beaten / 2, minlength=number)
            pairs[:, group] += sizes * len(theirs)
    return won, pairs
