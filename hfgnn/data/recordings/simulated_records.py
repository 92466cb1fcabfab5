"""Simulated recordings: rhythms whose truth is known, so that nothing must be downloaded."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from hfgnn.data.reading import Progress
from hfgnn.data.recordings.simulated_rhythm import draw_beats, draw_rhythm
from hfgnn.data.recordings.simulated_waves import LEADS, draw_shape, draw_signal
from hfgnn.types.recording import Recording, Recordings

STAMP = "simulated records"

RHYTHM_STREAM, SHAPE_STREAM, SIGNAL_STREAM = 1, 2, 3
"""Independent random numbers, so that a longer record does not become another patient."""


@dataclass(frozen=True, kw_only=True)
class SimulatedRecords:
    """One recording each of simulated patients, with normal and early, ventricular, fused beats.

    Every patient has waves and a rhythm of his own: some have no ectopic beat at all, some a
    bundle-branch block, and in some the atria fibrillate, so that neither a wide QRS complex nor
    a short interval alone tells a class.

    Attributes:
        patients: how many.
        minutes: length of each recording.
        paced: how many of the patients, the last ones, have a pacemaker.
        sampling_hz: samples per second.
        num_leads: 1 for MLII, 2 for V1 as well.
        cohort_seed: of everything that is drawn.
    """

    patients: int
    minutes: float
    paced: int
    sampling_hz: float
    num_leads: int
    cohort_seed: int

    def read(self, progress: Progress) -> Recordings:
        """All recordings, drawn anew each time; the same settings give the same."""
        numbers = progress(range(self.patients), total=self.patients, description="Drawing records")
        return Recordings(
            recordings=tuple(self.draw_recording(number) for number in numbers),
            refused=(),
            notes=(),
            stamps=(STAMP,),
            source=f"{self.patients} simulated records of {self.minutes:g} min",
        )

    def draw_recording(self, number: int) -> Recording:
        """The recording of one patient."""
        is_paced = number >= self.patients - self.paced
        rhythm = draw_rhythm(paced=is_paced, generator=self._generator(number, RHYTHM_STREAM))
        shape = draw_shape(
            fibrillates=rhythm.fibrillates, generator=self._generator(number, SHAPE_STREAM)
        )
        generator = self._generator(number, SIGNAL_STREAM)
        samples = round(self.minutes * 60 * self.sampling_hz)
        times, symbol = draw_beats(rhythm, samples / self.sampling_hz, generator=generator)
        signal = draw_signal(
            shape,
            times,
            symbol,
            samples=samples,
            sampling_hz=self.sampling_hz,
            generator=generator,
        )
        name = f"{'paced' if is_paced else 'simulated'}-{number:03d}"
        return Recording(
            record_id=name,
            patient_id=name,
            signal=np.ascontiguousarray(signal[:, : self.num_leads]),
            leads=LEADS[: self.num_leads],
            sampling_hz=self.sampling_hz,
            sample=np.minimum(np.rint(times * self.sampling_hz), samples - 1).astype(np.int64),
            symbol=symbol,
            attributes={"pacemaker": "yes" if is_paced else "no"},
        )

    def _generator(self, number: int, stream: int) -> np.random.Generator:
        return np.random.default_rng([self.cohort_seed, number, stream])
