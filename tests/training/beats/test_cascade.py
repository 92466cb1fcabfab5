"""Trees on the numbers of a network: which rows each of the two learns from."""

import numpy as np
import pytest

from hfgnn.config.build import build
from hfgnn.training.beats import cascade, network
from hfgnn.training.beats.cascade import fit_cascade


@pytest.fixture
def grown(monkeypatch):
    """What the trees are grown on."""
    seen, grow = {}, cascade.grow

    def spy(trees, train, validation, **others):
        seen.update(train=train, validation=validation)
        return grow(trees, train, validation, **others)

    monkeypatch.setattr(cascade, "grow", spy)
    return seen


def test_the_trees_learn_the_numbers_of_training_rows(grown, models, shown, parts, how):
    fitted = fit_cascade(how(models["conv_xgb"], epochs=1), shown, parts)
    numbers = cascade._numbers(fitted.network, shown)
    for part, rows in (("train", parts.train), ("validation", parts.validation)):
        x, label, recording = grown[part]
        np.testing.assert_array_equal(x, numbers[rows])
        np.testing.assert_array_equal(label, shown.beats.label[rows])
        np.testing.assert_array_equal(recording, shown.beats.record_id[rows])


def test_what_smote_makes_trains_the_network_and_no_tree(
    grown, models, shown, parts, how, smote, monkeypatch
):
    trained, fit = [], network.fit_batches

    def spy(make_network, train, validation, **others):
        trained.append(len(train))
        return fit(make_network, train, validation, **others)

    monkeypatch.setattr(network, "fit_batches", spy)
    asked = how(models["conv_xgb"], epochs=1, oversample=build(smote))
    fit_cascade(asked, shown, parts)
    normal = int((shown.beats.label[parts.train] == 0).sum())
    assert trained == [normal + 120]
    assert len(grown["train"][1]) == len(parts.train)


def test_the_answer_is_that_of_the_trees_on_the_numbers(models, shown, parts, how):
    fitted = fit_cascade(how(models["conv_xgb"], epochs=1), shown, parts)
    numbers = cascade._numbers(fitted.network, shown)
    np.testing.assert_array_equal(fitted.probability(shown), fitted.trees.probability(numbers))
