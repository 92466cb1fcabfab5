"""No clinical numbers: patients are their images."""

import numpy as np

from hfgnn.features.clinical.numbers import ClinicalNumbers
from hfgnn.types import Records


class NoClinical:
    """Gives a block without columns."""

    def numbers(self, records: Records, *, seed: int, per_row: bool) -> ClinicalNumbers:
        """(records, 0)."""
        return ClinicalNumbers(np.empty((len(records), 0)), ())
