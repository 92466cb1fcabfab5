"""The network that reads beats in their order: whom it is shown beside whom, and what it learns."""

import numpy as np
import pytest

from hfgnn.training.beats import sequence
from hfgnn.training.beats.sequence import fit_sequence
from hfgnn.types import UNKNOWN, Parts


@pytest.fixture
def fitted(models, shown, parts, how):
    return fit_sequence(how(models["transformer_signal"], epochs=2), shown, parts)


@pytest.fixture
def fed(monkeypatch):
    """What the fit in batches is given, in place of a fit."""
    seen = {}

    def spy(make_network, train, validation, **others):
        seen.update(train=train, validation=validation)
        raise StopIteration

    monkeypatch.setattr(sequence, "fit_batches", spy)
    return seen


def examples(fed, how, shown, parts):
    with pytest.raises(StopIteration):
        fit_sequence(how, shown, parts)
    return fed["train"], fed["validation"]


def test_a_recording_is_told_the_same_whoever_is_shown_beside_it(fitted, shown):
    together = fitted.probability(shown)
    for name in np.unique(shown.beats.record_id):
        rows = np.flatnonzero(shown.beats.record_id == name)
        alone = fitted.probability(shown.take(rows))
        np.testing.assert_allclose(alone, together[rows], atol=1e-6)


def test_a_beat_is_told_by_its_neighbours_too(fitted, shown):
    signal = shown.beats.signal.copy()
    signal[20] *= -4
    changed = type(shown)(shown.beats.change(signal=signal), shown.columns)
    one, other = fitted.probability(shown), fitted.probability(changed)
    moved = np.flatnonzero(np.abs(one - other).max(axis=1) > 1e-7)
    assert len(moved) > 1
    assert set(moved) <= set(range(20 - 8, 20 + 9))  # windows of nine beats


def test_a_recording_of_a_single_beat_gets_an_answer(fitted, shown):
    said = fitted.probability(shown.take(np.array([60])))
    np.testing.assert_allclose(said.sum(axis=1), 1, atol=1e-5)


def test_only_training_labels_are_asked_about_in_training(fed, models, shown, how):
    """Beats of every part in one recording, as in a random split."""
    rows = np.random.default_rng(0).permutation(len(shown)).astype(np.int64)
    mixed = Parts(np.sort(rows[:120]), np.sort(rows[120:160]), np.sort(rows[160:]))
    train, validation = examples(fed, how(models["beat_transformer"]), shown, mixed)
    for asked, own in ((train, mixed.train), (validation, mixed.validation)):
        np.testing.assert_array_equal(np.flatnonzero(asked.label != UNKNOWN), own)
        np.testing.assert_array_equal(asked.label[own], shown.beats.label[own])
        present = np.unique(asked.items[asked.items != UNKNOWN])
        assert set(own) <= set(present)


def test_windows_without_a_training_beat_are_not_learned_from(fed, models, shown, parts, how):
    train, validation = examples(fed, how(models["beat_transformer"]), shown, parts)
    for asked, own in ((train, parts.train), (validation, parts.validation)):
        assert set(np.unique(asked.items[asked.items != UNKNOWN])) == set(own)


def test_a_recording_shorter_than_a_window_is_asked_about_once(fed, models, shown, how):
    """The empty places of its window are no training rows."""
    short = shown.take(np.array([0, 1, 2, 50, 51, 52, 100, 101]))
    parts = Parts(np.array([0, 1, 2]), np.array([3, 4, 5]), np.array([6, 7]))
    train, validation = examples(fed, how(models["beat_transformer"]), short, parts)
    assert train.items.tolist() == [[0, 1, 2, *[UNKNOWN] * 6]]
    assert validation.items.tolist() == [[3, 4, 5, *[UNKNOWN] * 6]]
