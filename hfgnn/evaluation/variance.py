"""How much of the spread of the AUROC is the initial weights' and how much the division's."""

from dataclasses import dataclass

import numpy as np

from hfgnn.evaluation.placements import Numbers, auroc_by_fit
from hfgnn.types import Predictions


@dataclass(frozen=True)
class AurocSpread:
    """AUROC of every repeat and seed, and the two standard deviations behind it.

    Attributes:
        seed_sd: of runs that differ in the initial weights; None with one seed.
        split_sd: of runs that differ in the division into folds, without what the seeds add, 0
            where the estimate of its square is negative; None with one repeat or one seed.
        split_variance: that estimate as it came out, so that a negative one can be seen.
        repeats: divisions into folds.
        seeds: initial weights per division.
        values: AUROC, a row per repeat, a column per seed.
    """

    seed_sd: float | None
    split_sd: float | None
    split_variance: float | None
    repeats: int
    seeds: int
    values: tuple[tuple[float, ...], ...]


def auroc_spread(predictions: Predictions) -> AurocSpread:
    """Tell the spread by seed from the spread by split.

    Seeds lie within repeats, so this is a one-way analysis of variance with random effects: the
    seed variance is the mean variance within a repeat, the split variance is that of the repeats'
    means less the seed variance over the number of seeds (Searle, Casella & McCulloch 1992,
    Variance Components, chapter 3). A repeat without a fold of both classes is left out.

    Raises:
        ValueError: repeats have different numbers of seeds.
    """
    values = _values(predictions)
    repeats, seeds = values.shape
    seed_variance = split_variance = None
    if seeds > 1 and repeats:
        seed_variance = float(values.var(axis=1, ddof=1).mean())
    if seed_variance is not None and repeats > 1:
        split_variance = float(values.mean(axis=1).var(ddof=1)) - seed_variance / seeds
    return AurocSpread(
        seed_sd=None if seed_variance is None else float(np.sqrt(seed_variance)),
        split_sd=None if split_variance is None else float(np.sqrt(max(split_variance, 0))),
        split_variance=split_variance,
        repeats=repeats,
        seeds=seeds,
        values=tuple(tuple(float(value) for value in row) for row in values),
    )


def _values(predictions: Predictions) -> Numbers:
    scores = auroc_by_fit(predictions)
    rows = []
    for repeat in np.unique(scores.repeat):
        here = scores.repeat == repeat
        seeds = np.unique(scores.seed[here])
        rows.append([scores.pooled(here & (scores.seed == seed)) for seed in seeds])
    if len({len(row) for row in rows}) > 1:
        numbers = ", ".join(str(len(row)) for row in rows)
        raise ValueError(f"repeats have {numbers} seeds, but each must have as many as the others")
    values = np.array(rows, dtype=np.float64)
    return np.asarray(values[~np.isnan(values).any(axis=1)])
