"""No columns of a recording: patients are their pages and clinical numbers."""

import numpy as np

from hfgnn.data.reading import Progress
from hfgnn.features.clinical.numbers import ClinicalNumbers
from hfgnn.types import Cohort, Records


class NoRecording:
    """Gives a block without columns."""

    def numbers(self, records: Records, cohort: Cohort, *, progress: Progress) -> ClinicalNumbers:
        """(records, 0)."""
        return ClinicalNumbers(np.empty((len(records), 0)), ())
