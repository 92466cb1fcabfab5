"""Answers over three classes that a test can write by hand, or draw."""

from collections.abc import Callable

import numpy as np
import pytest

from hfgnn.types import ClassPredictions

CLASSES = ("N", "S", "V")


@pytest.fixture
def answers() -> Callable[..., ClassPredictions]:
    """Answers of one model; all beats of one recording, called what ``called`` says."""

    def make(
        label, called=None, *, probability=None, group=0, seed=0, model="cnn", classes=CLASSES
    ) -> ClassPredictions:
        rows = len(label)
        if probability is None:
            probability = 0.1 + 0.7 * np.eye(len(classes))[np.asarray(called)]
        group = np.broadcast_to(group, rows).astype(np.int64)
        seeds = np.broadcast_to(seed, rows).astype(np.int64)
        names = np.array([f"r{number}" for number in group.tolist()])
        number = np.zeros(rows, dtype=np.int64)
        for one in np.unique(seeds):
            number[seeds == one] = np.arange((seeds == one).sum())
        return ClassPredictions(
            model=model,
            classes=classes,
            record_id=names,
            patient_id=names,
            group=group,
            sample=number,
            seed=seeds,
            label=np.asarray(label, dtype=np.int64),
            probability=np.asarray(probability, dtype=float),
        )

    return make


@pytest.fixture
def drawn(answers) -> Callable[..., ClassPredictions]:
    """Random answers, better than chance, of several recordings."""

    def make(
        number=300, *, seed=0, groups=6, classes=CLASSES, model="cnn", better=1.0
    ) -> ClassPredictions:
        generator = np.random.default_rng(0)
        label = generator.choice(len(classes), number)
        group = np.sort(generator.integers(0, groups, number))
        logits = np.random.default_rng(seed + 1).normal(size=(number, len(classes)))
        logits[np.arange(number), label] += better
        odds = np.round(np.exp(logits), 1) + 0.1  # rounded, so that there are ties
        probability = odds / odds.sum(axis=1, keepdims=True)
        return answers(label, probability=probability, group=group, model=model, classes=classes)

    return make
