"""Batches of patients: everybody once per epoch, the same again, from tables that lie on disk."""

import warnings

import numpy as np
import pytest
import torch

from hfgnn.training.neighbour_batches import NeighbourBatches, Patients
from hfgnn.training.neighbour_lists import NeighbourLists

SIZE = 50
TABLE = (np.arange(SIZE)[:, None] + [1, 7]) % SIZE


@pytest.fixture
def patients():
    x = np.arange(SIZE * 3, dtype=np.float32).reshape(SIZE, 3)
    lists = NeighbourLists.of_table(TABLE)
    return Patients({"x": x}, np.arange(SIZE), lists, lists.received_weight())


def asked_in(loader):
    """Labels are row numbers here."""
    return [batch["label"].tolist() for batch in loader]


def test_every_row_comes_once_per_epoch_in_an_order_that_the_seed_decides(patients):
    rows = np.arange(3, 43)
    batches = NeighbourBatches(patients, rows, num_steps=1)
    first, again, other = (batches.shuffled(16, seed=seed) for seed in (0, 0, 1))
    epochs = [asked_in(first), asked_in(first)]
    assert epochs == [asked_in(again), asked_in(again)]
    assert [len(one) for one in epochs[0]] == [16, 16, 8]
    for epoch in epochs:
        assert sorted(row for batch in epoch for row in batch) == rows.tolist()
    assert epochs[0] != epochs[1]
    assert epochs[0] != asked_in(other)


def test_the_order_is_drawn_apart_from_dropout(patients):
    batches = NeighbourBatches(patients, np.arange(SIZE), num_steps=1)
    before = torch.get_rng_state()
    asked_in(batches.shuffled(16, seed=0))
    asked_in(batches.in_order(16))
    assert torch.equal(torch.get_rng_state(), before)


def test_answers_are_asked_for_in_the_order_of_the_rows(patients):
    rows = np.array([40, 2, 30, 1, 7])
    batches = NeighbourBatches(patients, rows, num_steps=2).in_order(2)
    assert asked_in(batches) == [[40, 2], [30, 1], [7]]


def test_a_batch_has_a_copy_of_the_columns_of_its_rows(patients):
    batch = NeighbourBatches(patients, np.arange(SIZE), num_steps=1).batch(np.array([10, 20]))
    assert (batch["x"][:, 0] / 3).tolist() == [10, 20, 11, 17, 21, 27]
    assert batch["num_rows"].tolist() == [2, 6]
    assert batch["num_edges"].tolist() == [4]
    assert batch["received"].tolist() == [2] * 6
    batch["x"].zero_()
    assert patients.tables["x"][10].any()


def test_columns_may_lie_on_disk(patients, tmp_path):
    np.save(tmp_path / "x.npy", patients.tables["x"])
    mapped = np.load(tmp_path / "x.npy", mmap_mode="r")
    on_disk = Patients({"x": mapped}, patients.label, patients.lists, patients.received)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        one, other = (
            NeighbourBatches(which, np.arange(9), num_steps=2).batch(np.arange(9))
            for which in (patients, on_disk)
        )
    assert all(torch.equal(one[name], other[name]) for name in one)


def test_tables_of_different_lengths_are_refused(patients):
    with pytest.raises(ValueError, match=r"one row per patient.*'x': 49, 'label': 50"):
        Patients(
            {"x": patients.tables["x"][:-1]}, patients.label, patients.lists, patients.received
        )
