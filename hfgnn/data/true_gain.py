"""What the best rule can reach in a world that is known, and which world gives what is wanted.

A patient's liability is normal with mean 0 and variance 1; whoever stands above the threshold that
the prevalence sets is ill (the probit, or liability-threshold, model). The best rule ranks patients
by the expected liability, given all that it hears. Its AUROC depends on two numbers alone: the
correlation of that expectation with the liability, and the prevalence.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.optimize import brentq
from scipy.stats import norm

REACH = 9.0  # standard deviations beyond which a normal density is nothing
STEPS = 4001
HIGHEST = 0.999  # correlation up to which the steps are fine enough


@dataclass(frozen=True)
class Shared:
    """A severity that the mates of a circle share, and that each measures for itself.

    Attributes:
        effect: correlation of the severity with the liability.
        reliability: share of the severity in the variance of one patient's measurement.
    """

    effect: float
    reliability: float


def best_auroc(correlation: float, prevalence: float) -> float:
    """AUROC of a normal score with this correlation to the liability.

    Shapes:
        correlation: in [0, 1).
        prevalence: in (0, 1).
    """
    score = np.linspace(-REACH, REACH, STEPS)
    threshold = norm.isf(prevalence)
    ill = norm.cdf((correlation * score - threshold) / np.sqrt(1 - correlation**2))
    density = norm.pdf(score)
    among_ill: Any = density * ill / prevalence
    among_healthy: Any = density * (1 - ill) / (1 - prevalence)
    step = score[1] - score[0]
    healthy_below = (np.cumsum(among_healthy) - among_healthy / 2) * step
    return float((among_ill * healthy_below).sum() * step)


def correlation_for(auroc: float, prevalence: float) -> float:
    """The correlation with the liability at which the best rule has this AUROC.

    Raises:
        ValueError: the AUROC is below one half, or so high that no noise is left.
    """
    highest = best_auroc(HIGHEST, prevalence)
    if not 0.5 <= auroc < highest:
        raise ValueError(f"AUROC is {auroc}, but must be in [0.5, {highest:.4f})")
    if auroc == 0.5:
        return 0.0
    root: Any = brentq(lambda one: best_auroc(one, prevalence) - auroc, 0, HIGHEST)
    return float(root)


def reliability_of_mean(reliability: float, patients: int) -> float:
    """Share of a shared severity in the variance of the mean of so many patients' measurements.

    The formula of Spearman and Brown (1910) for a test of several times its length.
    """
    return patients * reliability / (1 + (patients - 1) * reliability)


def shared_severity(base: float, gain: float, *, neighbours: int, prevalence: float) -> Shared:
    """The severity and its measurement with which so many neighbours add ``gain``.

    Hearing k mates as well as oneself, the best rule takes the mean of k + 1 measurements, since
    all are equally reliable.

    Args:
        base: AUROC of the best rule on a patient's own columns.
        gain: how much higher the AUROC of the best rule is that hears the neighbours' columns too.
        neighbours: how many are heard, all of one circle.
        prevalence: share of the ill.

    Raises:
        ValueError: so many neighbours cannot add so much.
    """
    own = correlation_for(base, prevalence)
    heard = correlation_for(base + gain, prevalence)
    wanted = (own / heard) ** 2
    heard_by = neighbours + 1

    def excess(reliability: float) -> float:
        return reliability / reliability_of_mean(reliability, heard_by) - wanted

    if excess(0.0 + 1e-9) >= 0:
        raise ValueError(f"{neighbours} neighbours cannot add {gain} to an AUROC of {base}")
    root: Any = brentq(excess, 1e-9, 1.0)
    effect = own / np.sqrt(root)
    if effect >= 1:
        raise ValueError(f"{neighbours} neighbours cannot add {gain} to an AUROC of {base}")
    return Shared(effect=float(effect), reliability=float(root))


def auroc_in_circle(shared: Shared, neighbours: int, prevalence: float) -> float:
    """AUROC of the best rule that hears so many mates of the circle."""
    reliability = reliability_of_mean(shared.reliability, neighbours + 1)
    return best_auroc(shared.effect * float(np.sqrt(reliability)), prevalence)
