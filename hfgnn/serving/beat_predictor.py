"""A finished run on heartbeats, asked about a new recording."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from omegaconf import OmegaConf

from hfgnn.config.build import build
from hfgnn.data.recordings.gaps import Broken, check_alive
from hfgnn.data.recordings.peaks import mark_peaks
from hfgnn.data.recordings.record import Reading, read_record
from hfgnn.data.recordings.segmentation import segment
from hfgnn.data.recordings.signal_table import LOWEST_HZ, choose_leads, read_signal_table
from hfgnn.data.recordings.symbols import FIVE_CLASSES, THREE_CLASSES, UNNAMED, label_beats
from hfgnn.evaluation.classes.multipliers import multiply
from hfgnn.features.beats.describe import describe
from hfgnn.serving.stored_beats import StoredFit, read_fit, read_multipliers
from hfgnn.serving.stored_settings import option, schema
from hfgnn.training.beats.fit import restore
from hfgnn.training.beats.fitted import FittedBeats
from hfgnn.training.beats.shown import ShownBeats
from hfgnn.types import UNKNOWN, Beats, DataError, Recording, Refusal, Rows

MAX_GAP_S, MAX_FLAT_S = 0.1, 10.0


@dataclass(frozen=True)
class ToldBeats:
    """What a run says of the beats of a recording.

    Attributes:
        recording: as it was read, with the leads that the run takes and its marks.
        beats: those whose window lies within the recording.
        probability: float64 (beats, classes), the mean of the run's fits, times its multipliers.
        label: int64 (beats,), class of the mark; UNKNOWN where the beats were found, not marked.
        seconds: that finding, measuring and classifying the beats took.
        notes: one sentence each, such as how many beats were left out.
        warnings: what speaks against believing it.
    """

    recording: Recording
    beats: Beats
    probability: NDArray[np.float64]
    label: Rows
    seconds: float
    notes: tuple[str, ...]
    warnings: tuple[str, ...]

    @property
    def predicted(self) -> Rows:
        """Number of the most probable class of each beat."""
        return np.asarray(self.probability.argmax(axis=1), dtype=np.int64)

    @property
    def at(self) -> Rows:
        """Where each beat is, in samples of the recording."""
        rate = self.recording.sampling_hz / self.beats.sampling_hz
        return np.asarray(np.rint(self.beats.sample * rate), dtype=np.int64)


class BeatPredictor:
    """All fits of a run, whose answers are averaged.

    Args:
        run: folder of the run.

    Raises:
        DataError: the folder holds no run on heartbeats that can predict.
    """

    def __init__(self, run: Path) -> None:
        paths = sorted((run / "checkpoints").glob("*.pt"))
        if not paths:
            raise DataError(f"run is {str(run)!r}, but it holds no checkpoints/*.pt")
        stored = [read_fit(path) for path in paths]
        self.facts = stored[0].facts
        if tuple(self.facts.classes) not in (FIVE_CLASSES, THREE_CLASSES):
            raise DataError(
                f"the run tells {', '.join(self.facts.classes)} apart, but a recording can only be "
                "asked of one that tells N, S and V, or these and F and Q"
            )
        self.settings: Any = OmegaConf.create(stored[0].settings)
        self.window = build(schema("segmentation", self.settings.segmentation))
        self.multipliers = read_multipliers(run, len(self.facts.classes))
        self.fits = [self._restored(one) for one in stored]

    def _restored(self, stored: StoredFit) -> FittedBeats:
        training = option("training", "beats", self.settings.training)
        model = option("model", stored.facts.model, self.settings.model)
        try:
            return restore(model, stored.state, stored.facts.widths, training)
        except (KeyError, RuntimeError, ValueError) as error:
            reason = str(error).splitlines()[0]
            raise DataError(f"a fit of the run was stored by another version: {reason}") from None

    def read(self, path: Path, *, sampling_hz: float | None, annotator: str | None) -> Recording:
        """A recording with the leads that the run takes.

        Args:
            path: a CSV file with a column per lead, or a WFDB record.
            sampling_hz: of a CSV file that has no column time_s.
            annotator: ending of the file with the marks; None where beats are to be found.

        Raises:
            DataError: the recording cannot be used.
        """
        data = self.settings.data
        leads = [str(name) for name in data.get("leads", [])]
        max_flat_s = data.get("max_flat_s", MAX_FLAT_S)
        if path.suffix.lower() == ".csv":
            table = read_signal_table(path, sampling_hz)
            return _alive(choose_leads(table, leads, len(self.facts.leads)), path, max_flat_s)
        how = Reading(
            leads=leads,
            num_leads=len(self.facts.leads),
            sampling_hz=None,
            annotator=annotator,
            max_gap_s=data.get("max_gap_s", MAX_GAP_S),
            max_flat_s=max_flat_s,
        )
        path = path.with_suffix("") if path.suffix in (".hea", ".dat") else path
        found = read_record(path, record_id=path.name, patient_id=path.name, how=how)
        if isinstance(found, Refusal):
            raise DataError(f"record is {str(path)!r}, but {found.reason}")
        if found.sampling_hz < LOWEST_HZ:
            raise DataError(
                f"record is {str(path)!r}, but it has {found.sampling_hz:g} samples per second, "
                f"and beats need {LOWEST_HZ:g}"
            )
        return found

    def tell(self, recording: Recording) -> ToldBeats:
        """The class of each beat.

        Raises:
            DataError: no beat is found.
        """
        begin = time.perf_counter()
        is_marked = len(recording.sample) > 0
        if not is_marked:
            recording = mark_peaks(recording)
        if not len(recording.sample):
            raise DataError(f"no beat is found in the {recording.seconds:.1f} s of the recording")
        # All five classes are measured together, as in the run.
        cut = segment([recording], window=self.window, classes=FIVE_CLASSES)
        shown, left_out = self._told_apart(ShownBeats(cut.beats, describe(cut.beats)))
        self._check(shown)
        mean = np.mean([fit.probability(shown) for fit in self.fits], axis=0)
        said = multiply(mean, self.multipliers)
        seconds = time.perf_counter() - begin
        return ToldBeats(
            recording=recording,
            beats=shown.beats,
            probability=said,
            label=label_beats(shown.beats.symbol, self.facts.classes),
            seconds=seconds,
            notes=(*_bridged(recording), *cut.notes, *left_out),
            warnings=tuple(self._warnings(recording, is_marked)),
        )

    def _told_apart(self, shown: ShownBeats) -> tuple[ShownBeats, list[str]]:
        """The beats without those marked as of a class that the run does not know, and a note.

        Raises:
            DataError: none is left.
        """
        classes, symbol = tuple(self.facts.classes), shown.beats.symbol
        label = label_beats(symbol, classes)
        stays = (label != UNKNOWN) | (symbol == UNNAMED)
        if not stays.any():
            raise DataError(f"no beat of the recording is of one of the classes {_list(classes)}")
        beats = shown.beats.change(label=label, classes=classes)
        shown = replace(shown, beats=beats).take(np.flatnonzero(stays))
        number = int((~stays).sum())
        note = f"{number:,} beats without one of the classes {_list(classes)} were left out"
        return shown, [note] if number else []

    def _check(self, shown: ShownBeats) -> None:
        """That what is measured is what the run has learned on."""
        samples = shown.beats.signal.shape[2]
        if samples != self.facts.samples:
            raise DataError(
                f"a beat of {shown.beats.record_id[0]} has {samples} samples, but the run has "
                f"learned on {self.facts.samples}, since its beats came from a table"
            )
        if list(shown.columns.columns) == self.facts.columns:
            return
        missing = sorted(set(self.facts.columns) - set(shown.columns.columns))
        raise DataError(
            f"{shown.beats.record_id[0]} gives {len(shown.columns.columns)} measurements per beat, "
            f"but the run takes {len(self.facts.columns)}"
            + (f"; {', '.join(missing[:3])} cannot be had" if missing else "")
        )

    def _warnings(self, recording: Recording, is_marked: bool) -> list[str]:
        warnings = []
        known = {name.rpartition("/")[2] for name in self.facts.records}
        if recording.record_id in known:
            warnings.append("a recording of this name trained the run, which may know it")
        for own, learned in zip(recording.leads, self.facts.leads, strict=True):
            if own not in learned.split("/"):
                warnings.append(f"lead {own} stands where the run has learned on {learned}")
        if not is_marked:
            warnings.append("the beats were found, not marked by a person")
        return warnings


def _alive(recording: Recording, path: Path, max_flat_s: float) -> Recording:
    """The recording, if none of its leads is dead.

    Raises:
        DataError: one is.
    """
    longest = max_flat_s * recording.sampling_hz
    try:
        check_alive(recording.signal, recording.leads, longest=longest)
    except Broken as error:
        raise DataError(f"record is {str(path)!r}, but {error}") from None
    return recording


def _bridged(recording: Recording) -> list[str]:
    missing = recording.attributes.get("missing_samples")
    return [f"{missing} missing samples were bridged"] if missing else []


def _list(names: tuple[str, ...]) -> str:
    return ", ".join(names)
