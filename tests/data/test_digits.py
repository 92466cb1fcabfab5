"""Digits: divided once, each on one side, from either source."""

import gzip
import struct
from pathlib import Path

import numpy as np
import pytest

from hfgnn.data.digits import read_digits
from hfgnn.types import DataError


def test_digits_of_the_library_are_divided_with_each_digit_in_the_same_share():
    digits = read_digits(None, training_digits=500, seed=0)
    parts = (digits.train, digits.validation, digits.test)
    assert np.array_equal(np.sort(np.concatenate(parts)), np.arange(1797))
    assert digits.picture.shape == (1797, 1, 8, 8)
    assert (digits.picture.min(), digits.picture.max()) == (0, 1)
    shares = [np.bincount(digits.label[rows], minlength=10) / len(rows) for rows in parts]
    np.testing.assert_allclose(shares[0], shares[2], atol=0.01)
    np.testing.assert_allclose(shares[0], shares[1], atol=0.01)


def test_the_division_is_that_of_the_seed():
    first, again = (read_digits(None, training_digits=500, seed=1) for _ in range(2))
    other = read_digits(None, training_digits=500, seed=2)
    assert np.array_equal(first.test, again.test)
    assert not np.array_equal(first.test, other.test)


@pytest.fixture
def mnist(tmp_path: Path) -> Path:
    """A folder as torchvision leaves it, with few digits."""
    raw = tmp_path / "MNIST" / "raw"
    raw.mkdir(parents=True)
    generator = np.random.default_rng(0)
    for name, number in (("train", 400), ("t10k", 100)):
        picture = generator.integers(0, 256, size=(number, 28, 28), dtype=np.uint8)
        label = (np.arange(number) % 10).astype(np.uint8)
        pictures = struct.pack(">IIII", 0x803, number, 28, 28) + picture.tobytes()
        labels = struct.pack(">II", 0x801, number) + label.tobytes()
        for kind, content in ((f"{name}-images-idx3-ubyte", pictures),
                              (f"{name}-labels-idx1-ubyte", labels)):  # fmt: skip
            (raw / kind).write_bytes(content)
            (raw / f"{kind}.gz").write_bytes(gzip.compress(content))
    return tmp_path


def test_mnist_is_tested_on_its_own_test_digits_and_so_many_train(mnist):
    digits = read_digits(str(mnist), training_digits=200, seed=0)
    assert digits.picture.shape == (500, 1, 28, 28)
    assert digits.picture.max() <= 1
    assert np.array_equal(digits.test, np.arange(400, 500))
    assert len(digits.train) + len(digits.validation) == 200
    assert max(digits.train.max(), digits.validation.max()) < 400
    assert not set(digits.train) & set(digits.validation)
    whole = read_digits(str(mnist), training_digits=60_000, seed=0)
    assert len(whole.train) + len(whole.validation) == 400


def test_a_folder_without_mnist_is_refused(tmp_path):
    with pytest.raises(DataError, match=r"digits.root is .*MNIST.*has no MNIST"):
        read_digits(str(tmp_path), training_digits=500, seed=0)
