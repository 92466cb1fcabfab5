"""One SQLite file of computed values by key, which threads and several runs may share."""

import sqlite3
import threading
from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from hfgnn.types import DataError

WAIT_FOR_OTHERS_S = 60


class CacheFile:
    """A table of SQLite that several runs may read and write at once.

    Args:
        path: the SQLite file; made, with its folder, where there is none.
        table: name of the table.
        value: name and SQL type of the column beside the key.

    Raises:
        DataError: the file is there, but is no such cache, or it cannot be read or written.
    """

    def __init__(self, path: Path, *, table: str, value: str) -> None:
        self.path = path
        self._lock = threading.Lock()
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self.database = sqlite3.connect(
                path, timeout=WAIT_FOR_OTHERS_S, check_same_thread=False
            )
            # Readers then do not wait for a writer. SQLite refuses at once, without waiting, where
            # another run is just doing the same; either way the file works.
            with suppress(sqlite3.OperationalError):
                self.database.execute("PRAGMA journal_mode=WAL")
            self.database.execute("PRAGMA synchronous=NORMAL")
            self.database.execute(
                f"CREATE TABLE IF NOT EXISTS {table} (key TEXT PRIMARY KEY, {value} NOT NULL) "
                "WITHOUT ROWID"
            )
        except (sqlite3.DatabaseError, OSError) as error:
            raise self._unusable(error) from None

    def ask(self, question: str, values: Sequence[str]) -> list[tuple[Any, ...]]:
        """All answers to a question in SQL."""
        try:
            with self._lock:
                return self.database.execute(question, values).fetchall()
        except sqlite3.DatabaseError as error:
            raise self._unusable(error) from None

    def tell(self, statement: str, lines: Iterable[tuple[Any, ...]]) -> None:
        """Run a statement with each of the lines, all or none."""
        try:
            with self._lock, self.database:
                self.database.executemany(statement, lines)
        except sqlite3.ProgrammingError:
            raise  # a fault of the caller's, not of the file
        except sqlite3.DatabaseError as error:
            raise self._unusable(error) from None

    def _unusable(self, error: Exception) -> DataError:
        return DataError(
            f"the cache {self.path} cannot be used ({error}); remove it, or set HFGNN_CACHE"
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.database.close()
