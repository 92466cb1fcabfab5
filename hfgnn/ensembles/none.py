"""No models beside the network and its controls."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hfgnn.ensembles.units import Units
from hfgnn.types import Nodes, Parts, Rows


@dataclass(frozen=True)
class NothingFitted:
    """No members and no clusters."""

    probability: Mapping[str, NDArray[np.float64]] = field(default_factory=dict)
    clusters: Mapping[str, Any] = field(default_factory=dict)

    def explain(self, rows: Rows, units: Units) -> None:
        """None, since nothing answers."""


class NoEnsemble:
    """Fits nothing."""

    def fit(
        self, nodes: Nodes, parts: Parts, *, originals: NDArray[np.bool_], seed: int
    ) -> NothingFitted:
        """No members."""
        return NothingFitted()
