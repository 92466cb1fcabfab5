"""The PhysioNet/CinC Challenge 2016: heart sounds of several sites, normal or abnormal.

Liu et al. 2016, An open access database for the evaluation of heart sound algorithms,
https://doi.org/10.1088/0967-3334/37/12/2181
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from hfgnn.data.manifest import read_manifest
from hfgnn.data.reading import Progress
from hfgnn.data.sounds.clips import Clip, Question, read_clips
from hfgnn.data.sounds.wav import WavLimits
from hfgnn.types import DataError, Refusal, Sounds

REFERENCE = "REFERENCE.csv"
CLASSES = {"-1": "normal", "1": "abnormal"}
"""What its second column means."""

PATIENT_COLUMNS = ("patient_id", "patient", "subject")


@dataclass(frozen=True, kw_only=True)
class Cinc2016:
    """Folders training-a to training-f, or any with a REFERENCE.csv, each of one site.

    A line of REFERENCE.csv without its WAV file, and a WAV file without a line, are refused, and
    the others are read.

    Attributes:
        root: the folder of these folders, or one of them.
        classes: normal and abnormal; clips of a class that is not named are left out.
        positive: those of the classes that count as disease.
        patient_table: CSV file with the columns file, as training-a/a0001.wav, and patient_id;
            without one, every recording counts as a patient of its own.
        sampling_hz, min_sampling_hz, min_seconds, max_seconds, min_rms: as for ``WavLimits``.
    """

    root: str
    classes: Sequence[str]
    positive: Sequence[str]
    patient_table: str | None
    sampling_hz: float
    min_sampling_hz: float
    min_seconds: float
    max_seconds: float
    min_rms: float

    def read(self, progress: Progress) -> Sounds:
        """All usable clips, site by site, in the order of their names.

        Raises:
            DataError: no folder has a REFERENCE.csv, a table cannot be read, or a class has no
                usable clip.
        """
        root, place = Path(self.root), f"data.root is {self.root!r}"
        folders = sorted(path.parent for path in root.glob(f"*/{REFERENCE}"))
        folders += [root] if (root / REFERENCE).is_file() else []
        if not folders:
            raise DataError(f"{place}, but neither it nor a folder in it has a {REFERENCE}")
        known = self._known()
        found = [one for folder in folders for one in _listed(folder, root.resolve(), known)]
        return read_clips(
            [one for one in found if isinstance(one, Clip)],
            Question(tuple(self.classes), tuple(self.positive)),
            limits=self._limits(),
            place=place,
            refused=[one for one in found if isinstance(one, Refusal)],
            progress=progress,
        )

    def _known(self) -> dict[str, str]:
        if self.patient_table is None:
            return {}
        return read_manifest(Path(self.patient_table), patient_columns=PATIENT_COLUMNS)

    def _limits(self) -> WavLimits:
        return WavLimits(
            sampling_hz=self.sampling_hz,
            min_sampling_hz=self.min_sampling_hz,
            min_seconds=self.min_seconds,
            max_seconds=self.max_seconds,
            min_rms=self.min_rms,
        )


def _listed(folder: Path, root: Path, known: dict[str, str]) -> Iterator[Clip | Refusal]:
    """A clip, or the reason against it, for each line and for each file that no line names."""
    said = _reference(folder / REFERENCE)
    files = {path.stem: path for path in folder.iterdir() if path.suffix.lower() == ".wav"}
    site = folder.resolve().name.removeprefix("training-")
    for name in sorted(said.keys() | files.keys()):
        record_id = (folder.resolve() / f"{name}.wav").relative_to(root).as_posix()
        if reason := _against(name, said, files):
            yield Refusal(record_id, reason)
            continue
        patient = known.get(record_id) or name
        yield Clip(files[name], record_id, patient, CLASSES[said[name][0]], {"site": site})


def _against(name: str, said: dict[str, list[str]], files: dict[str, Path]) -> str:
    """Why a recording cannot be used, "" if it can."""
    labels = said.get(name, [])
    if not labels:
        return f"{REFERENCE} does not name it"
    if name not in files:
        return f"{REFERENCE} names it, but there is no such file"
    if len(set(labels)) > 1:
        return f"{REFERENCE} calls it {' and '.join(sorted(set(labels)))}"
    if labels[0] not in CLASSES:
        return f"{REFERENCE} calls it {labels[0]!r}, but it must be -1 or 1"
    return ""


def _reference(path: Path) -> dict[str, list[str]]:
    """What the table says of each name; a column after the second is not read."""
    said: dict[str, list[str]] = {}
    try:
        with path.open(encoding="utf-8-sig", newline="") as lines:
            for line in csv.reader(lines):
                if line and line[0].strip():
                    label = line[1].strip() if len(line) > 1 else ""
                    said.setdefault(line[0].strip(), []).append(label)
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        where = f"{path.parent.name}/{path.name}"
        raise DataError(f"{where} must be a table of commas in UTF-8, but: {error}") from error
    return said
