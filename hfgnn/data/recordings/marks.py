"""The marks of a WFDB record."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from hfgnn.data.recordings.gaps import Broken
from hfgnn.data.recordings.symbols import is_beat
from hfgnn.types import Rows, Strings


def read_marks(path: Path, annotator: str | None, *, num_samples: int) -> tuple[Rows, Strings]:
    """Where the marks of a record are, and their symbols.

    Args:
        path: the record, without ending.
        annotator: ending of the file with the marks; none are read where None.
        num_samples: length of the signal that they mark.

    Raises:
        Broken: the file is missing or cannot be read, or its marks cannot belong to the signal.
    """
    if annotator is None:
        return np.array([], dtype=np.int64), np.array([], dtype=np.str_)
    name = f"{path.name}.{annotator}"
    if not path.with_name(name).is_file():
        raise Broken(f"it has no annotation file {name}")
    sample, symbols = _read(path, annotator)
    if unknown := sum(not isinstance(symbol, str) for symbol in symbols):
        raise Broken(f"{name} has {unknown} marks that WFDB has no symbol for")
    symbol = np.array(symbols, dtype=np.str_)
    _check(name, sample, symbol, num_samples)
    return sample, symbol


def _read(path: Path, annotator: str) -> tuple[Rows, list[object]]:
    import wfdb

    try:
        marks = wfdb.rdann(str(path), annotator)
    except Exception as error:  # whatever its decoder stumbles over
        reason = (str(error).splitlines() or [type(error).__name__])[0]
        raise Broken(f"{path.name}.{annotator} is no annotation file ({reason})") from None
    return np.asarray(marks.sample, dtype=np.int64), list(marks.symbol)


def _check(name: str, sample: Rows, symbol: Strings, num_samples: int) -> None:
    if not is_beat(symbol).any():
        others = ", ".join(sorted(set(symbol.tolist()))) or "no mark at all"
        raise Broken(f"{name} marks no beat; it has {others}")
    if (np.diff(sample) < 0).any() or sample[0] < 0:
        raise Broken(f"the marks of {name} are not in the order of time")
    if sample[-1] >= num_samples:
        raise Broken(
            f"{name} has a mark at sample {sample[-1]:,}, but the signal has {num_samples:,}"
        )
