"""Computed rows of numbers, kept by key in one SQLite file that several runs may share."""

import sqlite3
from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from types import TracebackType

import numpy as np
from numpy.typing import NDArray

from hfgnn.types import DataError

KEYS_PER_QUESTION = 500  # below SQLite's limit of variables in one statement
WAIT_FOR_OTHERS_S = 60


class RowCache:
    """float32 rows by key; each ``put`` is one transaction, so a killed run keeps all before.

    Args:
        path: the SQLite file; made, with its folder, where there is none.

    Raises:
        DataError: the file is there, but is no such cache, or it cannot be read or written.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self.database = sqlite3.connect(path, timeout=WAIT_FOR_OTHERS_S)
            # Readers then do not wait for a writer. SQLite refuses at once, without waiting, where
            # another run is just doing the same; either way the file works.
            with suppress(sqlite3.OperationalError):
                self.database.execute("PRAGMA journal_mode=WAL")
            self.database.execute("PRAGMA synchronous=NORMAL")
            self.database.execute(
                "CREATE TABLE IF NOT EXISTS rows (key TEXT PRIMARY KEY, row BLOB NOT NULL) "
                "WITHOUT ROWID"
            )
        except (sqlite3.DatabaseError, OSError) as error:
            raise self._unusable(error) from None

    def _unusable(self, error: Exception) -> DataError:
        return DataError(
            f"the cache {self.path} cannot be used ({error}); remove it, or set HFGNN_CACHE"
        )

    def get(self, keys: Sequence[str]) -> dict[str, NDArray[np.float32]]:
        """The rows that are there, by key."""
        found = {}
        for start in range(0, len(keys), KEYS_PER_QUESTION):
            some = keys[start : start + KEYS_PER_QUESTION]
            marks = ",".join("?" * len(some))
            question = f"SELECT key, row FROM rows WHERE key IN ({marks})"
            try:
                for key, row in self.database.execute(question, list(some)):
                    found[key] = np.frombuffer(row, dtype=np.float32)
            except sqlite3.DatabaseError as error:
                raise self._unusable(error) from None
        return found

    def put(self, rows: Iterable[tuple[str, NDArray[np.float32]]]) -> None:
        """Keep rows, all or none; a key that another run has put meanwhile stays."""
        lines = [(key, np.asarray(row, dtype=np.float32).tobytes()) for key, row in rows]
        try:
            with self.database:
                self.database.executemany("INSERT OR IGNORE INTO rows VALUES (?, ?)", lines)
        except sqlite3.ProgrammingError:
            raise  # a fault of the caller's, not of the file
        except sqlite3.DatabaseError as error:
            raise self._unusable(error) from None

    def __enter__(self) -> "RowCache":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.database.close()
