"""McNemar's test: whether two models make different numbers of errors on the same pages."""

from dataclasses import dataclass

import numpy as np
from scipy.stats import binom, binomtest

from hfgnn.evaluation.placements import need_same_rows
from hfgnn.types import Predictions


@dataclass(frozen=True)
class McNemar:
    """Pages on which exactly one of two models errs.

    Attributes:
        pages: compared.
        only_one_errs: pages that the first model calls wrongly and the other rightly.
        only_other_errs: pages that the other model calls wrongly and the first rightly.
        p: exact, two-sided.
        mid_p: two-sided, which keeps its level and is less cautious.
    """

    pages: int
    only_one_errs: int
    only_other_errs: int
    p: float
    mid_p: float


def mcnemar(one: Predictions, other: Predictions) -> McNemar:
    """Test whether two models err equally often (McNemar 1947).

    If they do, each page on which just one errs is a toss of a coin, so p is binomial; the mid-p
    is the exact p less half of what the observed table weighs on either side (Fagerland, Lydersen
    & Laake 2013, https://doi.org/10.1186/1471-2288-13-91).

    A page counts once, by the first repeat and its first seed. Pages of one patient are treated as
    independent, which they are not where a patient has several: then p is too small, and DeLong's
    test or the bootstrap, which draw patients, are to be believed.

    Raises:
        ValueError: the models do not answer the same rows.
    """
    need_same_rows(one, other)
    first = one.repeat == one.repeat.min()
    first &= one.seed == one.seed[first].min()
    wrong, other_wrong = ((model.predicted != model.label)[first] for model in (one, other))
    b, c = int((wrong & ~other_wrong).sum()), int((~wrong & other_wrong).sum())
    exact, middle = _binomial(b, c)
    return McNemar(int(np.sum(first)), b, c, exact, middle)


def _binomial(b: int, c: int) -> tuple[float, float]:
    if b == c:  # no page on which just one errs says nothing, so p is 1
        return 1.0, 1 - float(binom.pmf(b, b + c, 0.5)) / 2 if b else 1.0
    exact = float(binomtest(b, b + c, 0.5).pvalue)
    return exact, exact - float(binom.pmf(b, b + c, 0.5))
