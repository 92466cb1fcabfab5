"""What one way of training gains over another, over pairs of runs that share their seed."""

import numpy as np
from numpy.typing import NDArray
from scipy.stats import t as student

from hfgnn.types import Estimate

LEAST_PAIRS = 10
"""Pairs of seeds from which a gain may be claimed; a handful shows one by luck too often."""


def paired_gain(
    transferred: NDArray[np.float64], scratch: NDArray[np.float64], confidence: float
) -> Estimate:
    """The mean paired difference with Student's interval (Student 1908).

    Runs of one seed share their order of batches and whatever else the seed decides, so it is
    their difference that is compared with its spread over the seeds. The interval speaks of other
    seeds on these patients, not of other patients.

    Args:
        transferred: score of each run that starts from carried-over weights, by seed.
        scratch: score of the run of the same seed that starts from random weights.
        confidence: of the interval, in (0, 1).

    Shapes:
        transferred, scratch: (seeds,).
        returns: ends that are NaN where all pairs differ by the same number other than 0, since
            then there is no spread to compare it with.

    Raises:
        ValueError: the two differ in length, there are fewer than two pairs, a score is not
            finite, or the confidence is not in (0, 1).
    """
    one, other = np.asarray(transferred, np.float64), np.asarray(scratch, np.float64)
    _need_pairs(one, other, confidence)
    differences = one - other
    mean = float(differences.mean())
    if np.ptp(differences) < 1e-12:
        end = 0.0 if abs(mean) < 1e-12 else np.nan
        return Estimate(mean, end, end)
    error = float(differences.std(ddof=1)) / len(differences) ** 0.5
    spread = float(student.ppf((1 + confidence) / 2, len(differences) - 1)) * error
    return Estimate(mean, mean - spread, mean + spread)


def _need_pairs(one: NDArray[np.float64], other: NDArray[np.float64], confidence: float) -> None:
    if one.ndim != 1 or one.shape != other.shape:
        raise ValueError(
            f"scores are {one.shape} and {other.shape}, but seeds come in pairs: one list each, "
            "of the same length"
        )
    if len(one) < 2:
        raise ValueError(f"there is {len(one)} pair of seeds, but an interval needs at least 2")
    if not np.isfinite(np.concatenate([one, other])).all():
        raise ValueError("a score is not a finite number, so its pair has no difference")
    if not 0 < confidence < 1:
        raise ValueError(f"confidence is {confidence}, but it must be in (0, 1)")


def gain_sentence(gain: Estimate, *, pairs: int, score: str) -> str:
    """What may be said of a gain from transfer.

    Args:
        gain: of ``paired_gain``.
        pairs: seeds that it was taken over.
        score: what was gained, such as "AUROC".
    """
    if pairs < LEAST_PAIRS:
        return (
            f"transfer changes {score} by {gain.value:+.3f} over {pairs} paired seeds, but a gain "
            f"is claimed from {LEAST_PAIRS} on"
        )
    if not np.isfinite([gain.low, gain.high]).all():
        return (
            f"transfer changes {score} by {gain.value:+.3f} with every one of {pairs} paired "
            "seeds, so there is no spread to compare it with"
        )
    numbers = f"{gain.value:+.3f} [{gain.low:+.3f}, {gain.high:+.3f}] over {pairs} paired seeds"
    if gain.low > 0:
        return f"transfer raises {score}: {numbers}"
    if gain.high < 0:
        return f"transfer lowers {score}: {numbers}"
    return f"no evidence that transfer changes {score}: {numbers}"
