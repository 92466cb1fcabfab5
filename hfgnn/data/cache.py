"""Where rendered pages and computed rows wait for the next run."""

from __future__ import annotations

import os
from pathlib import Path

from hfgnn.types import DataError

FOLDER_VARIABLE = "HFGNN_CACHE"
"""Environment variable that moves the cache elsewhere."""


def cache_folder() -> Path:
    """The folder named by ``$HFGNN_CACHE``, else ``~/.cache/hfgnn``; made where it is missing.

    Raises:
        DataError: it is not there and cannot be made.
    """
    named = os.environ.get(FOLDER_VARIABLE)
    folder = Path(named).expanduser() if named else Path.home() / ".cache" / "hfgnn"
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        name = FOLDER_VARIABLE if named else "~/.cache/hfgnn"
        raise DataError(
            f"the cache, {name}, is {str(folder)!r}, but this folder cannot be made "
            f"({error.strerror}); set {FOLDER_VARIABLE} to one that can"
        ) from error
    return folder
