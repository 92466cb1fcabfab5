"""No image columns: patients are their measured columns."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from hfgnn.features.embedding import Embedded
from hfgnn.types import Records


@dataclass(frozen=True)
class NoWeights:
    """Of a backbone that is not there."""

    path: Path | None = None
    fingerprint: str = "none"


class NoImages:
    """Stands where a backbone would, and gives a block without columns."""

    name = "none"
    stamps: tuple[str, ...] = ()
    weights = NoWeights()
    dtype = "none"

    def rows(self, records: Records) -> Embedded:
        """(records, 0)."""
        return Embedded(np.empty((len(records), 0), dtype=np.float32), 0, 0.0)
