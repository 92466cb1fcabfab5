"""A number and how far it can be believed."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Estimate:
    """A number with its interval; the one who makes it says of which kind."""

    value: float
    low: float
    high: float

    def __str__(self) -> str:
        return f"{self.value:.3f} [{self.low:.3f}, {self.high:.3f}]"
