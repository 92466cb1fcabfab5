"""By how much a missing block of numbers widens what can be said of a patient.

The block is taken from each of several donors, the nearest training patients that have it, and the
network is asked about each patient so completed: hot-deck multiple imputation (Andridge and Little
2010, https://doi.org/10.1111/j.1751-5823.2010.00103.x). Where the answers differ, the block would
have decided.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from hfgnn.features.missing import missing_blocks
from hfgnn.serving.stored import Numbers
from hfgnn.serving.variants import Variants
from hfgnn.types import DataError, Rows

if TYPE_CHECKING:
    from hfgnn.serving.fold_predictor import FoldPredictor

DONORS = 20
"""Most donors of a block: enough for a 95 % interval to reach nearly from end to end."""

NAMES = {
    "clinical": "clinical numbers",
    "recording": "numbers of the recording",
    "further": "further numbers",
}
"""What a block is called in a sentence, where it is not called by its name."""


@dataclass(frozen=True)
class Completed:
    """What one network says of a patient whose missing block comes from donors.

    Attributes:
        donors: training rows, the nearest first.
        calibrated: float64 (donors,), how often it is so.
        drawn: float64 (draws, donors), the same under resampled validation patients.
    """

    donors: Rows
    calibrated: Numbers
    drawn: Numbers


@dataclass(frozen=True)
class WithoutBlock:
    """What all networks say of a patient that lacks a block.

    Attributes:
        mean: probability of disease, over donors and networks.
        low: lower end of the interval that the donors span, mean over the networks.
        high: upper end.
        donors: how many each network had, of several networks the most.
        widened_by: how much wider the interval over networks, recalibrations and donors is than
            the one in which every network and recalibration says its mean over the donors; 0 where
            it is no wider.
    """

    mean: float
    low: float
    high: float
    donors: int
    widened_by: float

    def sentence(self, block: str) -> str:
        """For a reader.

        Args:
            block: which one is missing.
        """
        span = f"{self.mean:.2f}, between {self.low:.2f} and {self.high:.2f}"
        return (
            f"without the {NAMES.get(block, block)}: {span} over {self.donors} donors, which "
            f"widens the interval by {self.widened_by:.2f}"
        )


def lacked(image: NDArray[np.float32], values: Numbers, columns: Sequence[str]) -> frozenset[str]:
    """Blocks of which nothing is known of a patient.

    Args:
        image: as the backbone gives it; NaN throughout where there is none.
        values: unscaled; NaN is missing.
        columns: names of the values.

    Shapes:
        image: (512,), or (0,) where no patient has one.
        values: (columns,).

    Raises:
        DataError: nothing at all is known.
    """
    found = missing_blocks(image[None], values[None], columns)
    names = frozenset(name for name, rows in found.items() if rows[0])
    if names and len(names) == len(found):
        missing = " and no ".join(NAMES.get(name, name) for name in found)
        raise DataError(f"the patient has no {missing}, so nothing is known to judge it by")
    return names


def completed(
    fold: FoldPredictor, variants: Variants, own: Rows, lacks: frozenset[str], block: str
) -> Completed:
    """What one network says with a missing block from each of several donors.

    The neighbours stay those of the patient as it is: a donor would else be found as the nearest
    of all, by what it gave itself. Of several missing blocks the others stay filled as they are.

    Args:
        fold: with the network.
        variants: the patient as it is, first.
        own: training pages that may not give anything.
        lacks: all blocks that the patient lacks.
        block: the one to be given.
    """
    x, rows = variants.x[0], fold.stored.rows
    place = fold.stored.placement.of(x[None])[0]
    donors = fold.neighbourhood.donors(place, own, lacks, block, DONORS)
    given = np.where(fold.blocks == block, rows.x[donors], x)
    number = len(donors)
    neighbours, distance = variants.neighbours[:1] * number, variants.distance[:1] * number
    raw = fold.ask(Variants(given, neighbours, distance, {}))
    return Completed(donors, fold.stored.recalibration.apply(raw), fold.stored.draws.apply(raw))


def without_block(answers: Sequence[Completed], confidence: float) -> WithoutBlock:
    """All networks together.

    Each network has donors of its own, and the span of one network's donors is what the block
    decides; a span over several networks would also be their disagreement.

    Args:
        answers: of each network.
        confidence: share of what is said that an interval holds.
    """
    tail = (1 - confidence) / 2
    low, high = np.mean(
        [np.quantile(one.calibrated, [tail, 1 - tail]) for one in answers], axis=0
    ).tolist()
    as_if_known = [one.drawn.mean(axis=1) for one in answers]
    wider = _width([one.drawn for one in answers], tail) - _width(as_if_known, tail)
    return WithoutBlock(
        mean=float(np.mean([one.calibrated.mean() for one in answers])),
        low=low,
        high=high,
        donors=max(len(one.donors) for one in answers),
        widened_by=max(0.0, wider),
    )


def _width(drawn: Sequence[Numbers], tail: float) -> float:
    low, high = np.quantile(np.concatenate([one.ravel() for one in drawn]), [tail, 1 - tail])
    return float(high - low)
