"""Image and clinical columns side by side: 512 + 5 = 517 numbers per patient."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hfgnn.features.clinical.numbers import ClinicalNumbers
from hfgnn.features.fitted_nodes import FittedNodes, Numbers
from hfgnn.types import Nodes, Records, Rows


class Concatenated:
    """Scales what is to be scaled by the training rows, and joins the blocks.

    Clinical columns are imputed by the training median where a value is missing, each with a
    further column that says so, and standardized. A clinical column without any training value
    is 0 throughout. Columns of a recording stand behind the clinical ones and are treated as these
    are, in one block with them. Image columns are standardized if so set. At last the clinical
    block is multiplied so that it has its share of the distance between patients; side by side as
    they are, 5 columns would vanish beside 512. Network and controls all see the columns so made.

    Args:
        standardize_image: whether image columns too come in training standard deviations.
        clinical_share: share of the expected squared distance between two training rows that the
            clinical columns, together with those of a recording, are given, in (0, 1); None leaves
            it what it is.
    """

    def __init__(self, *, standardize_image: bool, clinical_share: float | None) -> None:
        self.standardize_image = standardize_image
        self.clinical_share = clinical_share

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
            images: (records, 512).
            clinical.values: (records, 5), or (records, 0).
            train: row numbers.
            returns: x (records, 517) plus one column for each clinical one with missing values
                among the training rows.
        """
        fitted = self.fit(images[train], clinical.values[train])
        return Nodes(
            x=fitted.transform(images, clinical.values),
            columns=fitted.names(clinical.columns),
            label=records.label,
            group=records.group,
            record_id=records.record_id,
        )

    def fit(self, images: NDArray[np.float32], values: Numbers) -> FittedNodes:
        """What is taken from the training rows, and then holds for every row.

        Shapes:
            images: (training rows, 512).
            values: (training rows, clinical), NaN where missing.
        """
        image_mean, image_scale = np.empty(0), np.empty(0)
        if self.standardize_image:
            image_mean, image_scale = _mean_and_scale(images.astype(np.float64))
        missing = np.isnan(values)
        # A column that no training row has can be neither imputed nor scaled: it is a constant.
        is_empty = np.asarray(missing.all(axis=0))
        median = np.nanmedian(np.where(is_empty, 0.0, values), axis=0)
        fitted = FittedNodes(
            image_mean=image_mean,
            image_scale=image_scale,
            is_empty=is_empty,
            median=median,
            mean=np.zeros_like(median),
            scale=np.ones_like(median),
            incomplete=np.flatnonzero(missing.any(axis=0)),
            factor=np.ones(()),
        )
        mean, scale = _mean_and_scale(fitted.fill(values))
        fitted = replace(fitted, mean=mean, scale=scale)
        factor = self._factor(fitted.image_block(images), fitted.clinical_block(values))
        return replace(fitted, factor=np.array(factor))

    def _factor(self, images: NDArray[np.floating[Any]], clinical: Numbers) -> float:
        """By which the clinical block has to be multiplied to get its share."""
        own, others = clinical.var(axis=0).sum(), images.astype(np.float64).var(axis=0).sum()
        if self.clinical_share is None or own == 0:
            return 1.0
        return float(np.sqrt(self.clinical_share / (1 - self.clinical_share) * others / own))


def _mean_and_scale(values: Numbers) -> tuple[Numbers, Numbers]:
    """Of each column; a constant one has the scale 1."""
    from sklearn.preprocessing import StandardScaler  # slow to import, and not needed to transform

    if not values.shape[1]:
        return np.empty(0), np.empty(0)
    scaler = StandardScaler().fit(values)
    return np.asarray(scaler.mean_), np.asarray(scaler.scale_)
