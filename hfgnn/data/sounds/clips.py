"""Many WAV files to sounds: read, refused with a reason, counted."""

from __future__ import annotations

import hashlib
import os
from collections import Counter
from collections.abc import Generator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from hfgnn.data.image import Unreadable, read_bytes
from hfgnn.data.reading import Progress, check_usable
from hfgnn.data.rows import Row, records_of_rows
from hfgnn.data.sounds.wav import Wav, WavLimits, read_wav
from hfgnn.types import Cohort, DataError, Records, Refusal, Sounds


@dataclass(frozen=True)
class Clip:
    """One WAV file to read, and what is known of it.

    Attributes:
        path: the file.
        record_id: unique name.
        patient_id: whose heart it is.
        class_name: what it sounds like.
        attributes: what else is known, such as site.
    """

    path: Path
    record_id: str
    patient_id: str
    class_name: str
    attributes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Question:
    """What is told apart.

    Attributes:
        classes: names of the classes; clips of others are left out.
        positive: those of them that count as disease.
    """

    classes: tuple[str, ...]
    positive: tuple[str, ...]

    def number(self, class_name: str) -> int:
        """Which class it is."""
        return self.classes.index(class_name)


@dataclass(frozen=True)
class _Read:
    """A clip that can be used."""

    clip: Clip
    wav: Wav
    content_hash: str


def read_clips(
    clips: Sequence[Clip],
    question: Question,
    *,
    limits: WavLimits,
    place: str,
    refused: Sequence[Refusal],
    progress: Progress,
) -> Sounds:
    """The sounds of these files, in their order; those of other classes are counted and left out.

    Args:
        clips: the files.
        question: which classes are told apart.
        limits: which clips can be used.
        place: where they come from, as a setting and its value: "data.root is 'PATH'".
        refused: files that were refused before, by their names.
        progress: shows how many are read.

    Raises:
        DataError: a class has no file, or none that can be used.
    """
    wanted = [clip for clip in clips if clip.class_name in question.classes]
    others = Counter(clip.class_name for clip in clips if clip.class_name not in question.classes)
    _check_classes(question, clips, place)
    with (
        ThreadPoolExecutor(min(4, max(2, os.cpu_count() or 2))) as pool,
        # Closing the results drops what is still waiting when the user interrupts.
        closing(_in_order(pool, wanted, limits)) as results,
    ):
        found = list(progress(results, total=len(wanted), description="Reading sounds"))
    read = [one for one in found if isinstance(one, _Read)]
    not_read = (*refused, *(one for one in found if isinstance(one, Refusal)))
    for name in question.classes:
        usable = sum(one.clip.class_name == name for one in read)
        check_usable(usable, f"{place}, but no clip of class {name}", not_read)
    records = _records(read, question)
    cohort = Cohort(
        records=records,
        refused=not_read,
        stamps=(),
        positive=question.positive,
        source=_source(read, others, place),
        crop=None,
        attributes=_attributes(read),
        unit="clip",
        notes=_notes(read, limits),
    )
    return Sounds(
        cohort=cohort,
        signal=tuple(one.wav.signal for one in read),
        sampling_hz=limits.sampling_hz,
        classes=question.classes,
        class_number=np.array([question.number(one.clip.class_name) for one in read], np.int64),
    )


def _check_classes(question: Question, clips: Sequence[Clip], place: str) -> None:
    there = sorted({clip.class_name for clip in clips})
    for name in question.classes:
        if name not in there:
            raise DataError(
                f"data.classes names {name!r}, but {place}, and its clips are "
                f"{', '.join(there) or 'none'}"
            )


def _in_order(
    pool: ThreadPoolExecutor, clips: Sequence[Clip], limits: WavLimits
) -> Generator[_Read | Refusal]:
    def read(clip: Clip) -> _Read | Refusal:
        try:
            data = read_bytes(clip.path)
            return _Read(clip, read_wav(data, limits), hashlib.sha256(data).hexdigest())
        except Unreadable as reason:
            return Refusal(clip.record_id, str(reason))

    yield from pool.map(read, clips)


def _records(read: Sequence[_Read], question: Question) -> Records:
    rows = [
        Row(
            record_id=one.clip.record_id,
            patient_id=one.clip.patient_id,
            class_name=one.clip.class_name,
            label=int(one.clip.class_name in question.positive),
            content=one.content_hash.encode(),
        )
        for one in read
    ]
    hashes = np.array([one.content_hash for one in read], dtype=np.str_)
    return records_of_rows(rows).change(content_hash=hashes)


def _attributes(read: Sequence[_Read]) -> dict[str, dict[str, str]]:
    """What is known of each clip: column to record to value."""
    table: dict[str, dict[str, str]] = {"seconds": {}}
    for one in read:
        table["seconds"][one.clip.record_id] = f"{one.wav.seconds:.3f}"
        for name, value in one.clip.attributes.items():
            table.setdefault(name, {})[one.clip.record_id] = value
    return table


def _source(read: Sequence[_Read], others: Counter[str], place: str) -> str:
    patients = len({one.clip.patient_id for one in read})
    folder = Path(place.partition("'")[2].rstrip("'")).name
    left_out = " and ".join(f"{number:,} of {name}" for name, number in sorted(others.items()))
    beside = f" (without {left_out})" if left_out else ""
    return f"{len(read):,} clips of {patients:,} patients under {folder}{beside}"


def _notes(read: Sequence[_Read], limits: WavLimits) -> tuple[str, ...]:
    """What was changed in reading."""
    rates = Counter(one.wav.read_hz for one in read if one.wav.read_hz != limits.sampling_hz)
    notes = [
        f"{number} clips were resampled from {rate:g} to {limits.sampling_hz:g} Hz"
        for rate, number in sorted(rates.items())
    ]
    several = Counter(one.wav.channels for one in read if one.wav.channels > 1)
    notes += [
        f"{n} channels in {number} of the clips; their mean is used"
        for n, number in several.items()
    ]
    return tuple(notes)
