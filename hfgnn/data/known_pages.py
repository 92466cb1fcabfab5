"""The perceptual hashes of pages that were decoded before, kept by their bytes."""

from __future__ import annotations

import hashlib
import sqlite3
import threading
from collections.abc import Callable
from contextlib import suppress
from types import TracebackType

from hfgnn.data.cache import cache_folder
from hfgnn.data.crop import Crop
from hfgnn.types import DataError

VERSION = "1"  # raise when the same bytes give another hash, or are no longer accepted
WAIT_FOR_OTHERS_S = 60


class KnownPages:
    """Perceptual hash of each content that has been found readable, in one SQLite file.

    Threads may ask at once, and so may other runs. What was refused is not kept: its reason is
    found anew.

    Args:
        crop: the used part of a page; what it leaves decides whether a page is accepted.
        min_side_px: least width and height of a page.
        max_megapixels: most megapixels of a page.

    Raises:
        DataError: the file is there, but is no such cache, or it cannot be read or written.
    """

    def __init__(self, crop: Crop | None, min_side_px: int, max_megapixels: float) -> None:
        self.crop = crop
        self.min_side_px = min_side_px
        self.max_megapixels = max_megapixels
        self.path = cache_folder() / "pages.sqlite"
        self._lock = threading.Lock()
        try:
            self._database = sqlite3.connect(
                self.path, timeout=WAIT_FOR_OTHERS_S, check_same_thread=False
            )
            # SQLite refuses at once where another run is just doing the same; it works either way.
            with suppress(sqlite3.OperationalError):
                self._database.execute("PRAGMA journal_mode=WAL")
            self._database.execute("PRAGMA synchronous=NORMAL")
            self._database.execute(
                "CREATE TABLE IF NOT EXISTS pages (key TEXT PRIMARY KEY, hash TEXT NOT NULL) "
                "WITHOUT ROWID"
            )
        except sqlite3.DatabaseError as error:
            raise self._unusable(error) from None

    def hash_of(self, content_hash: str, find: Callable[[], str]) -> str:
        """The perceptual hash of a content.

        Args:
            content_hash: of its bytes.
            find: decodes them, where the hash is not known; whatever it raises is raised.
        """
        crop = "whole" if self.crop is None else "/".join(map(str, self.crop))
        parts = (VERSION, crop, str(self.min_side_px), str(self.max_megapixels), content_hash)
        key = hashlib.sha256("|".join(parts).encode()).hexdigest()
        known = self._ask("SELECT hash FROM pages WHERE key = ?", key)
        if known:
            return str(known[0][0])
        perceptual_hash = find()
        self._ask("INSERT OR IGNORE INTO pages VALUES (?, ?)", key, perceptual_hash)
        return perceptual_hash

    def _ask(self, question: str, *values: str) -> list[tuple[str]]:
        try:
            with self._lock, self._database:
                return self._database.execute(question, values).fetchall()
        except sqlite3.DatabaseError as error:
            raise self._unusable(error) from None

    def _unusable(self, error: Exception) -> DataError:
        return DataError(
            f"the cache {self.path} cannot be used ({error}); remove it, or set HFGNN_CACHE"
        )

    def __enter__(self) -> KnownPages:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._database.close()
