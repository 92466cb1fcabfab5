"""Which rows train, choose and test."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from hfgnn.types.records import Records, Rows


@dataclass(frozen=True)
class Parts:
    """Row numbers of the training, validation and test rows of one split, each sorted."""

    train: Rows
    validation: Rows
    test: Rows

    @property
    def all(self) -> Rows:
        """Training, validation and test rows, in this order."""
        return np.concatenate([self.train, self.validation, self.test])


@dataclass(frozen=True)
class Split:
    """One test fold of one division of the patients into folds.

    Attributes:
        repeat: number of the division.
        fold: number of the test fold within it.
        parts: the rows.
    """

    repeat: int
    fold: int
    parts: Parts

    @property
    def name(self) -> str:
        """What folders and files of this split are called; of the first division just "fold2"."""
        return f"repeat{self.repeat}_fold{self.fold}" if self.repeat else f"fold{self.fold}"


@dataclass(frozen=True)
class Fold:
    """An honest split: no patient and no duplicate stands on two sides.

    Raises:
        ValueError: two parts share a group, or a part is empty.
    """

    records: Records
    parts: Parts

    def __post_init__(self) -> None:
        groups = {
            name: set(self.records.group[getattr(self.parts, name)].tolist())
            for name in ("train", "validation", "test")
        }
        for name, members in groups.items():
            if not members:
                raise ValueError(f"the {name} part of a fold is empty")
        for one, other in (("train", "validation"), ("train", "test"), ("validation", "test")):
            if shared := groups[one] & groups[other]:
                raise ValueError(
                    f"the {one} and {other} parts share {len(shared)} groups of pages, "
                    "but a patient may stand on one side only"
                )

    @property
    def training(self) -> TrainingPart:
        """The training pages, the only ones that may be balanced."""
        return TrainingPart(self.records.take(self.parts.train))


@dataclass(frozen=True)
class TrainingPart:
    """The training pages of a fold. Made by ``Fold.training`` and by nothing else."""

    records: Records
