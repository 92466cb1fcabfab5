"""How well a few columns alone tell the classes apart, and what chance would give."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hfgnn.audits import ridge
from hfgnn.audits.groups import stratified_folds, usable_rows
from hfgnn.audits.ranking import (
    Columns,
    OutOfFold,
    Scores,
    aurocs_in_folds,
    permuted_rows,
    ranked_kinds,
)
from hfgnn.evaluation.bootstrap import draw_patients
from hfgnn.types import Estimate, Evidence, Rows

TINY = 1e-9

CHANCE = "labels permuted between patients"
"""What the number beside a probe's score stands for, unless another model stands there."""

CHANCE_QUANTILE = 0.99
"""A score above this share of the permutations may be above chance."""

DEVIATIONS = 3.0
"""It is, if it also lies this many standard deviations above their mean: an audit has a dozen
probes, and few permutations say little about the far end. Of 620 probes of noise, 220 of them the
best of 35 readings, none came out above chance."""

CURVATURE = 0.25
"""Second derivative of the logistic loss at even odds: with a quarter of ``penalty`` the squared
loss shrinks the weights as the logistic loss does with the whole."""


@dataclass(frozen=True)
class ProbeResult:
    """What a probe of some columns came to.

    Attributes:
        name: of the columns, such as "colour".
        target: what was to be told, such as "the label".
        auroc: with its bootstrap interval over groups; the mean over the classes, each against
            the others, where there are more than two.
        chance: the same for permuted labels: mean, 1 % and 99 % quantile.
        deviations: by how many standard deviations of the permutations it exceeds their mean.
        num_rows: rows that were told apart.
        num_columns: columns that could be used.
    """

    name: str
    target: str
    auroc: Estimate
    chance: Estimate
    deviations: float
    num_rows: int
    num_columns: int

    @property
    def is_above_chance(self) -> bool:
        """Whether the value exceeds 99 % of the permutations, and their mean by far."""
        return self.deviations > DEVIATIONS and self.auroc.value > self.chance.high

    def evidence(self) -> Evidence:
        """The score beside chance."""
        return Evidence(f"AUROC of {self.name} for {self.target}", self.auroc, self.chance, CHANCE)


