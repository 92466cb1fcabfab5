"""Contributions of columns sum to the answer and are Shapley values."""

from itertools import combinations
from math import factorial

import numpy as np
import pytest
from scipy.special import expit
from sklearn.tree import DecisionTreeClassifier

from hfgnn.ensembles.boosted import BoostedClassifier
from hfgnn.ensembles.forest import FittedForest, RandomForest
from hfgnn.ensembles.learned import Learned
from hfgnn.ensembles.tree import Tree
from tests.ensembles.conftest import BOOSTING, COLUMNS, FOREST

MEMBERS = {"forest": RandomForest(FOREST, 1), "xgboost": BoostedClassifier(BOOSTING, 1)}


@pytest.mark.parametrize("name", MEMBERS)
def test_contributions_and_base_sum_to_the_answer(learned, cohort, name) -> None:
    fitted = MEMBERS[name].fit(learned, seed=0)
    told = fitted.contributions(cohort.x[110:])
    assert told.values.shape == (40, 5)
    np.testing.assert_allclose(told.values.sum(axis=1) + told.base, told.margin, atol=1e-4)
    said = fitted.probability(cohort.x[110:])
    np.testing.assert_allclose(
        expit(told.margin) if told.scale == "log-odds" else told.margin, said, atol=1e-6
    )


@pytest.mark.parametrize("name", MEMBERS)
def test_the_column_that_tells_contributes_most(learned, cohort, name) -> None:
    told = MEMBERS[name].fit(learned, seed=0).contributions(cohort.x[110:])
    assert np.abs(told.values).mean(axis=0).argmax() == 0


@pytest.mark.parametrize("name", MEMBERS)
def test_the_same_seed_gives_the_same_answers(learned, cohort, name) -> None:
    one, other, third = (
        MEMBERS[name].fit(learned, seed=seed).probability(cohort.x) for seed in (0, 0, 1)
    )
    assert np.array_equal(one, other)
    assert not np.array_equal(one, third)


def expected(tree: Tree, row, known, node=0) -> float:
    """What a tree answers if only some columns are known: branches by their training rows."""
    feature = tree.feature[node]
    if feature < 0:
        return float(tree.share[node])
    left, right = tree.left[node], tree.right[node]
    if feature in known:
        return expected(tree, row, known, right if row[feature] > tree.threshold[node] else left)
    share = tree.rows[left] / tree.rows[node]
    return share * expected(tree, row, known, left) + (1 - share) * expected(
        tree, row, known, right
    )


def shapley(tree: Tree, row, column: int, width: int) -> float:
    """Mean gain of knowing a column over all orders in which columns become known."""
    others = [one for one in range(width) if one != column]
    total = 0.0
    for size in range(width):
        weight = factorial(size) * factorial(width - size - 1) / factorial(width)
        for known in combinations(others, size):
            gain = expected(tree, row, {*known, column}) - expected(tree, row, known)
            total += weight * gain
    return total


def test_contributions_to_a_tree_are_its_shapley_values(learned) -> None:
    grown = DecisionTreeClassifier(max_depth=3, random_state=0).fit(learned.x, learned.label)
    tree = Tree.of(grown, COLUMNS, is_classifier=True)
    import shap

    values = shap.TreeExplainer(grown, feature_perturbation="tree_path_dependent").shap_values(
        learned.x[:4]
    )[:, :, 1]
    by_hand = [[shapley(tree, row, column, 5) for column in range(5)] for row in learned.x[:4]]
    np.testing.assert_allclose(values, by_hand, atol=1e-6)


def test_the_most_usual_tree_answers_like_the_forest(learned) -> None:
    """Of three trees, the one that answers their mean."""

    class Says:
        def __init__(self, share):
            self.share = share
            grown = DecisionTreeClassifier(max_depth=1, random_state=0)
            self.tree_ = grown.fit(learned.x + share, learned.label).tree_

        def predict_proba(self, x):
            return np.tile([1 - self.share, self.share], (len(x), 1))

    class Three:
        estimators_ = (Says(0.1), Says(0.45), Says(0.8))

        def predict_proba(self, x):
            return np.mean([tree.predict_proba(x) for tree in self.estimators_], axis=0)

    found = FittedForest(Three()).most_usual(learned.x, COLUMNS)
    assert found.threshold[0] == Three.estimators_[1].tree_.threshold[0]


def test_labels_of_one_pure_leaf_are_no_error(make_nodes) -> None:
    label = np.arange(30) % 2
    x = np.zeros((30, 5), np.float32)
    alike = Learned(x, label, np.arange(30), np.ones(30, bool))
    for member in MEMBERS.values():
        said = member.fit(alike, seed=0).probability(x)
        np.testing.assert_allclose(said, said[0])
