"""One recording from a CSV file: a column per lead, a line per sample."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from hfgnn.types import DataError, Recording

TIME = "time_s"
LOWEST_HZ, HIGHEST_HZ = 50.0, 5_000.0


def read_signal_table(path: Path, sampling_hz: float | None) -> Recording:
    """Read a file whose header names the leads, in mV, with a column ``time_s`` or a known rate.

    Args:
        path: the file.
        sampling_hz: samples per second; None where the column ``time_s`` tells.

    Raises:
        DataError: the file is no such table, or its rate is not known.
    """
    table = _read(path)
    if TIME in table.columns:
        sampling_hz = _rate(path, table[TIME].to_numpy(dtype=float))
        table = table.drop(columns=TIME)
    if sampling_hz is None:
        raise DataError(f"{path} has no column {TIME}, so its rate must be given: sampling_hz=360")
    if not LOWEST_HZ <= sampling_hz <= HIGHEST_HZ:
        raise DataError(
            f"{path} has {sampling_hz:g} samples per second, but a rate must be in "
            f"[{LOWEST_HZ:g}, {HIGHEST_HZ:g}]"
        )
    if not len(table.columns):
        raise DataError(f"{path} has no lead, but a column for each is needed")
    none = np.empty(0, dtype=np.int64)
    return Recording(
        record_id=path.stem,
        patient_id=path.stem,
        signal=table.to_numpy(dtype=np.float32),
        leads=tuple(str(name) for name in table.columns),
        sampling_hz=sampling_hz,
        sample=none,
        symbol=none.astype(np.str_),
    )


def _read(path: Path) -> pd.DataFrame:
    try:
        table = pd.read_csv(path, skipinitialspace=True)
    except (OSError, ValueError, pd.errors.ParserError) as error:
        reason = str(error).strip().splitlines()[0]
        raise DataError(f"{path} is no table of samples: {reason}") from None
    table.columns = [str(name).strip() for name in table.columns]
    for name in table.columns:
        values = pd.to_numeric(table[name], errors="coerce")
        if not len(values):
            raise DataError(f"{path} has a header and no samples")
        if wrong := np.flatnonzero(~np.isfinite(values.to_numpy(dtype=float))).tolist():
            cell = table[name].iloc[wrong[0]]
            said = str(cell) if isinstance(cell, float) else repr(cell)
            raise DataError(
                f"{path}: {name} is {said} in line {wrong[0] + 2}, but every sample must be a "
                "number, in mV"
            )
        table[name] = values
    if all(_is_number(name) for name in table.columns):
        raise DataError(f"{path} has no header, but its first line must name the leads")
    return table


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def _rate(path: Path, seconds: NDArray[np.float64]) -> float:
    """Samples per second of evenly spaced times."""
    if len(seconds) < 2:
        raise DataError(f"{path} has {len(seconds)} sample, but a rhythm needs seconds of them")
    step = float(seconds[-1] - seconds[0]) / (len(seconds) - 1)
    even = seconds[0] + step * np.arange(len(seconds))
    # Half a step leaves room for times that are printed with few digits.
    away = np.flatnonzero(np.abs(seconds - even) > step / 2)
    if step <= 0 or len(away):
        line = int(away[0]) + 2 if len(away) else 2
        raise DataError(f"{path}: {TIME} in line {line} does not rise evenly")
    return 1 / step


def choose_leads(recording: Recording, wanted: Sequence[str], number: int) -> Recording:
    """The recording with so many of its leads, the most wanted first, then in its own order.

    Args:
        recording: with all its leads.
        wanted: names, whatever the case of their letters.
        number: of leads.

    Raises:
        DataError: the recording has fewer leads.
    """
    names = [name.lower() for name in recording.leads]
    first = [names.index(lead.lower()) for lead in wanted if lead.lower() in names]
    columns = list(dict.fromkeys([*first, *range(len(names))]))[:number]
    if len(columns) < number:
        raise DataError(
            f"{recording.record_id} has {len(names)} of the {number} leads asked for: "
            f"{', '.join(recording.leads)}"
        )
    leads = tuple(recording.leads[column] for column in columns)
    return replace(recording, signal=recording.signal[:, columns], leads=leads)
