"""Which WFDB records a folder holds."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from hfgnn.types import DataError

LIST = "RECORDS"
"""Name of the file in which PhysioNet's databases list their records."""


def list_records(root: Path) -> tuple[dict[str, Path], tuple[str, ...]]:
    """Headers at any depth below a folder, by the name of the record, sorted.

    Where a folder has a list, what lies below and is not in it is not read: MIT-BIH comes with a
    folder ``x_mitdb`` beside its 48 records. Hidden files are not read either.

    Args:
        root: the folder.

    Returns:
        The headers, and what must be said about the lists.

    Raises:
        DataError: it is no folder, or holds no header.
    """
    if not root.is_dir():
        raise DataError(f"data.root is {str(root)!r}, but it must be a folder of WFDB records")
    found = (path for path in root.rglob("*.hea") if path.is_file())
    headers = {
        path.relative_to(root).as_posix().removesuffix(".hea"): path
        for path in sorted(found)
        if not path.name.startswith(".")
    }
    if not headers:
        raise DataError(f"data.root is {str(root)!r}, but it holds no WFDB header (*.hea)")
    lists = _outermost([path.parent for path in sorted(root.rglob(LIST)) if path.is_file()])
    strangers = [name for name, path in headers.items() if not _is_listed(path, lists)]
    absent = sum(
        not (folder / f"{line}.hea").is_file() for folder in lists for line in lists[folder]
    )
    listed = {name: path for name, path in headers.items() if name not in strangers}
    if not listed:
        raise DataError(f"data.root is {str(root)!r}, but no record there is in its {LIST}")
    return listed, _notes(strangers, absent)


def _outermost(folders: Sequence[Path]) -> dict[Path, set[str]]:
    """Lines of each list that lies below no other; a line may name a folder, ending in /."""
    lists: dict[Path, set[str]] = {}
    for folder in folders:  # sorted, so that outer ones come first
        if not any(outer in folder.parents for outer in lists):
            lines = (folder / LIST).read_text("utf-8", errors="replace").split()
            lists[folder] = {line for line in lines if not line.endswith("/")}
            lists[folder] |= {
                path.relative_to(folder).as_posix().removesuffix(".hea")
                for line in lines
                if line.endswith("/")
                for path in (folder / line).rglob("*.hea")
            }
    return lists


def _is_listed(header: Path, lists: dict[Path, set[str]]) -> bool:
    above = [folder for folder in lists if folder in header.parents]
    return not above or any(
        header.relative_to(folder).as_posix().removesuffix(".hea") in lists[folder]
        for folder in above
    )


def _notes(strangers: Sequence[str], absent: int) -> tuple[str, ...]:
    notes = []
    if strangers:
        notes.append(
            f"{len(strangers)} records that are not in {LIST} were not read: {strangers[0]}"
            + (", ..." if len(strangers) > 1 else "")
        )
    if absent:
        notes.append(f"{absent} records of {LIST} are not there")
    return tuple(notes)
