"""A folder of WFDB records, as PhysioNet's databases come."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Generator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from hfgnn.data.patient_pattern import compile_pattern
from hfgnn.data.reading import Progress, check_usable
from hfgnn.data.recordings.listing import list_records
from hfgnn.data.recordings.record import Reading, read_record
from hfgnn.types import Refusal
from hfgnn.types.recording import Recording, Recordings


@dataclass(frozen=True, kw_only=True)
class WfdbRecords:
    """All records below a folder: flat as in MIT-BIH, or a folder per patient as in PTB.

    A record that cannot be used is refused with its reason, and the others are read. Where the
    folder has a file RECORDS, as PhysioNet's databases do, only what it lists is read.

    Attributes:
        root: the folder.
        leads: names of the leads to take, the most wanted first; then those of a record in its
            own order. Nothing takes the first leads of each record, whatever they are.
        num_leads: how many leads to take; a record with fewer is refused.
        sampling_hz: the rate that records of another are resampled to; None leaves all as
            they are.
        annotator: ending of the files with the marks; None where none are needed.
        patient_pattern: regular expression with one group, the patient, searched in the path of
            a record below ``root``; where it finds none, or is None, the record's name is the
            patient's.
        same_patient: lists of names that are one patient's.
        max_gap_s: seconds without samples that are bridged; a longer gap is refused.
        max_flat_s: seconds without any change beyond which a lead counts as dead.
    """

    root: str
    leads: Sequence[str]
    num_leads: int
    sampling_hz: float | None
    annotator: str | None
    patient_pattern: str | None
    same_patient: Sequence[Sequence[str]]
    max_gap_s: float
    max_flat_s: float

    def read(self, progress: Progress) -> Recordings:
        """All usable records, in the order of their names.

        Raises:
            DataError: the folder or a setting cannot be used, or no record can.
        """
        root = Path(self.root)
        paths, said = list_records(root)
        patients = self._patients(list(paths))
        with (
            ThreadPoolExecutor(min(4, max(2, os.cpu_count() or 2))) as pool,
            # Closing the results drops what is still waiting when the user interrupts.
            closing(_in_order(pool, paths, patients, self._how())) as results,
        ):
            read = list(progress(results, total=len(paths), description="Reading records"))
        recordings = tuple(one for one in read if isinstance(one, Recording))
        refused = tuple(one for one in read if isinstance(one, Refusal))
        check_usable(len(recordings), f"data.root is {self.root!r}, but no record", refused)
        return Recordings(
            recordings=recordings,
            refused=refused,
            notes=(*said, *_nobodys(recordings), *_notes(recordings)),
            stamps=(),
            source=_source(root, recordings),
        )

    def _how(self) -> Reading:
        return Reading(
            leads=self.leads,
            num_leads=self.num_leads,
            sampling_hz=self.sampling_hz,
            annotator=self.annotator,
            max_gap_s=self.max_gap_s,
            max_flat_s=self.max_flat_s,
        )

    def _patients(self, names: Sequence[str]) -> list[str]:
        """Whose each record is."""
        first = {name: "+".join(group) for group in self.same_patient for name in group}
        pattern = None if self.patient_pattern is None else compile_pattern(self.patient_pattern)
        patients = []
        for name in names:
            match = pattern.search(name) if pattern else None
            patient = match[1] if match and match[1] else name
            patients.append(first.get(patient.rpartition("/")[2], patient))
        return patients


def _in_order(
    pool: ThreadPoolExecutor, paths: dict[str, Path], patients: Sequence[str], how: Reading
) -> Generator[Recording | Refusal]:
    def read(path: Path, record_id: str, patient_id: str) -> Recording | Refusal:
        return read_record(path, record_id=record_id, patient_id=patient_id, how=how)

    yield from pool.map(read, paths.values(), paths, patients)


def _nobodys(recordings: Sequence[Recording]) -> tuple[str, ...]:
    """How many records are patients for want of knowing better."""
    count = sum(one.patient_id == one.record_id for one in recordings)
    said = f"{count} records do not say whose they are; each counts as a patient of its own"
    return (said,) if count else ()


def _notes(recordings: Sequence[Recording]) -> tuple[str, ...]:
    """What was changed in reading."""
    notes = [
        f"{number} records were resampled from {rate} to {recordings[0].sampling_hz:g} Hz"
        for rate, number in sorted(_count(recordings, "resampled_from_hz").items())
    ]
    for leads in sorted(_count(recordings, "instead")):
        names = [one.record_id for one in recordings if one.attributes.get("instead") == leads]
        notes.append(f"lead {leads} was taken in {', '.join(names)}")
    for one in recordings:
        if missing := one.attributes.get("missing_samples"):
            notes.append(f"{one.record_id}: {missing} missing samples were bridged")
    return tuple(notes)


def _count(recordings: Sequence[Recording], attribute: str) -> Counter[str]:
    values = (one.attributes.get(attribute) for one in recordings)
    return Counter(value for value in values if value is not None)


def _source(root: Path, recordings: Sequence[Recording]) -> str:
    patients = len({one.patient_id for one in recordings})
    return f"{len(recordings)} records of {patients} patients under {root.resolve().name}"
