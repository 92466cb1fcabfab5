"""How much the synthesized numbers alone give away, by Bayes' rule."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit
from scipy.stats import norm, rankdata

from hfgnn.features.clinical.numbers import Ceiling

if TYPE_CHECKING:
    from hfgnn.config.features import Normal
    from hfgnn.features.clinical.synthesized import Synthesized

DRAWS_PER_CLASS = 100_000  # standard error of the accuracy below .0008
SEED = 20_250_601


def ceiling(
    source: Synthesized, prevalence: float, features: tuple[int, ...] = (0, 1, 2, 3, 4)
) -> Ceiling:
    """Accuracy and AUROC of the true likelihood ratio, on a large seeded sample.

    Args:
        source: the distributions.
        prevalence: share of the ill.
        features: which of the five columns may be used.
    """
    label = np.repeat([0, 1], DRAWS_PER_CLASS)
    uniform = np.random.default_rng(SEED).random((2 * DRAWS_PER_CLASS, 5))
    evidence = log_likelihood_ratio(source, source.draw(uniform, label))[:, features].sum(axis=1)
    called_ill = expit(evidence) > 1 - prevalence
    healthy_right = float((~called_ill[:DRAWS_PER_CLASS]).mean())
    ill_right = float(called_ill[DRAWS_PER_CLASS:].mean())
    ranks = rankdata(evidence)[DRAWS_PER_CLASS:]
    auroc = (ranks.mean() - (DRAWS_PER_CLASS + 1) / 2) / DRAWS_PER_CLASS
    return Ceiling((1 - prevalence) * healthy_right + prevalence * ill_right, float(auroc))


def log_likelihood_ratio(source: Synthesized, values: NDArray[np.float64]) -> NDArray[np.float64]:
    """ln p(value | ill) - ln p(value | healthy), per feature; they are independent given the label.

    Shapes:
        values: (rows, 5), in the units of CLINICAL_COLUMNS.
        returns: (rows, 5).
    """
    ef, bnp, nyha, sbp, age = values.T
    shares = np.log(np.maximum(source.nyha_shares(), np.finfo(float).tiny))
    columns = [
        _ratio(source, "ef_fraction", ef, width=0),
        _ratio(source, "log_bnp_pg_per_ml", np.log(bnp), width=0),
        (shares[1] - shares[0])[nyha.astype(int) - 1],
        _ratio(source, "sbp_mmhg", sbp, width=0),
        _ratio(source, "age_years", age, width=1),
    ]
    return np.stack(columns, axis=1)


def _ratio(
    source: Synthesized, name: str, value: NDArray[np.float64], width: float
) -> NDArray[np.float64]:
    limits = source.normals[name]
    healthy, ill = (
        _log_density(value, mean, spread, limits=limits, width=width)
        for mean, spread in zip(source.means(name), source.spreads(name), strict=True)
    )
    return np.asarray(ill - healthy)


def _log_density(
    value: NDArray[np.float64], mean: float, spread: float, *, limits: Normal, width: float
) -> NDArray[np.float64]:
    """Log density of a clipped normal; its limits carry all that was clipped to them."""
    z = (value - mean) / spread
    half = width / 2 / spread
    if width:  # rounded values: the probability of the whole unit
        inside = np.log(norm.cdf(z + half) - norm.cdf(z - half))
    else:
        inside = norm.logpdf(z) - np.log(spread)
    below = norm.logcdf((limits.low + width / 2 - mean) / spread)
    above = norm.logsf((limits.high - width / 2 - mean) / spread)
    edge = 1e-9 * (limits.high - limits.low)  # the logarithm of an exponential is not exact
    within = np.where(value >= limits.high - edge, above, inside)
    return np.asarray(np.where(value <= limits.low + edge, below, within))
