"""Small results that are the same for the same files, kept for the next run."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable
from typing import Any
from uuid import uuid4

from hfgnn.data.cache import cache_folder


def remembered(kind: str, key: str, make: Callable[[], Any]) -> Any:
    """What was made for this key before, or is made now and kept as ``<kind>/<hash>.json``.

    Args:
        kind: of result, a folder of the cache.
        key: all that the result depends on, a version of its maker included.
        make: gives the result, of what JSON can hold.
    """
    name = hashlib.sha256(key.encode("utf-8", "backslashreplace")).hexdigest()
    path = cache_folder() / kind / f"{name}.json"
    try:
        return json.loads(path.read_text())
    except (OSError, ValueError):  # nothing there, or nothing readable
        result = make()
    path.parent.mkdir(parents=True, exist_ok=True)
    # Beside it and renamed, since other runs may make the same.
    beside = path.with_name(f".{path.name}.{uuid4().hex}")
    beside.write_text(json.dumps(result))
    os.replace(beside, path)
    return result
