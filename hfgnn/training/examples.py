"""Rows of tables as batches for a network: all in memory, cut by row number."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.utils.data import BatchSampler, DataLoader, Dataset, RandomSampler, SequentialSampler

from hfgnn.types import UNKNOWN, Rows

Batch = tuple[dict[str, Tensor], Tensor]
"""What the network takes, by the names of its arguments, and the label of each row."""


@dataclass(frozen=True)
class Examples(Dataset[Batch]):
    """What a network is asked, and the answers where they are known.

    Attributes:
        inputs: tables with one row per thing, such as a beat, by the names of the arguments of
            the network's ``forward``.
        label: class of each row, or UNKNOWN, which is neither learned nor scored.
        items: which rows are asked about. (items,) where each is asked alone; (items, length)
            where each item is a window of rows, UNKNOWN where a window has no row: then the
            network also gets ``present``, (batch, length) bool, and what it sees in absent
            places is row 0, to be masked.

    Shapes:
        inputs: (rows, ...), each.
        label: (rows,), int64.
        items: (items,) or (items, length), int64.

    Raises:
        ValueError: tables and labels differ in length, or an item is no row.
    """

    inputs: Mapping[str, NDArray[np.generic]]
    label: Rows
    items: Rows

    def __post_init__(self) -> None:
        lengths = {name: len(table) for name, table in self.inputs.items()}
        if set(lengths.values()) - {len(self.label)}:
            raise ValueError(f"there are {len(self.label)} labels, but tables have {lengths}")
        if self.items.size and not UNKNOWN <= self.items.min() <= self.items.max() < len(
            self.label
        ):
            raise ValueError(f"an item is none of the {len(self.label)} rows")

    @classmethod
    def all_of(cls, inputs: Mapping[str, NDArray[np.generic]], label: Rows) -> Examples:
        """Every row, each asked alone."""
        return cls(inputs, label, np.arange(len(label)))

    def __len__(self) -> int:
        return len(self.items)

    def __getitem__(self, numbers: list[int]) -> Batch:
        """The items of one batch."""
        rows = self.items[numbers]
        present = rows != UNKNOWN
        inputs = {
            name: torch.from_numpy(table[rows * present]) for name, table in self.inputs.items()
        }
        if rows.ndim > 1:
            inputs["present"] = torch.from_numpy(present)
        return inputs, torch.from_numpy(np.where(present, self.label[rows], UNKNOWN))

    def counts(self, num_classes: int) -> Rows:
        """How often each class is among the rows asked about."""
        label = self.label[self.items[self.items != UNKNOWN]]
        return np.bincount(label[label != UNKNOWN], minlength=num_classes)

    def shuffled(self, batch_size: int) -> DataLoader[Batch]:
        """Batches in a new order each epoch; a last smaller one is left out if others are there."""
        sampler = BatchSampler(RandomSampler(self), batch_size, len(self) > batch_size)
        return DataLoader(self, sampler=sampler, batch_size=None)

    def in_order(self, batch_size: int) -> DataLoader[Batch]:
        """Batches in the order of the items."""
        sampler = BatchSampler(SequentialSampler(self), batch_size, drop_last=False)
        return DataLoader(self, sampler=sampler, batch_size=None)
