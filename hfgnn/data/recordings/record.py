"""One WFDB record, as PhysioNet's databases consist of: a header, a signal, and marks.

Read through the ``wfdb`` package (Xie et al., https://doi.org/10.13026/9njx-6322).
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hfgnn.data.recordings.comments import read_comments
from hfgnn.data.recordings.gaps import Broken, check_alive, fill_gaps
from hfgnn.data.recordings.marks import read_marks
from hfgnn.data.recordings.resampling import resample
from hfgnn.types import Refusal
from hfgnn.types.recording import Recording

BYTES_PER_SAMPLE = {"8": 1.0, "80": 1.0, "16": 2.0, "61": 2.0, "160": 2.0, "212": 1.5}
BYTES_PER_SAMPLE |= {"24": 3.0, "32": 4.0, "310": 4 / 3, "311": 4 / 3}

MILLIVOLTS = {"mv": 1.0, "uv": 1e-3, "µv": 1e-3, "v": 1e3}
"""How many mV each unit is."""

Floats = NDArray[np.float32]


@dataclass(frozen=True, kw_only=True)
class Reading:
    """How records are read.

    Attributes:
        leads: names of the leads to take, the most wanted first, whatever the case of their
            letters; then those of the record in its own order.
        num_leads: how many to take.
        sampling_hz: the rate to resample to; None for the record's own.
        annotator: ending of the file with the marks, such as atr; None where none is needed.
        max_gap_s: seconds without samples that are bridged; a longer gap is refused.
        max_flat_s: seconds without any change beyond which a lead counts as dead.
    """

    leads: Sequence[str]
    num_leads: int
    sampling_hz: float | None
    annotator: str | None
    max_gap_s: float
    max_flat_s: float


def read_record(
    path: Path, *, record_id: str, patient_id: str, how: Reading
) -> Recording | Refusal:
    """One record, or why it cannot be used.

    What was changed is said in its attributes: ``resampled_from_hz``, ``missing_samples``, and
    ``instead``, where a lead had to be taken that is not a wanted one.

    Args:
        path: the header, or the same without its ending.
        record_id: unique name of the record.
        patient_id: whose it is.
        how: which leads, at which rate, with which marks.
    """
    try:
        return _read(path.with_name(path.name.removesuffix(".hea")), record_id, patient_id, how)
    except Broken as error:
        return Refusal(record_id, str(error))


def _read(path: Path, record_id: str, patient_id: str, how: Reading) -> Recording:
    header = _read_header(path)
    columns = _choose(header.sig_name, how)
    _check_length(path.parent, header, columns)
    scale = [_millivolts(header, column) for column in columns]
    signal = (_read_signal(path, columns) * np.array(scale)).astype(np.float32)
    names = tuple(header.sig_name[column] for column in columns)
    signal, missing = fill_gaps(signal, names, longest=how.max_gap_s * header.fs)
    check_alive(signal, names, longest=how.max_flat_s * header.fs)
    sample, symbol = read_marks(path, how.annotator, num_samples=len(signal))
    attributes = read_comments(header.comments)
    if missing:
        attributes["missing_samples"] = str(missing)
    if others := _not_wanted(names, header.sig_name, how):
        attributes["instead"] = others
    recording = Recording(
        record_id, patient_id, signal, names, float(header.fs), sample, symbol, attributes
    )
    return _resample(recording, how.sampling_hz)


def _read_header(path: Path) -> Any:
    import wfdb

    try:
        header = wfdb.rdheader(str(path))
    except FileNotFoundError:
        raise Broken(f"{path.name}.hea is not there") from None
    except Exception as error:  # whatever its parser stumbles over
        raise Broken(f"{path.name}.hea is no readable header ({_first_line(error)})") from None
    if isinstance(header, wfdb.MultiRecord):
        raise Broken("it has several segments, each of which is a record of its own")
    if not header.n_sig or not header.sig_name or not header.fs or header.fs <= 0:
        raise Broken(f"{path.name}.hea names no signal with a sampling rate")
    if None in header.sig_name or len(header.sig_name) != header.n_sig:
        raise Broken(f"{path.name}.hea does not name each of its leads")
    return header


def _choose(names: Sequence[str], how: Reading) -> list[int]:
    """Columns of the leads to take."""
    wanted = [column for lead in how.leads for column in _position(lead, names)]
    columns = list(dict.fromkeys([*wanted, *range(len(names))]))[: how.num_leads]
    if len(columns) < how.num_leads:
        raise Broken(
            f"it has {len(names)} of the {how.num_leads} leads asked for: {', '.join(names)}"
        )
    return columns


def _not_wanted(taken: Sequence[str], names: Sequence[str], how: Reading) -> str:
    """Says which lead was taken for which, where wanted ones are not there."""
    missing = [lead for lead in how.leads if not _position(lead, names)]
    others = [name for name in taken if not _position(name, how.leads)]
    if not missing or not others:
        return ""
    return f"{', '.join(others)} instead of {' or '.join(missing)}"


def _position(lead: str, names: Sequence[str]) -> list[int]:
    """Where a lead is among the names, at most once."""
    return [column for column, name in enumerate(names) if name.lower() == lead.lower()][:1]


def _check_length(folder: Path, header: Any, taken: Sequence[int]) -> None:
    """That the files of the leads taken are there, and as long as the header says.

    Raises:
        Broken: one is not; wfdb itself would speak of shapes that cannot be broadcast.
    """
    for name in dict.fromkeys(header.file_name[column] for column in taken):
        columns = [column for column, file in enumerate(header.file_name) if file == name]
        if not (folder / name).is_file():
            raise Broken(f"{name} is not there")
        width = BYTES_PER_SAMPLE.get(header.fmt[columns[0]])
        if width is None or not header.sig_len:
            continue
        samples = header.sig_len * sum(header.samps_per_frame[column] or 1 for column in columns)
        needed = math.ceil(samples * width) + (header.byte_offset[columns[0]] or 0)
        if (size := (folder / name).stat().st_size) < needed:
            raise Broken(f"{name} has {size:,} bytes, but its header asks for {needed:,}")


def _millivolts(header: Any, column: int) -> float:
    unit = header.units[column] or "mV"
    if unit.lower() not in MILLIVOLTS:
        raise Broken(f"lead {header.sig_name[column]} is in {unit}, but it must be a voltage")
    return MILLIVOLTS[unit.lower()]


def _read_signal(path: Path, columns: list[int]) -> NDArray[np.float64]:
    """Samples as the header scales them, NaN where one is missing, (samples, leads)."""
    import wfdb

    try:
        signal = wfdb.rdrecord(str(path), channels=columns).p_signal
    except Exception as error:  # whatever its decoder stumbles over
        raise Broken(f"its signal cannot be read ({_first_line(error)})") from None
    if signal is None or len(signal) < 2:
        raise Broken("its signal is empty")
    return np.asarray(signal, dtype=np.float64)


def _resample(recording: Recording, sampling_hz: float | None) -> Recording:
    if sampling_hz is None or sampling_hz == recording.sampling_hz:
        return recording
    attributes: Mapping[str, str] = {
        **recording.attributes,
        "resampled_from_hz": f"{recording.sampling_hz:g}",
    }
    return replace(resample(recording, sampling_hz), attributes=attributes)


def _first_line(error: Exception) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0]
