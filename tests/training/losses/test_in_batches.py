"""A fit in batches with a loss of its own."""

import numpy as np
import pytest
import torch
from sklearn.metrics import roc_auc_score
from torch import nn

from hfgnn.config.training import Accelerator, BatchTraining, ClassWeighting, Schedule
from hfgnn.training.batches import FittedNetwork, fit_batches, predict_batches
from hfgnn.training.examples import Examples
from hfgnn.training.losses.auroc import Auroc
from hfgnn.training.losses.cross_entropy import CrossEntropy
from hfgnn.types import UNKNOWN

SETTINGS = BatchTraining(
    max_epochs=6,
    patience=6,
    learning_rate=0.05,
    weight_decay=0.0,
    accelerator=Accelerator.cpu,
    batch_size=16,
    schedule=Schedule.constant,
    class_weighting=ClassWeighting.balanced,
    label_smoothing=0.0,
    threads=1,
)


class Line(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.line = nn.Linear(3, 2)

    def forward(self, x):
        return self.line(x)


@pytest.fixture
def table():
    generator = np.random.default_rng(0)
    label = (np.arange(120) % 5 == 0).astype(np.int64)
    x = generator.normal(size=(120, 3)).astype(np.float32)
    x[:, 0] += 1.5 * label
    return x, label


def parts(x, label):
    return [Examples({"x": x}, label, rows) for rows in (np.arange(80), np.arange(80, 120))]


def fitted(table, loss) -> FittedNetwork:
    return fit_batches(
        Line, *parts(*table), num_classes=2, settings=SETTINGS, seed=0, logger=None, loss=loss
    )


def test_cross_entropy_as_a_loss_is_what_a_fit_without_one_does(table):
    with_loss, without = fitted(table, CrossEntropy(smoothing=0.0)), fitted(table, None)
    assert with_loss.epoch == without.epoch
    assert with_loss.validation_loss == pytest.approx(without.validation_loss, rel=1e-5)
    for name, value in without.weights.items():
        torch.testing.assert_close(with_loss.weights[name], value)


def test_the_validation_loss_is_that_of_all_rows_together(table):
    one = fitted(table, Auroc(temperature=1e-6, bank=64))
    validation = parts(*table)[1]
    said = predict_batches(one.network, validation, settings=SETTINGS)[:, 1]
    exact = roc_auc_score(table[1][80:], said)
    assert 1 - one.validation_loss == pytest.approx(exact, abs=1e-5)


def test_pairs_teach_to_rank(table):
    one = fitted(table, Auroc(temperature=1.0, bank=64))
    said = predict_batches(one.network, parts(*table)[1], settings=SETTINGS)[:, 1]
    assert roc_auc_score(table[1][80:], said) > 0.8


def test_rows_without_a_label_are_not_learned(table):
    x, label = table
    strange, hidden = x.copy(), label.copy()
    hidden[::7] = UNKNOWN
    strange[::7] = 100.0
    loss = Auroc(temperature=1.0, bank=16)
    assert np.isfinite(fitted((strange, hidden), loss).validation_loss)
