"""What a model answers."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hfgnn.types.records import Rows, Strings


@dataclass(frozen=True)
class Predictions:
    """One model's answers for the test rows of every fold, one row per page.

    Attributes:
        model: name of the model, or of the control.
        record_id: the pages.
        patient_id: whose pages they are.
        group: what the bootstrap draws: pages of one patient, with their duplicates.
        fold: number of the fold in which the page was tested.
        label: 1 for disease.
        probability: float64, of disease.
        threshold: float64, from which a page is called diseased; chosen on validation rows.
    """

    model: str
    record_id: Strings
    patient_id: Strings
    group: Rows
    fold: Rows
    label: Rows
    probability: NDArray[np.float64]
    threshold: NDArray[np.float64]

    @property
    def predicted(self) -> Rows:
        """1 where the probability reaches the threshold."""
        return (self.probability >= self.threshold).astype(np.int64)
