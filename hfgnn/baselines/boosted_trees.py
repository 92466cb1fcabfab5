"""Gradient-boosted trees on columns, for several classes (Chen and Guestrin 2016).

https://doi.org/10.1145/2939672.2939785, through the xgboost package.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import xgboost
from numpy.typing import NDArray

from hfgnn.types import DataError, Rows

Floats = NDArray[np.float32]


@dataclass(frozen=True)
class FittedTrees:
    """Trees that have been grown.

    Attributes:
        booster: xgboost's own.
        classes: how many there are; those that no training row had get probability 0.
    """

    booster: Any
    classes: int

    def probability(self, x: Floats) -> NDArray[np.float64]:
        """Probability of each class.

        Shapes:
            x: (rows, columns), NaN where a value is missing.
            returns: (rows, classes), float64.
        """
        return np.asarray(self.booster.predict(xgboost.DMatrix(x)), dtype=np.float64)

    def as_bytes(self) -> NDArray[np.uint8]:
        """The trees in xgboost's binary JSON, which holds numbers and names alone."""
        return np.frombuffer(self.booster.save_raw("ubj"), dtype=np.uint8).copy()

    @staticmethod
    def from_bytes(content: NDArray[np.uint8], classes: int) -> FittedTrees:
        """The trees that ``as_bytes`` gave.

        Raises:
            DataError: the content is none of xgboost's.
        """
        booster = xgboost.Booster()
        try:
            booster.load_model(bytearray(content.tobytes()))
        except xgboost.core.XGBoostError as error:
            raise DataError(f"stored trees cannot be read: {str(error).splitlines()[0]}") from None
        return FittedTrees(booster, classes)


@dataclass(frozen=True)
class BoostedTrees:
    """How trees are grown.

    Attributes:
        trees: per class, at most.
        depth: of each.
        learning_rate: share of a tree's answer that is added.
        row_share: of the training rows, drawn for each tree.
        column_share: of the columns, drawn for each tree.
        least_weight: of the rows in a leaf, summed.
        penalty: on the squares of what leaves say.
        patience: trees without a lower validation loss, then it stops; None grows all.
        class_power: each class weighs as much as its share to the power of 1 minus this; 0 as it
            is, 1 all alike.
        record_power: the same of the recordings within a class.
        threads: of the processor.
    """

    trees: int
    depth: int
    learning_rate: float
    row_share: float
    column_share: float
    least_weight: float
    penalty: float
    patience: int | None
    class_power: float
    record_power: float
    threads: int

    def fit(
        self,
        train: tuple[Floats, Rows, Floats],
        validation: tuple[Floats, Rows, Floats],
        *,
        classes: int,
        seed: int,
    ) -> FittedTrees:
        """Grow trees on training rows until the validation loss rises.

        Args:
            train: columns, labels and weights of the rows that are learned.
            validation: the same of those that say when to stop.
            classes: how many there are.
            seed: of the drawn rows and columns.
        """
        learned, checked = (
            xgboost.DMatrix(x, label=label, weight=weight)
            for x, label, weight in (train, validation)
        )
        booster = xgboost.train(
            self._parameters(classes, seed),
            learned,
            num_boost_round=self.trees,
            evals=[(checked, "validation")],
            early_stopping_rounds=self.patience,
            verbose_eval=False,
        )
        if self.patience is not None:
            booster = booster[: booster.best_iteration + 1]
        return FittedTrees(booster, classes)

    def _parameters(self, classes: int, seed: int) -> Mapping[str, Any]:
        return {
            "objective": "multi:softprob",
            "num_class": classes,
            "max_depth": self.depth,
            "eta": self.learning_rate,
            "subsample": self.row_share,
            "colsample_bytree": self.column_share,
            "min_child_weight": self.least_weight,
            "lambda": self.penalty,
            "tree_method": "hist",
            "max_bin": BINS,
            "nthread": self.threads,
            "seed": seed,
        }

    def weigh(self, label: Rows, recording: NDArray[Any]) -> Floats:
        """How much each row counts: 1 on average.

        Args:
            label: class of each row.
            recording: which recording each row is of.

        Shapes:
            label, recording: (rows,).
            returns: (rows,), float32.
        """
        _, number = np.unique(recording, return_inverse=True)
        pair = label * (number.max(initial=0) + 1) + number
        share = np.bincount(pair)[pair].astype(np.float64)
        weight = share**-self.record_power
        total = np.bincount(label, weights=weight)[label]
        counts = np.bincount(label)[label] / max(len(label), 1)
        weight *= counts ** (1 - self.class_power) / total
        mean = weight.mean() if len(label) else 1.0
        return np.asarray(weight / mean, dtype=np.float32)


BINS = 64
"""Steps into which the range of a column is cut."""
