"""Simulated heart sounds, whose truth is known, so that nothing must be downloaded."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hfgnn.data.reading import Progress
from hfgnn.data.rows import Row, records_of_rows
from hfgnn.data.sounds.heart_cycle import draw_clip, draw_heart
from hfgnn.types import Cohort, Sounds

STAMP = "simulated cohort"
CLASSES = ("normal", "murmur", "extrastole")

ALLOTMENT_STREAM, HEART_STREAM, CLIP_STREAM = 1, 2, 3
"""Independent random numbers, so that a longer clip does not become another patient."""


@dataclass(frozen=True, kw_only=True)
class SimulatedSounds:
    """Several clips of each of many simulated patients.

    Attributes:
        patients: how many.
        clips: most clips of a patient; each has between one and so many.
        classes: normal, murmur, and extrastole if wanted.
        positive: those of them that count as disease.
        prevalence: share of the patients who are not normal; further classes share it.
        murmur: loudness of a murmur beside the first heart sound; 0 makes the classes alike.
        seconds: shortest and longest clip.
        sampling_hz: samples per second.
        cohort_seed: of everything that is drawn.
    """

    patients: int
    clips: int
    classes: Sequence[str]
    positive: Sequence[str]
    prevalence: float
    murmur: float
    seconds: Sequence[float]
    sampling_hz: float
    cohort_seed: int

    def read(self, progress: Progress) -> Sounds:
        """All clips, drawn anew each time; the same settings give the same."""
        allotted = self._allot()
        numbers = progress(range(self.patients), total=self.patients, description="Drawing sounds")
        drawn = [self._draw_patient(number, allotted[number]) for number in numbers]
        rows = [row for rows, _ in drawn for row in rows]
        records = records_of_rows(rows)
        classes = tuple(self.classes)
        return Sounds(
            cohort=Cohort(
                records=records,
                refused=(),
                stamps=(STAMP,),
                positive=tuple(self.positive),
                source=f"{len(rows):,} simulated clips of {self.patients:,} simulated patients",
                crop=None,
                unit="clip",
            ),
            signal=tuple(signal for _, signals in drawn for signal in signals),
            sampling_hz=self.sampling_hz,
            classes=classes,
            class_number=np.array([classes.index(row.class_name) for row in rows], dtype=np.int64),
        )

    def _allot(self) -> list[str]:
        """Class of each patient, exactly so many of each."""
        ill = round(self.patients * self.prevalence)
        further = list(self.classes[1:])
        names = [further[place % len(further)] for place in range(ill)]
        names += [self.classes[0]] * (self.patients - ill)
        order = self._generator(0, ALLOTMENT_STREAM).permutation(self.patients)
        return [names[place] for place in order.tolist()]

    def _draw_patient(
        self, number: int, class_name: str
    ) -> tuple[list[Row], list[NDArray[np.float32]]]:
        """The clips of one patient."""
        heart = draw_heart(
            murmur_gain=self.murmur if class_name == "murmur" else 0.0,
            has_extrasystoles=class_name == "extrastole",
            generator=self._generator(number, HEART_STREAM),
        )
        generator = self._generator(number, CLIP_STREAM)
        shortest, longest = self.seconds
        signals = [
            draw_clip(
                heart,
                generator.uniform(shortest, longest),
                self.sampling_hz,
                generator=generator,
            )
            for _ in range(generator.integers(1, self.clips + 1))
        ]
        patient = f"simulated-{number:04d}"
        rows = [
            Row(
                record_id=f"{patient}_{place}",
                patient_id=patient,
                class_name=class_name,
                label=int(class_name in self.positive),
                content=signal.tobytes(),
            )
            for place, signal in enumerate(signals)
        ]
        return rows, signals

    def _generator(self, number: int, stream: int) -> np.random.Generator:
        return np.random.default_rng([self.cohort_seed, number, stream])