@dataclass(frozen=True, kw_only=True)
class Probe:
    """Ridge regression on class indicators (hfgnn/audits/ridge.py), cross-validated by group.

    AUROC compares rows inside a test fold only. Chance is measured by permuting whole groups
    inside the folds (Ojala and Garriga 2010, Permutation tests for studying classifier
    performance, https://jmlr.org/papers/v11/ojala10a.html).

    Attributes:
        folds: most folds; fewer where a class has fewer groups.
        components: most columns of the regression.
        penalty: inverse strength of the penalty on standardized columns, on the scale of a
            logistic regression.
        resamples: bootstrap draws of groups.
        permutations: of the labels, for the chance level.
        confidence: of the interval, in (0, 1).
        seed: of folds, draws and permutations.
    """

    folds: int
    components: int
    penalty: float
    resamples: int
    permutations: int
    confidence: float
    seed: int

    def measure(
        self, x: Columns, kind: NDArray[Any], group: Rows, *, name: str, target: str
    ) -> ProbeResult | None:
        """AUROC of some columns and its chance level.

        Args:
            x: the columns; NaN is missing.
            kind: label or class of each row; rows of a class with one group only are left out.
            group: rows that share a number stay on one side and are drawn together.
            name: of the columns.
            target: what ``kind`` is.

        Shapes:
            x: (rows, columns).

        Returns:
            None where nothing can be told: one class, or all columns constant.
        """
        return self.measure_best((x,), kind, group, name=name, target=target)

    def measure_best(
        self,
        readings: Sequence[Columns],
        kind: NDArray[Any],
        group: Rows,
        *,
        name: str,
        target: str,
    ) -> ProbeResult | None:
        """The greatest AUROC of several readings of one thing, and what chance gives for it.

        For each permutation the greatest over the same readings is taken too, so that reading in
        many ways raises no false alarm (Westfall and Young 1993, Resampling-Based Multiple
        Testing, Wiley, section 2.3). The interval is that of the best reading, chosen because it
        is the best: it lies somewhat too high, and chance, not the interval, decides.

        Args:
            readings: columns, each reading as in ``measure``; constant ones are passed over.
            kind: as in ``measure``.
            group: as in ``measure``.
            name: of the thing.
            target: what ``kind`` is.

        Returns:
            None where nothing can be told by any reading.
        """
        rows = usable_rows(kind, group)
        kind, group = kind[rows], group[rows]
        varying = [x[rows][:, _varies(x[rows])] for x in readings]
        varying = [x for x in varying if x.size]
        if not varying or not len(rows):
            return None
        code, fold = self._coded(kind, group)
        labelings = self._labelings(code, fold, group)
        read = [self._aurocs(x, labelings, fold) for x in varying]
        best = int(np.argmax([values[0] for _, values in read]))
        auroc = self.estimate(read[best][0].auroc(self.draws(group)))
        if np.isnan(auroc.value):
            return None
        permuted = np.max([values[1:] for _, values in read], axis=0)
        chance, deviations = _beside(permuted, auroc.value)
        return ProbeResult(name, target, auroc, chance, deviations, *varying[best].shape)

    def out_of_fold(self, x: Columns, kind: NDArray[Any], group: Rows) -> OutOfFold | None:
        """Answers for every row by a model of the other folds; None without columns or classes.

        See ``measure`` for the arguments; no row is left out here.
        """
        if not x.size or len(np.unique(kind)) < 2:
            return None
        code, fold = self._coded(kind, group)
        return OutOfFold(self._answers(x, code[None], fold)[0].T, code, fold)

    def draws(self, group: Rows) -> Columns:
        """Bootstrap weights of the rows, the data themselves first."""
        return draw_patients(group, resamples=self.resamples, seed=self.seed)

    def estimate(self, draws: Columns) -> Estimate:
        """The first value with the percentiles of the others."""
        tail = (1 - self.confidence) / 2
        others = draws[1:][~np.isnan(draws[1:])]
        low, high = np.quantile(others, [tail, 1 - tail]) if len(others) else (np.nan, np.nan)
        return Estimate(float(draws[0]), float(low), float(high))

    def _coded(self, kind: NDArray[Any], group: Rows) -> tuple[Rows, Rows]:
        """Number of the class, and of the fold, of each row."""
        code = np.unique(kind, return_inverse=True)[1].ravel().astype(np.int64)
        return code, stratified_folds(code, group, most=self.folds, seed=self.seed)

    def _answers(self, x: Columns, codes: Rows, fold: Rows) -> Scores:
        """Scores of several labelings at once, (labelings, classes, rows)."""
        kinds = np.array(ranked_kinds(_columns(codes)))
        targets = (codes[:, None, :] == kinds[:, None]).reshape(-1, len(x)).T
        scores = ridge.out_of_fold(
            x,
            targets.astype(np.float64),
            fold,
            components=self.components,
            strength=1 / (CURVATURE * self.penalty),
        )
        return scores.T.reshape(len(codes), len(kinds), len(x))

    def _aurocs(self, x: Columns, codes: Rows, fold: Rows) -> tuple[OutOfFold, Columns]:
        """Answers for the first of several labelings, and the AUROC of each labeling."""
        scores = self._answers(x, codes, fold)
        each = [
            aurocs_in_folds(scores[:, column], codes == kind, fold)
            for column, kind in enumerate(ranked_kinds(scores.shape[1]))
        ]
        return OutOfFold(scores[0].T, codes[0], fold), np.asarray(np.mean(each, axis=0))

    def _labelings(self, code: Rows, fold: Rows, group: Rows) -> Rows:
        """The labels, and below them their permutations."""
        # Inside the folds, so that these stay stratified and the columns of a fold what they are.
        orders = permuted_rows(group, times=self.permutations, seed=self.seed, within=fold)
        return np.stack([code, *(code[order] for order in orders)])


def _columns(codes: Rows) -> int:
    classes = int(codes.max()) + 1
    return 1 if classes == 2 else classes


def _beside(permuted: Columns, value: float) -> tuple[Estimate, float]:
    """What permuted labels give, and how far above it a value is."""
    mean = float(permuted.mean())
    # "lower" and "higher" are values that occurred: with 200 permutations at most one is above.
    low = float(np.quantile(permuted, 1 - CHANCE_QUANTILE, method="lower"))
    high = float(np.quantile(permuted, CHANCE_QUANTILE, method="higher"))
    spread = float(permuted.std(ddof=1))
    return Estimate(mean, low, high), (value - mean) / max(spread, TINY)


def _varies(x: Columns) -> NDArray[np.bool_]:
    """Columns with more than one value; a missing one counts as none."""
    filled = np.where(np.isnan(x), np.inf, x), np.where(np.isnan(x), -np.inf, x)
    return np.asarray(
        filled[0].min(axis=0, initial=np.inf) < filled[1].max(axis=0, initial=-np.inf)
    )
