"""The perceptual hashes of pages that were decoded before, kept by their bytes."""

import hashlib
from collections.abc import Callable

from hfgnn.data.cache import cache_folder
from hfgnn.data.cache_file import CacheFile
from hfgnn.data.crop import Crop

VERSION = "1"  # raise when the same bytes give another hash, or are no longer accepted


class KnownPages(CacheFile):
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
        super().__init__(cache_folder() / "pages.sqlite", table="pages", value="hash TEXT")

    def hash_of(self, content_hash: str, find: Callable[[], str]) -> str:
        """The perceptual hash of a content.

        Args:
            content_hash: of its bytes.
            find: decodes them, where the hash is not known; whatever it raises is raised.
        """
        crop = "whole" if self.crop is None else "/".join(map(str, self.crop))
        parts = (VERSION, crop, str(self.min_side_px), str(self.max_megapixels), content_hash)
        key = hashlib.sha256("|".join(parts).encode()).hexdigest()
        known = self.ask("SELECT hash FROM pages WHERE key = ?", [key])
        if known:
            return str(known[0][0])
        perceptual_hash = find()
        self.tell("INSERT OR IGNORE INTO pages VALUES (?, ?)", [(key, perceptual_hash)])
        return perceptual_hash
