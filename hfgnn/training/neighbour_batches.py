"""Some patients and whoever their answers depend on, batch by batch, from tables of any size."""

from __future__ import annotations

import warnings
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.utils.data import DataLoader, Dataset

from hfgnn.training.neighbour_lists import NeighbourLists
from hfgnn.training.reach import Reach
from hfgnn.training.rounds import PartBatch
from hfgnn.types import Rows


@dataclass(frozen=True)
class Patients:
    """All there are, and from whom each receives.

    Attributes:
        tables: what a batch takes its rows from, by the name it has there: x, mixed. Only rows of
            the batch are read, so a table may lie on disk, as a memory map.
        label: of all patients.
        lists: from whom each patient receives.
        received: sum of the weights that each patient receives, as the lists give it.

    Shapes:
        tables: (patients, columns), float32, each.
        label: (patients,), int64.
        received: (patients,), float32.

    Raises:
        ValueError: they are not of one length.
    """

    tables: Mapping[str, NDArray[np.float32]]
    label: Rows
    lists: NeighbourLists
    received: NDArray[np.float32]

    def __post_init__(self) -> None:
        lengths = {name: len(table) for name, table in self.tables.items()}
        lengths |= {"label": len(self.label), "lists of neighbours": self.lists.num_patients}
        if len(set(lengths.values())) > 1:
            raise ValueError(f"there must be one row per patient in all, but there are {lengths}")


class NeighbourBatches(Dataset[int]):
    """Row numbers to be asked about, and how some of them become a batch.

    Args:
        patients: all there are.
        rows: who is asked about, (rows,), int64.
        num_steps: how far a batch reaches, as the network's rounds need it.
    """

    def __init__(self, patients: Patients, rows: Rows, *, num_steps: int) -> None:
        self.patients = patients
        self.rows = rows
        self._tables = {name: _as_tensor(table) for name, table in patients.tables.items()}
        self._label = torch.from_numpy(patients.label)
        self._received = torch.from_numpy(patients.received)
        self._reach = Reach(patients.lists, num_steps=num_steps)

    def __len__(self) -> int:
        return len(self.rows)

    def __getitem__(self, number: int) -> int:
        return int(self.rows[number])

    def __getitems__(self, numbers: list[int]) -> Rows:
        """What a loader calls for all items of a batch at once."""
        return self.rows[numbers]

    def batch(self, asked: Rows | list[int]) -> PartBatch:
        """Some rows and whoever their answers depend on.

        Args:
            asked: row numbers.
        """
        asked = np.asarray(asked)
        part = self._reach.around(asked)
        rows = torch.from_numpy(part.rows)
        content = PartBatch(
            edges=torch.from_numpy(part.edges),
            label=self._label[torch.from_numpy(asked)],
            received=self._received[rows],
            num_rows=torch.tensor(part.num_rows),
            num_edges=torch.tensor(part.num_edges, dtype=torch.int64),
        )
        for name, table in self._tables.items():
            content[name] = table.index_select(0, rows)
        weights = self.patients.lists.weights
        if weights is not None:
            content["weights"] = torch.from_numpy(weights[part.places])
        return content

    def shuffled(self, batch_size: int, *, seed: int) -> DataLoader[int]:
        """Every row once per epoch, in a new order each time.

        Args:
            batch_size: rows asked about per batch.
            seed: of the order.
        """
        order = torch.Generator().manual_seed(seed)
        return DataLoader(self, batch_size, shuffle=True, collate_fn=self.batch, generator=order)

    def in_order(self, batch_size: int) -> DataLoader[int]:
        """Every row once, in the order given.

        Args:
            batch_size: rows asked about per batch.
        """
        order = torch.Generator()  # a loader draws a number even so; not from the global one
        return DataLoader(self, batch_size, collate_fn=self.batch, generator=order)


def _as_tensor(table: NDArray[np.float32]) -> Tensor:
    """The table itself; of a map that is only read, torch would say that it must not be written."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message=".*not writable.*")
        return torch.from_numpy(table)
