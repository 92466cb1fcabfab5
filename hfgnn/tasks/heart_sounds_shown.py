"""The parts of a report that only heart sounds have."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from hfgnn.config.build import build
from hfgnn.features.sounds.spectrogram import Picture, Spectrogram
from hfgnn.reports.section import Section
from hfgnn.reports.sounds.looked_at import SeenClip, draw_looked_at
from hfgnn.reports.sounds.tables import claim_section, confusion_table, recording_section
from hfgnn.serving.sound_occlusion import occlusion
from hfgnn.tasks.heart_sounds_facts import MadeSounds
from hfgnn.training.sounds.fit import FittedSounds, predict_sounds

Probability = NDArray[np.float64]


def sections(made: MadeSounds) -> tuple[Section, ...]:
    """Claim, classes, recording, and what the network looked at.

    Args:
        made: what the run made.
    """
    metrics = made.metrics()
    shown = [claim_section(metrics)]
    if len(made.prepared.classes) > 2:
        table = confusion_table(made.confusion(), made.prepared.classes)
        said = "Every clip is called by its most probable class."
        shown.append(Section("Which class is called which?", (said,), (table,)))
    shown += [recording_section(metrics), looked_at(made)]
    return tuple(one for one in shown if one is not None)


def looked_at(made: MadeSounds) -> Section | None:
    """For each class the test clip of the first fold that is told best, and the worst error."""
    prepared, fitted = made.prepared, made.models.fitted
    if fitted is None:
        return None
    split = prepared.arrangement.splits[0]
    said = made.models.said[split.repeat, 0, split.fold]
    truth = prepared.class_number[split.parts.test]
    own = said[np.arange(len(said)), truth]
    chosen = [
        int(rows[own[rows].argmax()])
        for number in range(len(prepared.classes))
        if len(rows := np.flatnonzero(truth == number))
    ]
    worst = int(own.argmin())
    chosen += [] if worst in chosen else [worst]
    clips = [_seen(made, fitted, int(split.parts.test[row]), said[row]) for row in chosen]
    disease = " or ".join(made.prepared.heard.sounds.cohort.positive)
    figure = draw_looked_at(clips, disease, stamps=prepared.stamps)
    return Section(
        "What did the network look at?",
        figures={"looked_at": figure},
        captions={
            "looked_at": "What changes the answer when it is covered? For each class the test clip "
            "of the first fold that the network tells best, and last the one that it tells worst. "
            f"Left: the spectrogram. Right: how much the log-odds of {disease} fall when a piece "
            "is replaced by what its band usually is. Systole and diastole between the two heart "
            "sounds are where a murmur would be."
        },
    )


def _seen(made: MadeSounds, fitted: FittedSounds, row: int, said: Probability) -> SeenClip:
    prepared = made.prepared
    records, sounds = prepared.arrangement.records, prepared.heard.sounds
    place = int(prepared.place[row])
    picture = prepared.heard.pictures[place]
    spectrogram: Spectrogram = build(prepared.settings.spectrogram)
    disease = float(said[prepared.positive].sum())
    return SeenClip(
        title=f"{records.class_name[row]}, probability {disease:.2f}",
        picture=picture,
        seconds=len(sounds.signal[place]) / sounds.sampling_hz,
        pitch_hz=spectrogram.pitch_hz,
        weight=occlusion(lambda asked: disease_of(fitted, asked, prepared.positive), picture),
    )


def disease_of(
    fitted: FittedSounds, pictures: Sequence[Picture], positive: Sequence[int]
) -> Probability:
    """Probability of disease.

    Args:
        fitted: the network.
        pictures: that it is shown.
        positive: numbers of the classes that count as disease.
    """
    return np.asarray(predict_sounds(fitted, pictures)[:, list(positive)].sum(axis=1))
