"""Hand-written digits, to see whether a network for pictures can read."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.datasets import load_digits
from sklearn.model_selection import train_test_split

from hfgnn.types import DataError, Rows

TEST_SHARE, VALIDATION_SHARE = 0.25, 0.15
"""Of the digits; where the source has a test part of its own, that one is taken."""


@dataclass(frozen=True)
class Digits:
    """Pictures of digits, and which of them train, choose and test.

    Attributes:
        picture: float32 (digits, 1, rows, columns), in [0, 1].
        label: int64 (digits,), 0 to 9.
        train: rows that are learned.
        validation: rows that choose the epoch.
        test: rows that are asked once.
        source: one phrase that says which digits these are.
    """

    picture: NDArray[np.float32]
    label: Rows
    train: Rows
    validation: Rows
    test: Rows
    source: str


def read_digits(root: str | None, *, training_digits: int, seed: int) -> Digits:
    """MNIST where a folder is given, else the digits that scikit-learn brings.

    scikit-learn's are the 1,797 test digits of Alpaydin and Kaynak 1998,
    https://doi.org/10.24432/C50P49; nobody knows whose they are, so a person's digits may stand on
    both sides, as in every result on them.

    Args:
        root: folder that holds MNIST/raw, as torchvision writes it, or None.
        training_digits: of MNIST, at most so many train and choose.
        seed: of the division.

    Raises:
        DataError: the folder has no MNIST.
    """
    if root is None:
        picture, label = _bundled()
        rest, test = _divided(np.arange(len(label)), label, TEST_SHARE, seed)
        source = "scikit-learn's digits, 8x8 pixels"
    else:
        picture, label, first_test = _mnist(root)
        rest = _at_most(label[:first_test], training_digits, seed)
        test = np.arange(first_test, len(label))
        source = "MNIST, 28x28 pixels"
    train, validation = _divided(rest, label, VALIDATION_SHARE, seed)
    return Digits(picture, label, train, validation, test, source)


def _divided(rows: Rows, label: Rows, share: float, seed: int) -> tuple[Rows, Rows]:
    """The larger and the smaller part, each with the digits in the same shares."""
    kept, taken = train_test_split(rows, test_size=share, stratify=label[rows], random_state=seed)
    return np.sort(kept), np.sort(taken)


def _at_most(label: Rows, most: int, seed: int) -> Rows:
    rows = np.arange(len(label))
    if len(rows) <= most:
        return rows
    return _divided(rows, label, 1 - most / len(rows), seed)[0]


def _bundled() -> tuple[NDArray[np.float32], Rows]:
    found = load_digits()
    picture = np.asarray(found.images, dtype=np.float32) / np.float32(16)
    return picture[:, None], np.asarray(found.target, dtype=np.int64)


def _mnist(root: str) -> tuple[NDArray[np.float32], Rows, int]:
    """Pictures and labels, training digits first, and where the test digits begin."""
    from torchvision.datasets import MNIST

    try:
        parts = [MNIST(root, train=train, download=False) for train in (True, False)]
    except (RuntimeError, OSError, ValueError) as error:
        folder = Path(root) / "MNIST" / "raw"
        raise DataError(f"digits.root is {root!r}, but {folder} has no MNIST: {error}") from None
    picture = np.concatenate([part.data.numpy() for part in parts])[:, None]
    label = np.concatenate([part.targets.numpy() for part in parts]).astype(np.int64)
    return (picture / np.float32(255)).astype(np.float32), label, len(parts[0])
