"""A finished run on heart sounds, asked about a new clip."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from omegaconf import OmegaConf

from hfgnn.config.build import build
from hfgnn.data.image import Unreadable, read_bytes
from hfgnn.data.sounds.wav import Wav, WavLimits, read_wav
from hfgnn.features.sounds.file_facts import COLUMNS, file_facts
from hfgnn.features.sounds.spectrogram import Picture, Spectrogram
from hfgnn.serving.sound_occlusion import occlusion
from hfgnn.serving.stored_settings import option, schema
from hfgnn.serving.stored_sounds import SoundFacts, StoredSounds, read_sound_fit
from hfgnn.training.sounds.fit import FittedSounds, predict_sounds, restore_sounds
from hfgnn.types import DataError

Probability = NDArray[np.float64]

USUAL_LIMITS = {
    "min_sampling_hz": 1000.0,
    "min_seconds": 0.5,
    "max_seconds": 600.0,
    "min_rms": 1e-4,
}
"""For a run on simulated clips, which had no files that could be refused."""

MOST_LOOKERS = 5
"""Networks that are asked what they looked at; each is shown hundreds of covered pictures."""

FACTS_IN_WORDS = {"log_seconds": "length", "peak_db": "peak"}
"""Facts about a file of which a strange value is worth a warning."""


@dataclass(frozen=True)
class NewClip:
    """A clip that a run is asked about.

    Attributes:
        path: its file.
        wav: as it was read.
        picture: its spectrogram.
        content_hash: SHA-256 of the file.
    """

    path: Path
    wav: Wav
    picture: Picture
    content_hash: str


@dataclass(frozen=True)
class ToldSound:
    """What a run says of a clip.

    Attributes:
        calibrated: float64 (networks,), of disease, as recalibrated on each one's validation clips.
        raw: float64 (networks,), as each network says it.
        threshold: mean calibrated probability from which a clip is called diseased.
        classes: probability of each class, the mean over the networks, as they say it.
        weight: float64 (bands, windows), what they looked at; above 0 where it speaks for disease.
        seconds: that drawing and asking took, without looking for what was looked at.
        warnings: what speaks against believing it.
    """

    calibrated: Probability
    raw: Probability
    threshold: float
    classes: dict[str, float]
    weight: Probability
    seconds: float
    warnings: tuple[str, ...]

    @property
    def probability(self) -> float:
        """Mean over the networks."""
        return float(self.calibrated.mean())

    @property
    def is_called(self) -> bool:
        """Whether it is called diseased."""
        return self.probability >= self.threshold


class SoundPredictor:
    """All networks of a run, whose answers are averaged.

    Args:
        run: folder of the run.

    Raises:
        DataError: the folder holds no run on heart sounds that can predict.
    """

    def __init__(self, run: Path) -> None:
        paths = sorted((run / "checkpoints").glob("*.pt"))
        if not paths:
            raise DataError(f"run is {str(run)!r}, but it holds no checkpoints/*.pt")
        stored = [read_sound_fit(path) for path in paths]
        self.facts = [one.facts for one in stored]
        self.settings: Any = OmegaConf.create(stored[0].settings)
        self.spectrogram: Spectrogram = build(schema("spectrogram", self.settings.spectrogram))
        self.networks = [self._restored(one) for one in stored]

    @property
    def first(self) -> SoundFacts:
        """Of the first network; classes, rate and stamps are the same in all."""
        return self.facts[0]

    @property
    def disease(self) -> str:
        """What the probability is of."""
        return " or ".join(self.first.classes[number] for number in self.first.positive)

    def _restored(self, stored: StoredSounds) -> FittedSounds:
        model = schema("model", self.settings.model)
        training = option("training", "sounds", self.settings.training)
        try:
            return restore_sounds(
                model,
                training,
                stored.state,
                frames=self.spectrogram.rows,
                num_classes=len(stored.facts.classes),
            )
        except (KeyError, RuntimeError, ValueError) as error:
            reason = str(error).splitlines()[0]
            raise DataError(f"a fit of the run was stored by another version: {reason}") from None

    def read(self, path: Path) -> NewClip:
        """A clip, checked as the run checked its clips.

        Args:
            path: a WAV file.

        Raises:
            DataError: the file cannot be used.
        """
        data = self.settings.data
        limits = WavLimits(
            sampling_hz=self.first.sampling_hz,
            **{name: float(data.get(name, usual)) for name, usual in USUAL_LIMITS.items()},
        )
        try:
            content = read_bytes(path)
            wav = read_wav(content, limits)
        except Unreadable as reason:
            raise DataError(f"sound is {str(path)!r}, but it cannot be used: {reason}") from None
        picture = self.spectrogram.picture(wav.signal, self.first.sampling_hz)
        return NewClip(path, wav, picture, hashlib.sha256(content).hexdigest())

    def tell(self, clip: NewClip) -> ToldSound:
        """What the networks say of a clip, and what they looked at.

        Args:
            clip: as read.
        """
        begin = time.perf_counter()
        said = np.array([predict_sounds(one, [clip.picture])[0] for one in self.networks])
        seconds = time.perf_counter() - begin
        raw = said[:, self.first.positive].sum(axis=1)
        calibrated = [
            facts.calibrated(value[None])[0] for facts, value in zip(self.facts, raw, strict=True)
        ]
        mean = said.mean(axis=0).tolist()
        return ToldSound(
            calibrated=np.array(calibrated),
            raw=raw,
            threshold=float(np.mean([facts.threshold for facts in self.facts])),
            classes=dict(zip(self.first.classes, mean, strict=True)),
            weight=self._looked_at(clip.picture),
            seconds=seconds,
            warnings=tuple(self._warnings(clip)),
        )

    def _looked_at(self, picture: Picture) -> Probability:
        every = len(self.networks)
        at = np.unique(np.linspace(0, every - 1, min(every, MOST_LOOKERS)).round().astype(int))
        maps = [occlusion(self._asking(self.networks[one]), picture) for one in at.tolist()]
        return np.asarray(np.mean(maps, axis=0))

    def _asking(self, network: FittedSounds) -> Any:
        positive = self.first.positive

        def ask(pictures: Sequence[Picture]) -> Probability:
            return np.asarray(predict_sounds(network, pictures)[:, positive].sum(axis=1))

        return ask

    def _warnings(self, clip: NewClip) -> list[str]:
        warnings = []
        known = sum(clip.content_hash in facts.fitted_on for facts in self.facts)
        if known:
            warnings.append(f"this very file trained {known} of {len(self.facts)} networks")
        values = file_facts([clip.wav.signal], self.first.sampling_hz)[0].tolist()
        for name, value in zip(COLUMNS, values, strict=True):
            low = min(facts.usual[name][0] for facts in self.facts)
            high = max(facts.usual[name][1] for facts in self.facts)
            if name in FACTS_IN_WORDS and not low <= value <= high:
                warnings.append(f"its {_in_words(name, value, low, high)}")
        if clip.wav.read_hz < self.first.sampling_hz:
            warnings.append(
                f"it holds nothing above {clip.wav.read_hz / 2:g} Hz, where the run has learned to "
                f"listen up to {self.first.sampling_hz / 2:g} Hz"
            )
        return warnings


def _in_words(name: str, value: float, low: float, high: float) -> str:
    unit, digits = "dB", 0
    if name == "log_seconds":
        value, low, high = (float(np.exp(one)) for one in (value, low, high))
        unit, digits = "s", 1
    usual = f"{low:.{digits}f} to {high:.{digits}f} {unit}"
    return (
        f"{FACTS_IN_WORDS[name]}, {value:.{digits}f} {unit}, is not that of training clips, {usual}"
    )
