"""A fit in batches: learns, chooses its epoch on validation rows, repeats bit for bit."""

import numpy as np
import pytest
import torch
from pytorch_lightning.loggers import CSVLogger
from torch import nn

from hfgnn.config.training import Accelerator, BatchTraining, ClassWeighting, Schedule
from hfgnn.training.batches import fit_batches, predict_batches, start_from
from hfgnn.training.examples import Examples
from hfgnn.types import UNKNOWN


def settings(**changes):
    values = {
        "max_epochs": 8,
        "patience": 8,
        "learning_rate": 0.05,
        "weight_decay": 0.0,
        "accelerator": Accelerator.cpu,
        "batch_size": 16,
        "schedule": Schedule.constant,
        "class_weighting": ClassWeighting.none,
        "label_smoothing": 0.0,
        "threads": 1,
    }
    return BatchTraining(**{**values, **changes})


class Small(nn.Module):
    """Three columns to three logits, one row or a window of rows at a time."""

    def __init__(self, num_classes=3):
        super().__init__()
        self.first = nn.Linear(3, 8)
        self.last = nn.Linear(8, num_classes)
        self.dropout = nn.Dropout(0.2)

    def forward(self, x, present=None):
        return self.last(self.dropout(self.first(x).relu()))


@pytest.fixture
def table():
    generator = np.random.default_rng(0)
    label = np.arange(90) % 3
    x = generator.normal(size=(90, 3)).astype(np.float32)
    x[np.arange(90), label] += 3
    return x, label


def parts(x, label):
    return [
        Examples({"x": x}, label, rows)
        for rows in (np.arange(50), np.arange(50, 70), np.arange(70, 90))
    ]


def fitted(table, seed=0, logger=None, after_epoch=None, **changes):
    train, validation, _ = parts(*table)
    return fit_batches(
        Small,
        train,
        validation,
        num_classes=3,
        settings=settings(**changes),
        seed=seed,
        logger=logger,
        after_epoch=after_epoch,
    )


def same(one, other):
    return all(torch.equal(one.weights[name], other.weights[name]) for name in one.weights)


def test_learns_what_can_be_learned(table):
    test = parts(*table)[2]
    probability = predict_batches(fitted(table).network, test, settings=settings())
    assert (probability.argmax(axis=1) == table[1][70:]).mean() >= 0.9
    assert np.allclose(probability.sum(axis=1), 1)
    assert probability.dtype == np.float64


@pytest.mark.parametrize("schedule", list(Schedule))
def test_the_same_seed_repeats_bit_for_bit_and_another_does_not(table, schedule):
    first, again, other = (fitted(table, seed, schedule=schedule) for seed in (0, 0, 1))
    assert same(first, again)
    assert not same(first, other)


def test_rows_outside_the_training_items_do_not_train(table):
    last = {"patience": None}
    before = fitted(table, **last)
    x, label = table
    x[50:] *= -7
    label[50:] = (label[50:] + 1) % 3
    assert same(before, fitted(table, **last))
    x[0] += 1
    assert not same(before, fitted(table, **last))


def test_validation_rows_choose_the_epoch_with_the_lowest_loss(table, tmp_path):
    result = fitted(table, logger=CSVLogger(str(tmp_path), name="fold", version="net"))
    lines = (tmp_path / "fold/net/metrics.csv").read_text().splitlines()
    column = lines[0].split(",").index("validation_loss")
    losses = [float(line.split(",")[column]) for line in lines[1:] if line.split(",")[column]]
    assert result.validation_loss == pytest.approx(min(losses), rel=1e-5)
    assert result.epoch == int(np.argmin(losses))
    table[1][50:70] = (table[1][50:70] + 1) % 3  # then learning makes validation worse
    assert fitted(table, patience=2).epoch <= 1
    assert fitted(table, patience=None).epoch == 7


def test_the_validation_loss_is_the_mean_over_rows_not_over_batches(table):
    result = fitted(table, max_epochs=1, batch_size=7, class_weighting=ClassWeighting.balanced)
    x, label = table
    with torch.no_grad():
        logits = result.network(torch.from_numpy(x[50:70]))
    counts = np.bincount(label[:50])
    weights = torch.from_numpy(50 / 3 / counts).float()
    expected = nn.functional.cross_entropy(logits, torch.from_numpy(label[50:70]), weight=weights)
    assert result.validation_loss == pytest.approx(float(expected), rel=1e-5)


def test_after_each_epoch_somebody_is_told(table):
    told = []
    fitted(table, after_epoch=lambda: told.append(None), max_epochs=3, patience=None)
    assert len(told) == 3


def test_windows_are_asked_place_by_place_and_absent_places_do_not_count(table):
    x, label = table
    windows = np.arange(90).reshape(18, 5)
    windows[:, 4] = UNKNOWN
    train, validation = (
        Examples({"x": x}, label, windows[part]) for part in (slice(12), slice(12, 18))
    )
    fit = {"num_classes": 3, "settings": settings(patience=None), "seed": 0, "logger": None}
    before = fit_batches(Small, train, validation, **fit)
    answers = predict_batches(before.network, validation, settings=settings())
    assert answers.shape == (6, 5, 3)
    label[4::5] = 0  # what no window has
    after = fit_batches(Small, train, validation, **fit)
    assert same(before, after)
    assert before.validation_loss == after.validation_loss


def test_a_network_starts_from_the_weights_that_fit_it(table):
    weights = fitted(table).weights
    started = start_from(Small(num_classes=2), weights)
    assert torch.equal(started.first.weight, weights["first.weight"])
    assert started.last.weight.shape == (2, 8)
    with pytest.raises(ValueError, match="none of 1 weights fits this Small"):
        start_from(Small(), {"other": torch.zeros(1)})


def test_answers_do_not_depend_on_the_batch_they_are_in(table):
    network = fitted(table).network
    whole, pieces = (
        predict_batches(network, parts(*table)[2], settings=settings(batch_size=size))
        for size in (20, 3)
    )
    np.testing.assert_allclose(whole, pieces, atol=1e-6)


def test_a_fit_without_examples_is_refused(table):
    none = Examples({"x": table[0]}, table[1], np.arange(0))
    train = parts(*table)[0]
    with pytest.raises(ValueError, match="50 examples train and 0 validate"):
        fit_batches(Small, train, none, num_classes=3, settings=settings(), seed=0, logger=None)
