"""The heart sounds of the PASCAL challenge, set B, whose file names hold class and patient.

Bentley et al. 2011, The PASCAL Classifying Heart Sounds Challenge,
http://www.peterjbentley.com/heartchallenge/
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from hfgnn.data.reading import Progress
from hfgnn.data.sounds.clips import Clip, Question, read_clips
from hfgnn.data.sounds.folder import wav_files
from hfgnn.data.sounds.wav import WavLimits
from hfgnn.types import Refusal, Sounds

FOLDER = "set_b"

NUMBER = re.compile(r"_(\d+)(?=[_.])")
"""In a name such as murmur_noisymurmur_135_1306428972976_A.wav: the first one is the patient's."""


@dataclass(frozen=True, kw_only=True)
class PascalSounds:
    """WAV files that are called class_[noisyclass]_patient_time_place.wav, all in one folder.

    Attributes:
        root: the folder ``set_b``, or the one that holds it.
        classes: what is told apart; clips of other classes are counted and left out.
        positive: those of the classes that count as disease.
        sampling_hz, min_sampling_hz, min_seconds, max_seconds, min_rms: as for ``WavLimits``.
    """

    root: str
    classes: Sequence[str]
    positive: Sequence[str]
    sampling_hz: float
    min_sampling_hz: float
    min_seconds: float
    max_seconds: float
    min_rms: float

    def read(self, progress: Progress) -> Sounds:
        """All usable clips, in the order of their names.

        Raises:
            DataError: the folder cannot be used, or a class has no usable clip.
        """
        place = f"data.root is {self.root!r}"
        folder = Path(self.root) / FOLDER
        files = wav_files(folder if folder.is_dir() else Path(self.root), place, deep=False)
        named = [(path, NUMBER.search(path.name)) for path in files]
        clips = [_clip(path, match[1]) for path, match in named if match]
        reason = "no patient in its name, as 135 in murmur__135_1306428972976_A.wav"
        nameless = [Refusal(path.name, reason) for path, match in named if not match]
        return read_clips(
            clips,
            Question(tuple(self.classes), tuple(self.positive)),
            limits=self._limits(),
            place=place,
            refused=nameless,
            progress=progress,
        )

    def _limits(self) -> WavLimits:
        return WavLimits(
            sampling_hz=self.sampling_hz,
            min_sampling_hz=self.min_sampling_hz,
            min_seconds=self.min_seconds,
            max_seconds=self.max_seconds,
            min_rms=self.min_rms,
        )


def _clip(path: Path, patient: str) -> Clip:
    class_name, _, rest = path.name.partition("_")
    noisy = "yes" if rest.startswith("noisy") else "no"
    return Clip(path, path.name, patient, class_name, {"noisy": noisy})
