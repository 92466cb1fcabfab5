"""Image and clinical columns side by side: 512 + 5 = 517 numbers per patient."""

from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.preprocessing import StandardScaler

from hfgnn.features.clinical.numbers import ClinicalNumbers
from hfgnn.types import IMAGE_COLUMNS, Nodes, Records, Rows


class Concatenated:
    """Scales what is to be scaled by the training rows, and joins the blocks.

    Clinical columns are imputed by the training median where a value is missing, each with a
    further column that says so, and standardized. A clinical column without any training value
    is 0 throughout. Image columns are standardized if so set. At last the clinical block is
    multiplied so that it has its share of the distance between patients; side by side as they are,
    5 columns would vanish beside 512. Network and controls all see the columns so made.

    Args:
        standardize_image: whether image columns too come in training standard deviations.
        clinical_share: share of the expected squared distance between two training rows that the
            clinical block is given, in (0, 1); None leaves it what it is.
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
        scaled, columns = _clinical_block(clinical, train)
        block = _standardize(images.astype(np.float64), train) if self.standardize_image else images
        scaled = scaled * self._factor(block[train], scaled[train])
        return Nodes(
            x=np.concatenate([block, scaled], axis=1).astype(np.float32),
            columns=IMAGE_COLUMNS + columns,
            label=records.label,
            group=records.group,
            record_id=records.record_id,
        )

    def _factor(self, images: NDArray[np.floating[Any]], clinical: NDArray[np.float64]) -> float:
        """By which the clinical block has to be multiplied to get its share."""
        own, others = clinical.var(axis=0).sum(), images.astype(np.float64).var(axis=0).sum()
        if self.clinical_share is None or own == 0:
            return 1.0
        return float(np.sqrt(self.clinical_share / (1 - self.clinical_share) * others / own))


def _clinical_block(
    clinical: ClinicalNumbers, train: Rows
) -> tuple[NDArray[np.float64], tuple[str, ...]]:
    values = clinical.values
    if not clinical.columns:
        return values, ()
    missing = np.isnan(values)
    # A column that no training row has can be neither imputed nor scaled: it becomes a constant.
    values = np.where(missing[train].all(axis=0), 0.0, values)
    filled = np.where(np.isnan(values), np.nanmedian(values[train], axis=0), values)
    incomplete = np.flatnonzero(missing[train].any(axis=0))
    names = tuple(f"{clinical.columns[column]}_missing" for column in incomplete)
    block = np.concatenate([_standardize(filled, train), missing[:, incomplete]], axis=1)
    return block, clinical.columns + names


def _standardize(values: NDArray[np.float64], train: Rows) -> NDArray[np.float64]:
    return np.asarray(StandardScaler().fit(values[train]).transform(values))
