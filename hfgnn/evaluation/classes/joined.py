"""The same answers over fewer classes, so that they can stand beside others over these."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from hfgnn.types import ClassPredictions


def join_classes(
    predictions: ClassPredictions, classes: Sequence[str], joins: Mapping[str, str]
) -> ClassPredictions:
    """Answers over these classes alone.

    A beat of a class that is neither there nor joined to one that is, is left out, and so is what
    was said of that class; the other probabilities share its place as they stand to each other.

    Args:
        predictions: over all classes.
        classes: those that remain.
        joins: class that goes to the class that takes it in.

    Raises:
        ValueError: a class that is to remain is not among those of the predictions.
    """
    if strangers := sorted(set(classes) - set(predictions.classes)):
        raise ValueError(f"the answers know no {', '.join(strangers)}")
    goes = [joins.get(name, name) for name in predictions.classes]
    place = np.array([classes.index(name) if name in classes else -1 for name in goes])
    summed = np.stack(
        [predictions.probability[:, place == number].sum(axis=1) for number in range(len(classes))],
        axis=1,
    )
    total = summed.sum(axis=1, keepdims=True)
    probability = np.where(total > 0, summed / np.where(total > 0, total, 1), 1 / len(classes))
    label = place[predictions.label]
    rows = np.flatnonzero(label >= 0)
    return replace(
        predictions,
        classes=tuple(classes),
        label=label[rows],
        probability=probability[rows],
        **{
            name: getattr(predictions, name)[rows]
            for name in ("record_id", "patient_id", "group", "sample", "seed")
        },
    )
