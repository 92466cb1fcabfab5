"""Pillow's warnings, kept off the screen."""

from __future__ import annotations

import threading
import warnings
from collections.abc import Iterator
from contextlib import contextmanager

_LOCK = threading.Lock()


@contextmanager
def quiet() -> Iterator[None]:
    """Without warnings, one thread at a time since the filters belong to all threads."""
    with _LOCK, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield
