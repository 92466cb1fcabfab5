"""A fold's patients in a file, as plain arrays, for the processes that work on it."""

from pathlib import Path
from typing import Any

import numpy as np

from hfgnn.types import Nodes, Parts

LACKS = "lacks_"


def write_nodes(path: Path, nodes: Nodes, parts: Parts) -> None:
    """Write the patients and who of them trains, chooses and tests.

    Args:
        path: an .npz file.
        nodes: of the fold.
        parts: of the fold.
    """
    arrays: dict[str, Any] = vars(nodes) | vars(parts)
    lacks = arrays.pop("lacks") or {}
    arrays |= {f"{LACKS}{block}": rows for block, rows in lacks.items()}
    there: dict[str, Any] = {name: value for name, value in arrays.items() if value is not None}
    np.savez(path, **there)


def read_nodes(path: Path) -> tuple[Nodes, Parts]:
    """What ``write_nodes`` wrote."""
    with np.load(path, allow_pickle=False) as file:
        arrays: dict[str, Any] = dict(file)
    parts = Parts(*(arrays.pop(name) for name in ("train", "validation", "test")))
    lacks = {name.removeprefix(LACKS): arrays.pop(name) for name in list(arrays) if LACKS in name}
    columns = tuple(arrays.pop("columns").tolist())
    return Nodes(columns=columns, lacks=lacks or None, **arrays), parts
