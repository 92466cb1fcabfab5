"""Seed and split variance by hand and on data of known components."""

import numpy as np
import pytest

from hfgnn.evaluation import variance
from hfgnn.evaluation.variance import auroc_spread


def table(make, values):
    """One fold per repeat and seed, whose AUROC is a multiple of a quarter."""
    label, columns = [1, 0, 0, 0, 0], {"repeat": [], "seed": [], "probability": []}
    for repeat, row in enumerate(values):
        for seed, auroc in enumerate(row):
            columns["repeat"] += [repeat] * 5
            columns["seed"] += [seed] * 5
            columns["probability"] += [4 * auroc - 0.5, 0, 1, 2, 3]
    return make(label * (len(columns["seed"]) // 5), **columns)


def test_two_repeats_of_two_seeds_by_hand(predictions):
    spread = auroc_spread(table(predictions, [[0.5, 0.75], [1.0, 1.0]]))
    assert spread.values == ((0.5, 0.75), (1.0, 1.0))
    assert (spread.repeats, spread.seeds) == (2, 2)
    within = (0.25**2 / 2 + 0) / 2
    between = (1.0 - 0.625) ** 2 / 2
    assert spread.seed_sd == pytest.approx(np.sqrt(within))
    assert spread.split_variance == pytest.approx(between - within / 2)
    assert spread.split_sd == pytest.approx(np.sqrt(between - within / 2))


def test_a_negative_split_variance_is_shown_and_counts_as_none(predictions):
    spread = auroc_spread(table(predictions, [[0.25, 0.75], [0.75, 0.25]]))
    assert spread.split_variance == pytest.approx(-(0.5**2) / 2 / 2)
    assert spread.split_sd == 0


def test_one_seed_or_one_repeat_has_no_such_spread(predictions):
    single = auroc_spread(table(predictions, [[0.5], [0.75]]))
    assert (single.seed_sd, single.split_sd, single.split_variance) == (None, None, None)
    alone = auroc_spread(table(predictions, [[0.5, 0.75]]))
    assert alone.seed_sd == pytest.approx(0.25 / np.sqrt(2))
    assert (alone.split_sd, alone.split_variance) == (None, None)


def test_folds_are_pooled_with_the_weight_of_their_pairs(predictions):
    # Fold 0 has one pair, the right way round; fold 1 has two, the wrong way round.
    rows = predictions([1, 0, 1, 0, 0], [0.9, 0.1, 0.1, 0.2, 0.3], fold=[0, 0, 1, 1, 1])
    assert auroc_spread(rows).values == ((pytest.approx(1 / 3),),)


def test_a_repeat_without_a_fold_of_both_classes_is_left_out(predictions):
    rows = predictions([1, 1, 1, 0], [0.1, 0.2, 0.3, 0.1], repeat=[0, 0, 1, 1])
    assert auroc_spread(rows).values == ((1.0,),)


def test_unequal_numbers_of_seeds_are_refused(predictions):
    rows = predictions([1, 0] * 3, np.arange(6), repeat=[0, 0, 0, 0, 1, 1], seed=[0, 0, 1, 1, 0, 0])
    with pytest.raises(ValueError, match="repeats have 2, 1 seeds, but each must have as many"):
        auroc_spread(rows)


def test_known_components_are_found(predictions, monkeypatch):
    generator = np.random.default_rng(0)
    drawn = 0.8 + generator.normal(0, 0.03, (400, 1)) + generator.normal(0, 0.02, (400, 5))
    monkeypatch.setattr(variance, "_values", lambda _: drawn)
    spread = auroc_spread(predictions([1, 0], [1, 0]))
    assert spread.seed_sd == pytest.approx(0.02, rel=0.1)
    assert spread.split_sd == pytest.approx(0.03, rel=0.1)
