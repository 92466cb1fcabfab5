"""What models of heart sounds learn from: training rows, and nothing of the others."""

from dataclasses import replace

import numpy as np
import pytest

from hfgnn.config.audit import Probing
from hfgnn.config.evaluation import Evaluation, Recalibration, Threshold
from hfgnn.config.loss import CrossEntropy
from hfgnn.config.protocol import Edges, Honest
from hfgnn.config.sound_model import SoundCNN, SoundTraining
from hfgnn.config.sounds import (
    Scaling,
    SimulatedSounds,
    SoundControls,
    SoundRun,
    Spectrogram,
)
from hfgnn.config.training import Accelerator, ClassWeighting, CsvLogger, Schedule
from hfgnn.tasks.answers import Answers
from hfgnn.tasks.clock import Clock
from hfgnn.tasks.heart_sounds_fold import SoundModels
from hfgnn.tasks.heart_sounds_prepared import divide, hear

CLASSES = ["normal", "murmur", "extrastole"]
SETTINGS = SoundRun(
    task="heart_sounds",
    seed=0,
    data=SimulatedSounds(
        classes=CLASSES,
        positive=["murmur", "extrastole"],
        sampling_hz=1000.0,
        patients=24,
        clips=2,
        prevalence=0.5,
        murmur=0.8,
        seconds=[1.0, 1.3],
        cohort_seed=0,
    ),
    spectrogram=Spectrogram(
        window_s=0.032,
        hop_s=0.016,
        num_mels=8,
        low_hz=20.0,
        high_hz=400.0,
        range_db=80.0,
        scaling=Scaling.loud,
        is_centred=False,
        picture_px=None,
    ),
    model=SoundCNN(hidden_width=2, kernel_size=3, lags=6, lag_frames=2, patch=2, dropout=0.1),
    loss=CrossEntropy(smoothing=0.0),
    training=SoundTraining(
        max_epochs=1,
        patience=None,
        learning_rate=1e-3,
        weight_decay=0.0,
        accelerator=Accelerator.cpu,
        batch_size=16,
        schedule=Schedule.constant,
        class_weighting=ClassWeighting.none,
        label_smoothing=0.0,
        threads=1,
        window_frames=40,
        overlap=0.0,
    ),
    protocol=Honest(graph=Edges.inductive, validation_share=0.3, seeds=2, folds=2, repeats=1),
    evaluation=Evaluation(
        threshold=Threshold.balanced,
        resamples=100,
        confidence=0.95,
        specificity=0.9,
        recalibration=Recalibration.platt,
        coverage=0.9,
        subgroups=[],
    ),
    controls=SoundControls(logistic_penalties=[0.1], forest_trees=10, forest_least_in_leaf=2),
    probe=Probing(
        folds=2,
        components=5,
        penalty=0.1,
        permutations=10,
        resamples=100,
        confidence=0.95,
        column_auroc=0.95,
    ),
    logger=CsvLogger(),
)


@pytest.fixture(scope="module")
def prepared():
    return divide(SETTINGS, hear(SETTINGS, Clock()), SETTINGS.protocol)


def answered(prepared):
    split = prepared.arrangement.splits[0]
    models = SoundModels(prepared, SETTINGS.protocol, None, None)
    answers = Answers(prepared.arrangement, SETTINGS.evaluation)
    models.ask(answers, split)
    said = {one.model: one.probability for one in answers.predictions()}
    return said, models


@pytest.fixture(scope="module")
def plainly(prepared):
    return answered(prepared)


def test_rows_are_those_of_the_arrangement(prepared):
    read = prepared.heard.sounds.cohort.records.record_id
    assert read[prepared.place].tolist() == prepared.arrangement.records.record_id.tolist()
    names = np.array(CLASSES)[prepared.class_number]
    assert names.tolist() == prepared.arrangement.records.class_name.tolist()


def test_a_copy_that_is_left_out_moves_no_clip_to_another_row(prepared):
    heard = prepared.heard
    cohort = heard.sounds.cohort
    same = np.flatnonzero(cohort.records.label == cohort.records.label[0])[:2]
    hashes = cohort.records.content_hash.copy()
    hashes[same[1]] = hashes[same[0]]
    records = cohort.records.change(content_hash=hashes)
    sounds = replace(heard.sounds, cohort=replace(cohort, records=records))
    again = divide(SETTINGS, replace(heard, sounds=sounds), SETTINGS.protocol)
    assert len(again.place) == len(records) - 1
    read = records.record_id[again.place]
    assert read.tolist() == again.arrangement.records.record_id.tolist()


def test_disease_is_the_sum_of_its_classes_and_every_seed_differs(prepared, plainly):
    said, models = plainly
    tested = len(prepared.arrangement.splits[0].parts.test)
    first, second = models.said[0, 0, 0], models.said[0, 1, 0]
    assert first.shape == (tested, 3)
    np.testing.assert_allclose(first.sum(axis=1), 1, atol=1e-6)
    np.testing.assert_allclose(said["sound_cnn"][:tested], first[:, 1:].sum(axis=1))
    assert not np.allclose(first, second)


def test_what_is_heard_in_test_clips_is_not_learned_from(prepared, plainly):
    """All test clips but one are silenced; the answer for that one must stay."""
    test = prepared.arrangement.splits[0].parts.test
    heard = prepared.heard
    pictures, bands, facts = list(heard.pictures), heard.bands.copy(), heard.facts.copy()
    for place in prepared.place[test[1:]].tolist():
        pictures[place] = np.zeros_like(pictures[place])
        bands[place] = -50.0
        facts[place] = 9.0
    changed = replace(prepared, heard=replace(heard, pictures=pictures, bands=bands, facts=facts))
    said, _ = answered(changed)
    for model, probability in plainly[0].items():
        assert said[model][0] == pytest.approx(probability[0], abs=1e-6), model


def test_labels_of_test_clips_are_not_learned_from(prepared, plainly):
    test = prepared.arrangement.splits[0].parts.test
    sounds = prepared.heard.sounds
    number, records = sounds.class_number.copy(), prepared.arrangement.records
    number[prepared.place[test]] = 0
    label = records.label.copy()
    label[test] = 1 - label[test]
    changed = replace(
        prepared,
        heard=replace(prepared.heard, sounds=replace(sounds, class_number=number)),
        arrangement=replace(prepared.arrangement, records=records.change(label=label)),
    )
    said, _ = answered(changed)
    for model, probability in plainly[0].items():
        np.testing.assert_allclose(said[model], probability, atol=1e-6, err_msg=model)
