"""Maps from what a model says to what is so: plain numbers that a finished run can keep."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hfgnn.evaluation.logistic_line import bounded_logit, expit

Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class LogitLine:
    """logit' = slope * logit + shift, with a positive slope: the ranking stays as it is.

    Probabilities nearer than 1e-12 to 0 or 1 are taken as that near, so such ones can tie.

    Shapes:
        slope: (), or (maps,) for many maps at once.
        shift: the same.
    """

    slope: Numbers
    shift: Numbers

    def apply(self, probability: Numbers) -> Numbers:
        """Probabilities (rows,) to probabilities (rows,), or (maps, rows) of many maps."""
        return np.asarray(
            expit(self.slope[..., None] * bounded_logit(probability) + self.shift[..., None])
        )

    def arrays(self) -> dict[str, Numbers]:
        """What ``from_arrays`` makes the same map of."""
        return {"slope": self.slope, "shift": self.shift}


@dataclass(frozen=True)
class Steps:
    """Rising values between which is interpolated; flat beyond the first and last.

    Different probabilities can become the same one, so that pages tie which the model ranked.

    Shapes:
        at: (points,), probabilities of the model, rising.
        value: (points,), what they become, or (maps, points) for many maps at once.
    """

    at: Numbers
    value: Numbers

    def apply(self, probability: Numbers) -> Numbers:
        """Probabilities (rows,) to probabilities (rows,), or (maps, rows) of many maps."""
        maps = np.atleast_2d(self.value)
        mapped = np.stack([np.interp(probability, self.at, value) for value in maps])
        return mapped.reshape(*self.value.shape[:-1], len(probability))

    def arrays(self) -> dict[str, Numbers]:
        """What ``from_arrays`` makes the same map of."""
        return {"at": self.at, "value": self.value}


@dataclass(frozen=True)
class Unchanged:
    """Probabilities as the model says them.

    Shapes:
        unchanged: (), or (maps,) for many maps at once; ones.
    """

    unchanged: Numbers

    def apply(self, probability: Numbers) -> Numbers:
        """Probabilities (rows,) to the same (rows,), or (maps, rows) of many maps."""
        return self.unchanged[..., None] * probability

    def arrays(self) -> dict[str, Numbers]:
        """What ``from_arrays`` makes the same map of."""
        return {"unchanged": self.unchanged}


RecalibrationMap = LogitLine | Steps | Unchanged


def from_arrays(arrays: Mapping[str, Numbers]) -> RecalibrationMap:
    """The map whose ``arrays()`` these are.

    Raises:
        ValueError: no map has these names.
    """
    kept = {name: np.asarray(values, dtype=np.float64) for name, values in arrays.items()}
    match sorted(kept):
        case ["shift", "slope"]:
            return LogitLine(**kept)
        case ["at", "value"]:
            return Steps(**kept)
        case ["unchanged"]:
            return Unchanged(**kept)
    raise ValueError(
        f"the arrays are {', '.join(sorted(kept)) or 'none'}, but a recalibration map has "
        "slope and shift, at and value, or unchanged"
    )
