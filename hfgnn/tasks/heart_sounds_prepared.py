"""Heart sounds before anything is trained: read, divided, drawn, measured."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hfgnn.augment.none import Unbalanced
from hfgnn.config.build import build
from hfgnn.config.protocol import Protocol
from hfgnn.config.sounds import SoundRun
from hfgnn.features.sounds.band_energy import band_energy
from hfgnn.features.sounds.file_facts import file_facts
from hfgnn.features.sounds.spectrogram import Picture, Spectrogram
from hfgnn.reports.progress import progress
from hfgnn.tasks.arrangement import Arrangement, arrange
from hfgnn.tasks.clock import Clock
from hfgnn.types import Rows, Sounds

Columns = NDArray[np.float32]


@dataclass(frozen=True)
class Heard:
    """What is known of every clip of a cohort, in its order.

    Attributes:
        sounds: as they were read.
        pictures: spectrograms.
        bands: (clips, 72), band energies.
        facts: (clips, 4), what the file gives away without being heard.
    """

    sounds: Sounds
    pictures: Sequence[Picture]
    bands: Columns
    facts: Columns


@dataclass(frozen=True)
class PreparedSounds:
    """What a run works on; rows are those of the arrangement.

    Attributes:
        settings: of the run.
        heard: clips in the order in which they were read.
        arrangement: rows and splits.
        place: (rows,), where each row stands among the clips that were read.
    """

    settings: SoundRun
    heard: Heard
    arrangement: Arrangement
    place: Rows

    @property
    def pictures(self) -> list[Picture]:
        """Spectrogram of each row."""
        return [self.heard.pictures[place] for place in self.place.tolist()]

    @property
    def class_number(self) -> Rows:
        """Class of each row."""
        return self.heard.sounds.class_number[self.place]

    @property
    def classes(self) -> tuple[str, ...]:
        """Names of the classes."""
        return self.heard.sounds.classes

    @property
    def positive(self) -> list[int]:
        """Numbers of the classes that count as disease."""
        cohort = self.heard.sounds.cohort
        return [self.classes.index(name) for name in cohort.positive]

    @property
    def stamps(self) -> list[str]:
        """What every table and figure of this run must carry."""
        return [*self.heard.sounds.cohort.stamps, *self.arrangement.stamps]


def hear(settings: SoundRun, clock: Clock) -> Heard:
    """Read all clips, draw and measure each.

    Args:
        settings: of the run.
        clock: of the run.

    Raises:
        DataError: the data cannot be used.
    """
    sounds: Sounds = build(settings.data).read(progress)
    clock.lap("reading")
    spectrogram: Spectrogram = build(settings.spectrogram)
    drawn = progress(sounds.signal, total=len(sounds.signal), description="Drawing spectrograms")
    rate: Any = sounds.sampling_hz
    heard = Heard(
        sounds=sounds,
        pictures=[spectrogram.picture(signal, rate) for signal in drawn],
        bands=band_energy(sounds.signal, rate),
        facts=file_facts(sounds.signal, rate),
    )
    clock.lap("spectrograms")
    return heard


def divide(settings: SoundRun, heard: Heard, protocol: Protocol) -> PreparedSounds:
    """Rows and splits under a protocol.

    Args:
        settings: of the run.
        heard: its clips.
        protocol: that of the settings, or the one that stands beside it.

    Raises:
        DataError: the clips cannot be divided so.
    """
    cohort = heard.sounds.cohort
    arrangement = arrange(cohort, protocol, Unbalanced(), settings.seed)
    place_of = {name: place for place, name in enumerate(cohort.records.record_id.tolist())}
    place = [place_of[name] for name in arrangement.records.record_id.tolist()]
    return PreparedSounds(settings, heard, arrangement, np.array(place, dtype=np.int64))
