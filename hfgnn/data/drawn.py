"""Pages that are drawn once, and wait in the cache for the next run."""

from __future__ import annotations

import io
import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar
from uuid import uuid4

from PIL import Image

from hfgnn.data.reading import Progress
from hfgnn.types import DataError

JPEG_QUALITY = 92

Item = TypeVar("Item")
Made = TypeVar("Made")


def in_threads(
    make: Callable[[Item], Made], items: Sequence[Item], *, progress: Progress, description: str
) -> list[Made]:
    """What is made of each item, in their order; an interruption drops what nobody has begun.

    Args:
        make: called in several threads, since Pillow draws without the interpreter's lock.
        items: of which something is made.
        progress: shows how many are done.
        description: of what is done.
    """
    workers = ThreadPoolExecutor(os.cpu_count())
    try:
        return list(progress(workers.map(make, items), total=len(items), description=description))
    finally:
        workers.shutdown(cancel_futures=True)


def save_page(page: Image.Image, path: Path) -> None:
    """Write a page as JPEG; it appears complete or not at all.

    Raises:
        DataError: it cannot be written.
    """
    buffer = io.BytesIO()
    page.save(buffer, "JPEG", quality=JPEG_QUALITY)
    write(path, buffer.getvalue())


def write(path: Path, content: bytes) -> None:
    """Write beside and rename, so that nobody ever sees half a file.

    Raises:
        DataError: it cannot be written.
    """
    beside = path.with_name(f".{uuid4().hex}.part")
    with writing_to(path.parent):
        try:
            beside.write_bytes(content)
            os.replace(beside, path)
        finally:
            beside.unlink(missing_ok=True)


@contextmanager
def writing_to(folder: Path) -> Iterator[None]:
    """Turns a folder that cannot be made, cannot be written to or is full into a DataError."""
    try:
        yield
    except OSError as error:
        raise DataError(
            f"drawn pages cannot be written to {str(folder)!r} ({error.strerror or error})"
        ) from error
