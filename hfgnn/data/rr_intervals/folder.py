"""Files in a folder per class."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from hfgnn.types import DataError


@dataclass(frozen=True)
class ClassFile:
    """One file, and what its folder says of it.

    Attributes:
        path: the file.
        name: its path below the data folder.
        class_name: the class folder that it lies in.
    """

    path: Path
    name: str
    class_name: str


def class_files(root: Path, positive: Sequence[str]) -> tuple[ClassFile, ...]:
    """All files below the class folders, sorted by name; hidden ones are passed over.

    Args:
        root: folder with one folder per class.
        positive: classes that count as disease.

    Raises:
        DataError: the folder cannot be listed, holds fewer than two classes or one without files,
            or ``positive`` names none or all of them or one that is not there.
    """
    classes = [name for name in _listed(root) if (root / name).is_dir()]
    if len(classes) < 2:
        raise _error(root, f"it must hold one folder per class, and holds {classes or 'none'}")
    _check_positive(positive, classes)
    files: list[ClassFile] = []
    for name in classes:
        found = _below(root, name)
        if not found:
            raise _error(root, f"its class folder {name} holds no files")
        files.extend(ClassFile(root / file, file, name) for file in found)
    return tuple(files)


def _check_positive(positive: Sequence[str], classes: Sequence[str]) -> None:
    for name in positive:
        if name not in classes:
            near = get_close_matches(name, classes, n=1)
            hint = f"; did you mean {near[0]!r}?" if near else ""
            raise DataError(
                f"data.positive names {name!r}, but the class folders are "
                f"{', '.join(classes)}{hint}"
            )
    if not positive or set(positive) == set(classes):
        raise DataError(
            f"data.positive is {list(positive)}, but it must name at least one of the class "
            f"folders and leave at least one: {', '.join(classes)}"
        )


def _below(root: Path, class_name: str) -> list[str]:
    """Paths of the files of a class below ``root``, sorted."""
    found = []
    for folder, inner, names in os.walk(root / class_name):
        inner[:] = [name for name in inner if not name.startswith(".")]
        below = Path(folder).relative_to(root)
        found += [(below / name).as_posix() for name in names if not name.startswith(".")]
    return sorted(found)


def _listed(root: Path) -> list[str]:
    try:
        return sorted(name for name in os.listdir(root) if not name.startswith("."))
    except OSError as error:
        raise _error(root, f"it cannot be listed ({error.strerror})") from error


def _error(root: Path, rule: str) -> DataError:
    return DataError(f"data.root is {str(root)!r}, but {rule}")
