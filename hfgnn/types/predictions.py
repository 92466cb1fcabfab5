"""What a model answers."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from hfgnn.types.records import Rows, Strings


@dataclass(frozen=True)
class Predictions:
    """One model's answers for the test rows of every fold: a row per page, repeat and seed.

    Attributes:
        model: name of the model, or of the control.
        record_id: the pages.
        patient_id: whose pages they are.
        group: what the bootstrap draws: pages of one patient, with their duplicates.
        repeat: number of the division into folds.
        seed: number of the initial weights, within a repeat.
        fold: number of the fold in which the page was tested, within a repeat.
        label: 1 for disease.
        probability: float64, of disease, as the model says it.
        threshold: float64, from which a page is called diseased; chosen on validation rows.
        calibrated: float64, the probability after recalibration on validation rows.
        may_be_healthy: bool, whether "no disease" is in the page's conformal set.
        may_be_ill: bool, whether "disease" is.
    """

    model: str
    record_id: Strings
    patient_id: Strings
    group: Rows
    repeat: Rows
    seed: Rows
    fold: Rows
    label: Rows
    probability: NDArray[np.float64]
    threshold: NDArray[np.float64]
    calibrated: NDArray[np.float64]
    may_be_healthy: NDArray[np.bool_]
    may_be_ill: NDArray[np.bool_]

    @property
    def predicted(self) -> Rows:
        """1 where the probability reaches the threshold."""
        return (self.probability >= self.threshold).astype(np.int64)

    @cached_property
    def fit(self) -> Rows:
        """Number of the trained model that answered: one per repeat, seed and fold."""
        keys = np.stack([self.repeat, self.seed, self.fold], axis=1)
        return np.unique(keys, axis=0, return_inverse=True)[1].astype(np.int64).ravel()
