"""Numbers drawn from the label have the published distributions, and say that they leak."""

import numpy as np
import pytest
from scipy.stats import norm

from hfgnn.types import CLINICAL_COLUMNS

ROWS = 20_000
MEANS_AND_SPREADS = {  # as published, of the healthy and of the ill
    "ef_fraction": [(0.60, 0.07), (0.38, 0.09)],
    "bnp_pg_per_ml": [(4.2, 0.6), (5.8, 0.6)],
    "sbp_mmhg": [(125, 15), (110, 15)],
    "age_years": [(55, 10), (68, 10)],
}
LIMITS = {
    "ef_fraction": (0.20, 0.75),
    "bnp_pg_per_ml": (np.log(10), np.log(2000)),
    "sbp_mmhg": (80, 180),
    "age_years": (20, 90),
}
NYHA = [[0.50, 0.30, 0.15, 0.05], [0.10, 0.30, 0.40, 0.20]]


@pytest.fixture(scope="module")
def drawn(make_synthesized, make_records):
    records = make_records([0, 1] * (ROWS // 2))
    return make_synthesized().numbers(records, seed=0, per_row=False).values


def column_of(values, name):
    """One column; BNP as its logarithm, in which it is normal."""
    column = values[:, CLINICAL_COLUMNS.index(name)]
    return np.log(column) if name == "bnp_pg_per_ml" else column


@pytest.mark.parametrize("label", [0, 1])
@pytest.mark.parametrize("name", MEANS_AND_SPREADS)
def test_means_and_spreads_are_those_published(drawn, name, label):
    """By quantiles, which clipping does not move; ages are rounded by up to half a year."""
    values = column_of(drawn, name)[label::2]
    mean, spread = MEANS_AND_SPREADS[name][label]
    found = np.quantile(values, norm.cdf([-1, 0, 1]))
    tolerance = 0.06 * spread + (0.5 if name == "age_years" else 0)
    np.testing.assert_allclose(found, mean + spread * np.array([-1, 0, 1]), atol=tolerance)


@pytest.mark.parametrize("name", LIMITS)
def test_values_are_clipped_to_the_published_limits(make_synthesized, name):
    low, high = LIMITS[name]
    label = np.array([0, 1, 0, 1])
    extreme = np.repeat([0.0, 0.0, 1 - 1e-16, 1 - 1e-16], 5).reshape(4, 5)
    values = column_of(make_synthesized().draw(extreme, label), name)
    np.testing.assert_allclose(values, [low, low, high, high], rtol=1e-12)


def test_limits_are_kept_and_reached(drawn):
    ef, bnp, _, sbp, age = drawn.T
    assert (ef.min(), ef.max()) == pytest.approx((0.20, 0.75))
    assert (bnp.min(), bnp.max()) == (pytest.approx(10, rel=0.5), pytest.approx(2000))
    assert bnp.min() >= 10 - 1e-9
    assert sbp.min() == 80
    assert sbp.max() <= 180
    assert age.min() >= 20
    assert age.max() == 90


@pytest.mark.parametrize("label", [0, 1])
def test_nyha_has_the_published_shares(drawn, label):
    classes, counts = np.unique(drawn[label::2, 2], return_counts=True)
    assert classes.tolist() == [1, 2, 3, 4]
    np.testing.assert_allclose(counts / (ROWS / 2), NYHA[label], atol=0.02)


def test_nyha_follows_the_cumulated_shares(make_synthesized):
    uniform = np.full((8, 5), 0.5)
    uniform[:, 2] = [0.49, 0.51, 0.79, 0.81, 0.94, 0.96, 0.09, 0.11]
    label = np.array([0, 0, 0, 0, 0, 0, 1, 1])
    assert make_synthesized().draw(uniform, label)[:, 2].tolist() == [1, 2, 2, 3, 3, 4, 1, 2]


def test_ages_are_whole_years(drawn):
    ages = drawn[:, 4]
    assert np.array_equal(ages, ages.round())
    assert len(np.unique(ages)) > 40


def test_features_are_independent_given_the_label(drawn):
    for label in (0, 1):
        apart = np.corrcoef(drawn[label::2].T) - np.eye(5)
        assert np.abs(apart).max() < 0.05


def test_without_strength_the_label_does_not_matter(make_synthesized):
    uniform = np.random.default_rng(0).random((1000, 5))
    source = make_synthesized(0)
    healthy, ill = (source.draw(uniform, np.full(1000, label)) for label in (0, 1))
    assert np.array_equal(healthy, ill)
    assert np.median(healthy[:, 0]) == pytest.approx(0.49, abs=0.01)


def test_without_strength_both_classes_have_the_middle_distribution(make_synthesized, make_records):
    records = make_records([0, 1] * 5000)
    values = make_synthesized(0).numbers(records, seed=0, per_row=False).values
    for label in (0, 1):
        one = values[label::2]
        assert np.median(one[:, 0]) == pytest.approx(0.49, abs=0.006)
        assert np.median(np.log(one[:, 1])) == pytest.approx(5.0, abs=0.05)
        shares = np.bincount(one[:, 2].astype(int), minlength=5)[1:] / len(one)
        np.testing.assert_allclose(shares, [0.3, 0.3, 0.275, 0.125], atol=0.03)


def test_strength_moves_means_and_shares_in_proportion(make_synthesized):
    source = make_synthesized(0.5)
    assert source.means("age_years").tolist() == [58.25, 64.75]
    np.testing.assert_allclose(source.nyha_shares()[1], [0.2, 0.3, 0.3375, 0.1625])
    np.testing.assert_allclose(make_synthesized(1).nyha_shares(), NYHA)


def test_the_order_of_rows_does_not_matter(make_synthesized, make_records):
    records = make_records([0, 1, 1, 0, 1])
    order = np.array([4, 2, 0, 3])
    values = make_synthesized().numbers(records, seed=0, per_row=False).values
    others = make_synthesized().numbers(records.take(order), seed=0, per_row=False).values
    assert np.array_equal(others, values[order])


def test_the_seed_decides(make_synthesized, make_records):
    records = make_records([0, 1, 1, 0])
    first, again, other = (
        make_synthesized().numbers(records, seed=seed, per_row=False).values for seed in (0, 0, 1)
    )
    assert np.array_equal(first, again)
    assert not (first == other).all(axis=1).any()


@pytest.fixture
def with_copies(make_records):
    """Two pages and a copy of patient a, and one page of patient b."""
    return make_records([1, 1, 1, 0], patient=["a", "a", "a", "b"], copy=[0, 0, 1, 0])


def test_pages_and_copies_share_the_numbers_of_their_patient(make_synthesized, with_copies):
    values = make_synthesized().numbers(with_copies, seed=0, per_row=False).values
    assert len(np.unique(values, axis=0)) == 2
    assert np.array_equal(values[0], values[2])


def test_as_published_each_row_has_numbers_of_its_own(make_synthesized, with_copies):
    values = make_synthesized().numbers(with_copies, seed=0, per_row=True).values
    assert len(np.unique(values, axis=0)) == 4


def test_columns_are_named_with_their_units(make_synthesized, with_copies):
    numbers = make_synthesized().numbers(with_copies, seed=0, per_row=False)
    assert numbers.columns == CLINICAL_COLUMNS
    assert numbers.values.shape == (4, 5)
    assert numbers.missing_patients == 0


@pytest.mark.parametrize(
    ("strength", "stamp"),
    [
        (1, "clinical features synthesized from the label"),
        (0.5, "clinical features synthesized from the label at strength 0.5"),
        (0, "clinical features synthesized at random"),
    ],
)
def test_every_table_is_stamped(make_synthesized, with_copies, strength, stamp):
    assert make_synthesized(strength).numbers(with_copies, seed=0, per_row=False).stamps == (stamp,)


def test_the_ceiling_holds_for_the_pages_that_are_tested(make_synthesized, make_records):
    """Three of four pages are ill; the copies, which balance the training part, do not count."""
    records = make_records([1, 1, 1, 0, 0, 0], copy=[0, 0, 0, 0, 1, 2])
    source = make_synthesized(0)
    assert source.numbers(records, seed=0, per_row=False).ceiling.accuracy == pytest.approx(0.75)
    assert source.numbers(records, seed=0, per_row=True).ceiling.accuracy == pytest.approx(0.5)
