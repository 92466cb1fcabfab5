"""Networks on spectrograms: fitted, asked, kept and brought back."""

from dataclasses import replace

import numpy as np
import pytest
import torch

from hfgnn.config.loss import Auroc, CrossEntropy, Focal
from hfgnn.config.sound_model import SoundCNN, SoundPublished, SoundTraining
from hfgnn.config.training import Accelerator, ClassWeighting, Schedule
from hfgnn.training.checkpoint import read_checkpoint, write_checkpoint
from hfgnn.training.sounds.fit import (
    SoundFitting,
    fit_sounds,
    predict_sounds,
    restore_sounds,
)
from hfgnn.types import Parts

MODEL = SoundCNN(hidden_width=4, kernel_size=3, lags=8, lag_frames=1, patch=2, dropout=0.1)
LOSSES = [CrossEntropy(smoothing=0.1), Focal(gamma=2.0), Auroc(temperature=1.0, bank=32)]
TRAINING = SoundTraining(
    max_epochs=8,
    patience=None,
    learning_rate=2e-2,
    weight_decay=0.0,
    accelerator=Accelerator.cpu,
    batch_size=8,
    schedule=Schedule.constant,
    class_weighting=ClassWeighting.none,
    label_smoothing=0.0,
    threads=1,
    window_frames=24,
    overlap=0.5,
)
HOW = SoundFitting(model=MODEL, loss=LOSSES[0], training=TRAINING, seed=0, logger=None)
CLIPS = np.arange(60)
PARTS = Parts(CLIPS[:30], CLIPS[30:40], CLIPS[40:])


def made(classes: int = 2, *, frames: int | None = None) -> tuple[list[np.ndarray], np.ndarray]:
    """Clips whose bands return after as many frames as their class says, 4 or 6 or 8."""
    random = np.random.default_rng(0)
    label = random.integers(classes, size=len(CLIPS))
    clips = []
    for one in label:
        time = np.arange(frames or random.integers(15, 70)) + random.uniform(0, 10)
        wave = np.cos(2 * np.pi * time / (4 + 2 * one))
        noise = random.normal(0, 0.3, size=(6, len(time)))
        clips.append((wave + noise + random.normal()).astype(np.float32))
    return clips, label.astype(np.int64)


@pytest.mark.parametrize("classes", [2, 3])
@pytest.mark.parametrize("loss", LOSSES, ids=lambda one: type(one).__name__)
def test_every_loss_teaches_a_rhythm_that_is_there(loss, classes):
    clips, label = made(classes)
    fitted = fit_sounds(replace(HOW, loss=loss), clips, label, PARTS, num_classes=classes)
    said = predict_sounds(fitted, [clips[row] for row in PARTS.test])
    np.testing.assert_allclose(said.sum(axis=1), 1, atol=1e-6)
    assert (said.argmax(axis=1) == label[PARTS.test]).mean() > 0.9


def test_test_clips_are_not_looked_at():
    clips, label = made()
    other = [clip if row < 40 else np.zeros_like(clip) for row, clip in enumerate(clips)]
    changed = np.where(CLIPS < 40, label, 1 - label)
    one = fit_sounds(HOW, clips, label, PARTS, num_classes=2)
    two = fit_sounds(HOW, other, changed, PARTS, num_classes=2)
    assert_same(one.state(), two.state())


def test_the_scale_is_that_of_the_training_clips():
    clips, label = made()
    fitted = fit_sounds(HOW, [clip + 5 for clip in clips], label, PARTS, num_classes=2)
    windows = fitted.windows([clips[row] + 5 for row in PARTS.train]).spectrogram
    np.testing.assert_allclose(windows.mean(axis=(0, 1, 3)), 0, atol=1e-4)
    np.testing.assert_allclose(windows.std(axis=(0, 1, 3)), 1, atol=1e-4)


def test_the_same_seed_gives_the_same_network():
    clips, label = made()
    one, two = (fit_sounds(HOW, clips, label, PARTS, num_classes=2) for _ in range(2))
    assert_same(one.state(), two.state())
    three = fit_sounds(replace(HOW, seed=1), clips, label, PARTS, num_classes=2)
    name = "network.classify.1.weight"
    assert not torch.equal(one.state()[name], three.state()[name])


def test_the_bank_of_one_fit_is_empty_in_the_next():
    clips, label = made()
    how = replace(HOW, loss=LOSSES[2])
    first = fit_sounds(how, clips, label, PARTS, num_classes=2)
    again = fit_sounds(how, clips, label, PARTS, num_classes=2)
    assert_same(first.state(), again.state())


def test_a_clip_is_answered_alike_alone_and_among_others():
    clips, label = made()
    fitted = fit_sounds(HOW, clips, label, PARTS, num_classes=2)
    together = predict_sounds(fitted, clips[:5])
    alone = np.concatenate([predict_sounds(fitted, [clip]) for clip in clips[:5]])
    np.testing.assert_allclose(alone, together, atol=1e-5)


def test_a_checkpoint_of_weights_gives_the_same_answers(tmp_path):
    clips, label = made()
    fitted = fit_sounds(HOW, clips, label, PARTS, num_classes=2)
    write_checkpoint(tmp_path / "sound.pt", fitted.state(), "task: heart_sounds")
    state, _ = read_checkpoint(tmp_path / "sound.pt")
    again = restore_sounds(MODEL, TRAINING, state, frames=0, num_classes=2)
    np.testing.assert_array_equal(predict_sounds(again, clips), predict_sounds(fitted, clips))


def test_the_published_network_sees_whole_pictures():
    clips, label = made(frames=20)
    tall = [np.repeat(clip, 3, axis=0) for clip in clips]
    training = replace(TRAINING, window_frames=None, max_epochs=2)
    how = replace(HOW, model=SoundPublished(dropout=0.2), training=training)
    fitted = fit_sounds(how, tall, label, PARTS, num_classes=2)
    assert predict_sounds(fitted, tall).shape == (60, 2)
    again = restore_sounds(how.model, training, fitted.state(), frames=20, num_classes=2)
    np.testing.assert_array_equal(predict_sounds(again, tall), predict_sounds(fitted, tall))


def assert_same(one: dict[str, torch.Tensor], two: dict[str, torch.Tensor]) -> None:
    assert one.keys() == two.keys()
    for name, value in one.items():
        torch.testing.assert_close(value, two[name], rtol=0, atol=0, msg=name)
