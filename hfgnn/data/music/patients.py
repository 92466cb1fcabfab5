"""MUSIC as patients: five clinical numbers, ECG and Holter, further measurements, and deaths.

MUSIC (MUerte Subita en Insuficiencia Cardiaca; Vazquez et al. 2009,
https://doi.org/10.1093/eurheartj/ehp032; data Martin-Yebra et al. 2024, version 1.0.0,
https://doi.org/10.13026/cec2-9w70): 992 ambulatory patients with chronic heart failure of eight
Spanish university hospitals, seen first in 2003 and 2004 and followed for up to 5.7 years.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from hfgnn.config.music import Censored, Target
from hfgnn.data.music.columns import (
    CAUSE,
    CLINICAL,
    ECG,
    EXIT,
    FOLLOW_UP,
    HOLTER,
    OPTIONAL,
    PATIENT,
    Source,
)  # fmt: skip
from hfgnn.data.music.follow_up import FollowUp, Question, read_follow_up
from hfgnn.data.music.further_columns import FURTHER
from hfgnn.data.music.notes import notes_of, source_of
from hfgnn.data.music.table import Line, number_of, read_lines
from hfgnn.data.music.vital import attributes_of
from hfgnn.data.reading import Progress
from hfgnn.data.rows import Row, records_of_rows
from hfgnn.types import Cohort, DataError, Measurements, Refusal

CLASSES = {
    Target.death: ("alive", "died"),
    Target.pump_failure: ("no_pump_failure_death", "pump_failure_death"),
    Target.sudden_death: ("no_sudden_death", "sudden_death"),
}
"""Names of the classes without and with the end that is asked about."""

STAMP = "censored patients counted as alive"


@dataclass(frozen=True)
class Patient:
    """One line, read.

    Attributes:
        line: its cells.
        follow_up: how it ended.
        numbers: of ``CLINICAL`` and of the measured columns, by name; NaN is missing.
        label: 1 for the death that is asked about, 0 for none, or why nobody knows.
    """

    line: Line
    follow_up: FollowUp
    numbers: dict[str, float]
    label: int | str


@dataclass(frozen=True, kw_only=True)
class Music:
    """Patients whose end is known at the horizon; the others are left out, each with its reason.

    The end of the study, the follow-up and the cause of death make the label and are never
    columns; which others are not, and why, says ``hfgnn.config.music.NEVER``. Whether there was a
    Holter is no column either unless ``also`` names it, as it says who could come for one. Values
    of the echocardiogram and the laboratory are missing mostly in patients who died, so that a
    column that marks what is missing would tell the end: take ``nodes.mark_missing=false``.

    Attributes:
        root: the folder with subject-info.csv.
        target: "death", "pump_failure" or "sudden_death".
        horizon_days: within how many days of the first visit; None for the whole follow-up.
        censored: "left_out", or "counted_alive", which is stamped.
        also: columns of hfgnn.config.music.OPTIONAL to take.
    """

    root: str
    target: str
    horizon_days: float | None
    censored: str
    also: Sequence[str]

    def read(self, progress: Progress) -> Cohort:
        """The cohort.

        Args:
            progress: not used, since a table is read at once.

        Raises:
            DataError: the file cannot be used, or not both ends are there.
        """
        lines, refused = read_lines(Path(self.root), self._headers())
        read = {line.patient_id: self._patient(line) for line in lines}
        broken = [Refusal(name, one) for name, one in read.items() if isinstance(one, str)]
        patients = [one for one in read.values() if isinstance(one, Patient)]
        used = [one for one in patients if isinstance(one.label, int)]
        unknown = [
            Refusal(one.line.patient_id, one.label)
            for one in patients
            if isinstance(one.label, str)
        ]
        refused = [*refused, *broken, *unknown]
        self._check_both(used, refused)
        attributes, implausible = attributes_of({p.line.patient_id: p.numbers for p in used})
        ends = Counter(one.follow_up.end for one in patients if isinstance(one.label, str))
        return Cohort(
            records=records_of_rows([self._row(one) for one in used]),
            refused=tuple(refused),
            stamps=(STAMP,) if self.censored == Censored.counted_alive else (),
            positive=(self._classes[1],),
            source=source_of(self._question, [one.follow_up for one in used], len(lines)),
            crop=None,
            attributes=attributes,
            measured=self._measurements(used),
            unit="patient",
            notes=notes_of(
                self._question, [one.follow_up for one in used], censored=ends,
                cells=[one.line.cells for one in used], sources=self._sources,
                implausible=implausible,
            ),
        )  # fmt: skip

    @property
    def _question(self) -> Question:
        return Question(Target(self.target), self.horizon_days, Censored(self.censored))

    @property
    def _classes(self) -> tuple[str, str]:
        return CLASSES[Target(self.target)]

    @property
    def _measured(self) -> tuple[Source, ...]:
        """What becomes a column of the recording or a further one."""
        return (*ECG, *HOLTER, *(one for one in OPTIONAL if one.name in self.also), *FURTHER)

    @property
    def _sources(self) -> tuple[Source, ...]:
        return (*CLINICAL, *self._measured)

    def _headers(self) -> list[str]:
        return [PATIENT, FOLLOW_UP, EXIT, CAUSE, *(one.header for one in self._sources)]

    def _patient(self, line: Line) -> Patient | str:
        """A line read, or why it is refused."""
        try:
            follow_up = read_follow_up(line.cells)
            numbers = {one.name: number_of(one, line.cells[one.header]) for one in self._sources}
        except DataError as error:
            return str(error)
        return Patient(line, follow_up, numbers, self._question.answer(follow_up))

    def _row(self, patient: Patient) -> Row:
        name, label = patient.line.patient_id, int(patient.label)
        return Row(name, name, self._classes[label], label, patient.line.content)

    def _check_both(self, used: Sequence[Patient], refused: Sequence[Refusal]) -> None:
        for label, name in enumerate(self._classes):
            if not any(one.label == label for one in used):
                told = "; ".join(f"{one.file}: {one.reason}" for one in refused[:3])
                raise DataError(
                    f"data.target is {str(self.target)!r} and data.horizon_days is "
                    f"{self.horizon_days}, but no patient in data.root is of class {name}; "
                    f"{len(refused)} lines were refused{': ' + told if told else ''}"
                )

    def _measurements(self, used: Sequence[Patient]) -> Measurements:
        columns = tuple(one.name for one in self._measured)
        return Measurements(
            record_id=np.array([one.line.patient_id for one in used], dtype=np.str_),
            columns=columns,
            values=np.array([[one.numbers[name] for name in columns] for one in used]),
            levels={one.name: one.levels for one in self._measured if one.codes},
        )
