"""Recordings made over: every early beat stays, few others, and time runs on."""

import numpy as np
import pytest

from hfgnn.augment.spliced import Spliced
from hfgnn.types import Beats, TrainingRecordings


def beats(early: int, others: int, *, name: str = "r") -> Beats:
    number = early + others
    label = np.zeros(number, dtype=np.int64)
    label[np.linspace(1, number - 2, early).astype(int)] = 1
    names = np.full(number, name)
    return Beats(
        signal=np.arange(number, dtype=np.float32)[:, None, None] * np.ones((1, 1, 3), np.float32),
        label=label, symbol=np.where(label == 1, "A", "N"), record_id=names, patient_id=names,
        group=np.zeros(number, dtype=np.int64), sample=np.arange(number) * 100,
        number=np.arange(number), classes=("N", "S", "V"), leads=("II",), sampling_hz=100.0, mark=1,
        previous_rr_s=np.linspace(0.5, 1, number).astype(np.float32),
        next_rr_s=np.linspace(0.6, 1.1, number).astype(np.float32),
    )  # fmt: skip


def spliced(**changes) -> Spliced:
    settings = {"copies": 2, "lowest_share": 0.5, "highest_share": 0.9, "fewest": 20, "weight": 0.1}
    return Spliced(**settings | changes)


def test_every_early_beat_stays_and_they_are_the_rule():
    whole = beats(40, 400)
    copies = spliced().make(TrainingRecordings(whole), seed=0)
    assert len(copies) == 2
    for copy in copies:
        assert (copy.label == 1).sum() == 40
        assert 0.5 <= (copy.label == 1).mean() <= 0.92
        assert (np.diff(copy.sample) > 0).all()


def test_the_time_to_the_next_beat_is_what_that_one_has_before_it():
    (copy,) = spliced(copies=1).make(TrainingRecordings(beats(40, 400)), seed=0)
    np.testing.assert_array_equal(copy.next_rr_s[:-1], copy.previous_rr_s[1:])


def test_the_same_seed_gives_the_same_copies_and_a_recording_with_few_early_beats_none():
    both = beats(40, 400)
    one, two = (spliced().make(TrainingRecordings(both), seed=3) for _ in range(2))
    assert all(np.array_equal(a.sample, b.sample) for a, b in zip(one, two, strict=True))
    other = spliced().make(TrainingRecordings(both), seed=4)
    assert not all(np.array_equal(a.sample, b.sample) for a, b in zip(one, other, strict=True))
    assert spliced().make(TrainingRecordings(beats(19, 400)), seed=0) == []


def test_where_nobody_tells_early_beats_apart_there_is_nothing_to_make():
    two = beats(40, 400).change(classes=("normal", "abnormal"))
    assert spliced().make(TrainingRecordings(two), seed=0) == []


@pytest.mark.parametrize("share", [0.5, 0.8])
def test_the_share_is_what_was_asked_for(share):
    exact = spliced(copies=1, lowest_share=share, highest_share=share)
    (copy,) = exact.make(TrainingRecordings(beats(40, 400)), seed=0)
    assert (copy.label == 1).mean() == pytest.approx(share, abs=0.02)
