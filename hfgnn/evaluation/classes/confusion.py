"""Confusion matrices, one per patient: all that the scores of a bootstrap draw need."""

import numpy as np
from numpy.typing import NDArray

from hfgnn.types import ClassPredictions, Rows

Counts = NDArray[np.float64]


def confusion(predictions: ClassPredictions, place: Rows, number: int) -> Counts:
    """How often each class was called what, in each of so many places.

    Args:
        predictions: of one model; rows of all seeds count alike.
        place: number of each row's place, such as its patient.
        number: of places.

    Shapes:
        place: (rows,).
        returns: (places, classes, classes). The middle axis is the true class, the last one what
            it was called.

    Raises:
        ValueError: a row has no known class.
    """
    classes = len(predictions.classes)
    label = predictions.label
    if len(outside := label[(label < 0) | (label >= classes)]):
        raise ValueError(
            f"a label is {outside[0]}, but only rows of {classes} classes can be scored"
        )
    cell = (place * classes + label) * classes + predictions.predicted
    counts = np.bincount(cell, minlength=number * classes**2)
    return counts.reshape(number, classes, classes).astype(np.float64)


def group_places(predictions: ClassPredictions) -> tuple[Rows, int]:
    """Number of each row's group, from 0 without gaps, and how many groups there are."""
    groups, place = np.unique(predictions.group, return_inverse=True)
    return place.astype(np.int64), len(groups)


def need_same_beats(one: ClassPredictions, other: ClassPredictions) -> None:
    """Refuse two models that were not asked about the same beats; seeds may differ in number.

    Raises:
        ValueError: they differ in classes, or a seed answers other beats.
    """
    if one.classes != other.classes:
        raise ValueError(
            f"{one.model} tells {', '.join(one.classes)} apart, but {other.model} "
            f"{', '.join(other.classes)}"
        )
    first = one.seed == one.seed.min()
    for model in (one, other):
        for seed in np.unique(model.seed).tolist():
            for name in ("record_id", "group", "sample", "label"):
                here = getattr(model, name)[model.seed == seed]
                if not np.array_equal(here, getattr(one, name)[first]):
                    raise ValueError(
                        f"{model.model} with seed {seed} differs in {name} from {one.model}, "
                        "but models are compared on the same beats"
                    )
