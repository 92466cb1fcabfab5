"""Image and measured columns side by side: 512 + 5 = 517 numbers per patient."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hfgnn.features.clinical.numbers import ClinicalNumbers
from hfgnn.features.fitted_nodes import FittedNodes, Numbers
from hfgnn.features.missing import missing_blocks
from hfgnn.features.power import most_symmetric
from hfgnn.types import DataError, Nodes, Records, Rows


class Concatenated:
    """Scales what is to be scaled by the training rows, and joins the blocks.

    Clinical numbers are imputed by the training median where a value is missing, each with a
    further column that says so, and standardized. A clinical column without any training value
    is 0 throughout. A category becomes an indicator per level of the training rows, all of them
    together with the variance of one number; a row whose category is missing has 0 in each.
    A patient without an image has the training mean in its place, which is 0 where image columns
    are standardized; who lacks a block as a whole is marked, so that the graph does not take what
    was filled in for a likeness (hfgnn.graphs.partial).
    Columns of a recording and further ones stand behind the clinical ones and are treated as these
    are, in one block with them. Image columns are standardized if so set. At last the clinical
    block is multiplied so that it has its share of the distance between patients; side by side as
    they are, 5 columns would vanish beside 512. Network and controls all see the columns so made.

    Args:
        standardize_image: whether image columns too come in training standard deviations.
        clinical_share: share of the expected squared distance between two training rows that the
            clinical columns, together with those of a recording, are given, in (0, 1); None leaves
            it what it is. Without images they have all of it.
        straighten: whether numbers are made as symmetric as a power of them can be (Yeo and
            Johnson 2000, https://doi.org/10.1093/biomet/87.4.954), before they are standardized.
        mark_missing: whether a column with missing values has a further one that says so. Where
            values were filled in later for those who were still alive, these tell the outcome.
    """

    def __init__(
        self,
        *,
        standardize_image: bool,
        clinical_share: float | None,
        straighten: bool,
        mark_missing: bool,
    ) -> None:
        self.standardize_image = standardize_image
        self.clinical_share = clinical_share
        self.straighten = straighten
        self.mark_missing = mark_missing

    def nodes(
        self,
        records: Records,
        images: NDArray[np.float32],
        clinical: ClinicalNumbers,
        *,
        train: Rows,
    ) -> Nodes:
        """The columns of all records, with every fitted step fitted on ``train`` alone.

        Shapes:
            images: (records, 512), NaN for a patient without one, or (records, 0).
            clinical.values: (records, 5), or any other number of columns.
            train: row numbers.
            returns: x (records, 517) plus one column for each clinical one with missing values
                among the training rows.
        """
        values = clinical.values
        missing = missing_blocks(images, values, clinical.columns)
        fitted = self.fit(images[train], values[train], level_counts=clinical.level_counts)
        return Nodes(
            x=fitted.transform(images, values),
            columns=fitted.names(clinical.columns, clinical.levels),
            label=records.label,
            group=records.group,
            record_id=records.record_id,
            lacks={name: rows for name, rows in missing.items() if rows.any()} or None,
        )

    def fit(
        self, images: NDArray[np.float32], values: Numbers, *, level_counts: Sequence[int] = ()
    ) -> FittedNodes:
        """What is taken from the training rows, and then holds for every row.

        Args:
            images: of the training rows.
            values: of the training rows.
            level_counts: how many levels each clinical column has, 0 for a number; where empty,
                all are numbers.

        Shapes:
            images: (training rows, 512), NaN for a patient without one, or (training rows, 0).
            values: (training rows, clinical), NaN where missing.

        Raises:
            DataError: patients have images, but no training row does.
        """
        image_mean, image_scale, image_middle = np.empty(0), np.empty(0), np.empty(0)
        images = _those_there(images)
        if self.standardize_image:
            image_mean, image_scale = _mean_and_scale(images.astype(np.float64))
        else:
            image_middle = images.mean(axis=0, dtype=np.float64)
        missing = np.isnan(values)
        # A column that no training row has can be neither imputed nor scaled: it is a constant.
        is_empty = np.asarray(missing.all(axis=0))
        counts = np.array(level_counts or [0] * values.shape[1], dtype=np.int64)
        fitted = FittedNodes(
            num_images=np.array(images.shape[1]),
            image_mean=image_mean,
            image_scale=image_scale,
            is_empty=is_empty,
            median=np.nanmedian(np.where(is_empty, 0.0, values), axis=0),
            numbers=np.flatnonzero(counts == 0),
            power=self._powers(values[:, counts == 0]),
            one_hot=_indicators(values, np.flatnonzero(counts)),
            mean=np.empty(0),
            scale=np.empty(0),
            incomplete=np.flatnonzero(missing.any(axis=0) & self.mark_missing),
            factor=np.ones(()),
            image_middle=image_middle,
        )
        mean, scale = _mean_and_scale(fitted.expand(values))
        scale = _scale_together(scale, fitted.one_hot[:, 0])
        fitted = replace(fitted, mean=mean, scale=scale)
        factor = self._factor(fitted.image_block(images), fitted.clinical_block(values))
        return replace(fitted, factor=np.array(factor))

    def _powers(self, numbers: Numbers) -> Numbers:
        """Of Yeo and Johnson, for each column of numbers; 1 leaves it what it is."""
        return np.array([most_symmetric(one) if self.straighten else 1.0 for one in numbers.T])

    def _factor(self, images: NDArray[np.floating[Any]], clinical: Numbers) -> float:
        """By which the clinical block has to be multiplied to get its share."""
        own, others = clinical.var(axis=0).sum(), images.astype(np.float64).var(axis=0).sum()
        if self.clinical_share is None or own == 0 or others == 0:
            return 1.0
        return float(np.sqrt(self.clinical_share / (1 - self.clinical_share) * others / own))


def _those_there(images: NDArray[np.float32]) -> NDArray[np.float32]:
    """The images of the rows that have one.

    Raises:
        DataError: none has.
    """
    is_there = ~np.isnan(images).any(axis=1)
    if not is_there.any():
        raise DataError("no training patient of a fold has an image; take backbone=none")
    return images if is_there.all() else images[is_there]


def _indicators(values: Numbers, categories: Rows) -> Rows:
    """(indicators, 2): column and level of each; of two levels the second says all."""
    pairs: list[tuple[int, int]] = []
    for column in categories.tolist():
        there = values[:, column]
        levels = np.unique(there[~np.isnan(there)]).astype(np.int64).tolist()
        pairs += [(column, level) for level in (levels[1:] if len(levels) < 3 else levels)]
    return np.array(pairs, dtype=np.int64).reshape(-1, 2)


def _scale_together(scale: Numbers, category: Rows) -> Numbers:
    """The indicators of one category, which stand last, by what they vary together.

    A category so counts in the distance as one number does, however many levels it has.
    """
    if not len(category):
        return scale
    numbers, own = np.split(scale, [len(scale) - len(category)])
    _, place = np.unique(category, return_inverse=True)
    together = np.sqrt(np.bincount(place, weights=own**2))[place]
    return np.concatenate([numbers, together])


def _mean_and_scale(values: Numbers) -> tuple[Numbers, Numbers]:
    """Of each column; a constant one has the scale 1."""
    from sklearn.preprocessing import StandardScaler  # slow to import, and not needed to transform

    if not values.shape[1]:
        return np.empty(0), np.empty(0)
    scaler = StandardScaler().fit(values)
    return np.asarray(scaler.mean_), np.asarray(scaler.scale_)
