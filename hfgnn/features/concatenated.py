"""Image and clinical columns side by side: 512 + 5 = 517 numbers per patient."""

import numpy as np
from numpy.typing import NDArray
from sklearn.preprocessing import StandardScaler

from hfgnn.features.clinical.numbers import ClinicalNumbers
from hfgnn.types import IMAGE_COLUMNS, Nodes, Records, Rows


class Concatenated:
    """Scales what is to be scaled by the training rows, and joins the blocks.

    Clinical columns are imputed by the training median where a value is missing, each with a
    further column that says so, and standardized. A clinical column without any training value
    is 0 throughout. Image columns are standardized if so set.

    Args:
        standardize_image: whether image columns too come in training standard deviations.
    """

    def __init__(self, *, standardize_image: bool) -> None:
        self.standardize_image = standardize_image

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
            returns: x (records, 517) plus one column for each clinical one with missing values.
        """
        scaled, columns = _clinical_block(clinical, train)
        block = _standardize(images.astype(np.float64), train) if self.standardize_image else images
        return Nodes(
            x=np.concatenate([block, scaled], axis=1).astype(np.float32),
            columns=IMAGE_COLUMNS + columns,
            label=records.label,
            group=records.group,
            record_id=records.record_id,
        )


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
    incomplete = np.flatnonzero(missing.any(axis=0))
    names = tuple(f"{clinical.columns[column]}_missing" for column in incomplete)
    block = np.concatenate([_standardize(filled, train), missing[:, incomplete]], axis=1)
    return block, clinical.columns + names


def _standardize(values: NDArray[np.float64], train: Rows) -> NDArray[np.float64]:
    return np.asarray(StandardScaler().fit(values[train]).transform(values))
