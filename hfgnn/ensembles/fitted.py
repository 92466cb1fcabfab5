"""What every ensemble gives once it is fitted."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from hfgnn.ensembles.explained import Explained
from hfgnn.ensembles.units import Units
from hfgnn.types import Nodes, Parts, Rows

Floats = NDArray[np.float64]


class FittedEnsemble(Protocol):
    """Models of one fold."""

    @property
    def probability(self) -> Mapping[str, Floats]:
        """Of disease, for every row of the nodes, by the name of each member; stacking last."""

    @property
    def clusters(self) -> Mapping[str, Any]:
        """What was found of groups of patients among the training rows; empty if not looked for."""

    def explain(self, rows: Rows, units: Units) -> Explained | None:
        """Why these rows are answered as they are; None where there is nothing to explain."""


class Ensemble(Protocol):
    """How models are fitted in every fold; made by ``build(settings.ensemble)``."""

    def fit(
        self, nodes: Nodes, parts: Parts, *, originals: NDArray[np.bool_], seed: int
    ) -> FittedEnsemble:
        """Learn from the training rows alone; validation and test rows are only answered."""
