"""Computed rows of numbers, kept by key in one SQLite file that several runs may share."""

from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from hfgnn.data.cache_file import CacheFile

KEYS_PER_QUESTION = 500  # below SQLite's limit of variables in one statement


class RowCache(CacheFile):
    """float32 rows by key; each ``put`` is one transaction, so a killed run keeps all before.

    Args:
        path: the SQLite file; made, with its folder, where there is none.

    Raises:
        DataError: the file is there, but is no such cache, or it cannot be read or written.
    """

    def __init__(self, path: Path) -> None:
        super().__init__(path, table="rows", value="row BLOB")

    def get(self, keys: Sequence[str]) -> dict[str, NDArray[np.float32]]:
        """The rows that are there, by key."""
        found = {}
        for start in range(0, len(keys), KEYS_PER_QUESTION):
            some = keys[start : start + KEYS_PER_QUESTION]
            marks = ",".join("?" * len(some))
            for key, row in self.ask(f"SELECT key, row FROM rows WHERE key IN ({marks})", some):
                found[key] = np.frombuffer(row, dtype=np.float32)
        return found

    def put(self, rows: Iterable[tuple[str, NDArray[np.float32]]]) -> None:
        """Keep rows, all or none; a key that another run has put meanwhile stays."""
        lines = [(key, np.asarray(row, dtype=np.float32).tobytes()) for key, row in rows]
        self.tell("INSERT OR IGNORE INTO rows VALUES (?, ?)", lines)
