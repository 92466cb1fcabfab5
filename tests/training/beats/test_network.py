"""Networks on single beats: their columns are scaled by training rows, and rows may be made."""

import numpy as np
import pytest

from hfgnn.config.build import build
from hfgnn.training.beats import network
from hfgnn.training.beats.network import fit_network, restored_scale, scale_state
from hfgnn.training.beats.shown import ColumnScale, ShownBeats
from hfgnn.types import DataError


@pytest.fixture
def fed(monkeypatch):
    """What the fit in batches is given, in place of a fit."""
    seen = {}

    def spy(make_network, train, validation, **others):
        seen.update(train=train, validation=validation, **others)
        raise StopIteration

    monkeypatch.setattr(network, "fit_batches", spy)
    return seen


def inputs_of(fed, how, shown, parts, *, columns):
    with pytest.raises(StopIteration):
        fit_network(how, shown, parts, columns=columns)
    return fed["train"], fed["validation"]


def test_training_and_validation_rows_are_those_of_the_parts(fed, models, shown, parts, how):
    train, validation = inputs_of(fed, how(models["beat_cnn"]), shown, parts, columns=False)
    assert train.items.tolist() == parts.train.tolist()
    assert validation.items.tolist() == parts.validation.tolist()
    assert train.inputs.keys() == {"signal"}


def test_columns_are_in_deviations_of_the_training_beats_and_gaps_are_their_mean(
    fed, models, shown, parts, how
):
    train, _ = inputs_of(fed, how(models["cnn_mlp"]), shown, parts, columns=True)
    scaled, x = train.inputs["columns"], shown.columns.x
    of_training = x[parts.train]
    expected = (x - np.nanmean(of_training, axis=0)) / np.nanstd(of_training, axis=0)
    known = np.isfinite(x)
    np.testing.assert_allclose(scaled[known], expected[known], rtol=1e-4, atol=1e-4)
    assert (scaled[~known] == 0).all()


def test_smote_multiplies_training_rows_and_no_others(fed, models, shown, parts, how, smote):
    asked = how(models["cnn_mlp"], oversample=build(smote))
    train, validation = inputs_of(fed, asked, shown, parts, columns=True)
    counts = np.bincount(shown.beats.label[parts.train], minlength=3)
    assert np.bincount(train.label).tolist() == [counts[0], 60, 60]
    own = len(parts.train)
    np.testing.assert_array_equal(train.inputs["signal"][:own], shown.beats.signal[parts.train])
    assert validation.items.tolist() == parts.validation.tolist()
    np.testing.assert_array_equal(validation.label, shown.beats.label)
    low, high = (getattr(shown.beats.signal[parts.train], of)(axis=0) for of in ("min", "max"))
    made = train.inputs["signal"][own:]
    assert ((made >= low - 1e-5) & (made <= high + 1e-5)).all()


def test_what_smote_makes_depends_on_training_rows_alone(
    fed, models, shown, parts, how, smote, without_test_answers
):
    asked = how(models["beat_cnn"], oversample=build(smote))
    tables = [shown, without_test_answers(shown, parts)]
    one, other = (inputs_of(fed, asked, table, parts, columns=False)[0] for table in tables)
    np.testing.assert_array_equal(one.inputs["signal"], other.inputs["signal"])
    np.testing.assert_array_equal(one.label, other.label)


def test_a_class_with_too_few_training_beats_for_smote_is_refused(models, shown, parts, how, smote):
    label = shown.beats.label.copy()
    label[parts.train] = 0
    label[parts.train[:2]] = 1
    few = ShownBeats(shown.beats.change(label=label), shown.columns)
    asked = how(models["beat_cnn"], oversample=build(smote))
    with pytest.raises(DataError, match="class S has 2 training beats, but SMOTE with 3"):
        fit_network(asked, few, parts, columns=False)


def test_a_network_without_columns_does_not_look_at_them(models, shown, parts, how):
    fitted = fit_network(how(models["beat_cnn"], epochs=1), shown, parts, columns=False)
    x = np.full_like(shown.columns.x, np.nan)
    blind = ShownBeats(shown.beats, type(shown.columns)(x, shown.columns.columns))
    np.testing.assert_array_equal(fitted.probability(blind), fitted.probability(shown))


def test_a_scale_comes_back_and_its_lack_too(shown):
    scale = ColumnScale.fit(shown.columns.x)
    again = restored_scale(scale_state(scale))
    np.testing.assert_array_equal(again.mean, scale.mean)
    np.testing.assert_array_equal(again.spread, scale.spread)
    assert scale_state(None) == {}
    assert restored_scale({}) is None
