"""Where rendered pages and computed rows wait for the next run."""

from __future__ import annotations

import os
from pathlib import Path

FOLDER_VARIABLE = "HFGNN_CACHE"
"""Environment variable that moves the cache elsewhere."""


def cache_folder() -> Path:
    """The folder named by ``$HFGNN_CACHE``, else ``~/.cache/hfgnn``; made where it is missing."""
    named = os.environ.get(FOLDER_VARIABLE)
    folder = Path(named).expanduser() if named else Path.home() / ".cache" / "hfgnn"
    folder.mkdir(parents=True, exist_ok=True)
    return folder
