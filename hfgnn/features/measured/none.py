"""No columns of what came with the records."""

import numpy as np

from hfgnn.features.clinical.numbers import ClinicalNumbers
from hfgnn.types import Cohort, Records


class NoColumns:
    """Gives a block without columns."""

    def numbers(self, records: Records, cohort: Cohort) -> ClinicalNumbers:
        """(records, 0)."""
        return ClinicalNumbers(np.empty((len(records), 0)), ())
