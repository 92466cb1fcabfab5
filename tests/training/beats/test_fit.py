"""Whatever model is chosen: it learns, from training rows alone, and comes back as it was."""

import io

import numpy as np
import pytest
import torch

from hfgnn.training.beats.fit import fit_beats, restore
from hfgnn.training.beats.shown import ShownBeats


def test_every_model_learns_what_can_be_told_apart(model, shown, parts, how):
    said = fit_beats(how(model), shown, parts).probability(shown)
    assert said.shape == (len(shown), 3)
    np.testing.assert_allclose(said.sum(axis=1), 1, atol=1e-5)
    right = said.argmax(axis=1) == shown.beats.label
    assert right[parts.test].mean() > 0.9


def test_a_model_comes_back_from_its_file_as_it_was(model, shown, parts, how):
    asked = how(model, epochs=2)
    fitted = fit_beats(asked, shown, parts)
    file = io.BytesIO()
    torch.save(fitted.state(), file)
    file.seek(0)
    state = torch.load(file, weights_only=True)
    again = restore(model, state, shown.widths, asked.training)
    np.testing.assert_array_equal(again.probability(shown), fitted.probability(shown))
    assert type(again) is type(fitted)
    assert again.state().keys() == fitted.state().keys()


def test_nothing_of_a_test_beat_changes_what_is_learned(
    model, shown, parts, how, without_test_answers
):
    asked = how(model, epochs=2)
    one = fit_beats(asked, shown, parts)
    other = fit_beats(asked, without_test_answers(shown, parts), parts)
    for name, value in one.state().items():
        assert torch.equal(value, other.state()[name]), name


def test_a_label_that_chooses_is_never_learned(models, shown, parts, how):
    """Where all epochs and trees are kept, validation labels change nothing."""
    label = shown.beats.label.copy()
    label[parts.validation] = (label[parts.validation] + 1) % 3
    other = ShownBeats(shown.beats.change(label=label), shown.columns)
    for name in ("cnn_mlp", "beat_transformer"):
        asked = how(models[name], epochs=2)
        states = [fit_beats(asked, table, parts).state() for table in (shown, other)]
        assert all(torch.equal(value, states[1][key]) for key, value in states[0].items())


def test_a_training_label_is_learned(model, shown, parts, how):
    label = shown.beats.label.copy()
    label[parts.train] = (label[parts.train] + 1) % 3
    other = ShownBeats(shown.beats.change(label=label), shown.columns)
    one, two = (fit_beats(how(model, epochs=2), table, parts) for table in (shown, other))
    assert not np.array_equal(one.probability(shown), two.probability(shown))


def test_the_seed_decides(model, shown, parts, how):
    same = [
        fit_beats(how(model, epochs=1, seed=3), shown, parts).probability(shown) for _ in range(2)
    ]
    np.testing.assert_array_equal(*same)


@pytest.mark.parametrize("name", ["beat_cnn", "cnn_mlp", "beat_transformer"])
def test_another_seed_is_another_network(name, models, shown, parts, how):
    said = [
        fit_beats(how(models[name], epochs=1, seed=seed), shown, parts).probability(shown)
        for seed in (0, 1)
    ]
    assert not np.allclose(*said)


def test_weights_of_another_network_are_not_taken(models, shown, parts, how):
    asked = how(models["beat_cnn"], epochs=1)
    state = fit_beats(asked, shown, parts).state()
    with pytest.raises(RuntimeError):
        restore(models["cnn_mlp"], state, shown.widths, asked.training)
    with pytest.raises(KeyError):
        restore(models["xgb_features"], state, shown.widths, asked.training)
