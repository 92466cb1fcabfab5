"""The way of a row through a tree, by hand and in words."""

import numpy as np
import pytest
from sklearn.tree import DecisionTreeClassifier, DecisionTreeRegressor

from hfgnn.ensembles.path_words import path_words, step_words
from hfgnn.ensembles.tree import Step, Tree
from hfgnn.ensembles.units import Units

COLUMNS = ("age_years", "sex=female", "image_001")


@pytest.fixture
def tree() -> Tree:
    """Age first; those above it are asked their sex."""
    return Tree(
        columns=COLUMNS,
        feature=np.array([0, -1, 1, -1, -1]),
        threshold=np.array([1.0, -2.0, 0.0, -2.0, -2.0]),
        left=np.array([1, -1, 3, -1, -1]),
        right=np.array([2, -1, 4, -1, -1]),
        share=np.array([0.4, 0.1, 0.7, 0.9, 0.5]),
        rows=np.array([20, 10, 10, 5, 5]),
        units=Units(
            {"age_years": 60.0, "sex=female": 0.3},
            {"age_years": 10.0, "sex=female": 0.5},
            frozenset(["sex=female"]),
        ),
    )


def test_a_row_is_asked_until_an_end(tree) -> None:
    steps, end = tree.path(np.array([1.5, -0.6, 0.0]))
    assert end == 3
    assert steps == (
        Step("age_years", 70.0, in_unit=True, is_level=False, above=True, rows=20, share=0.4),
        Step("sex=female", 0.3, in_unit=True, is_level=True, above=False, rows=10, share=0.7),
    )


def test_a_row_at_the_threshold_is_not_above_it(tree) -> None:
    steps, end = tree.path(np.array([1.0, 1.0, 0.0]))
    assert end == 1
    assert not steps[0].above


def test_the_way_in_words(tree) -> None:
    assert path_words(tree, np.array([1.5, -0.6, 0.0])) == (
        "age_years is above 70 (asked of 20 training rows, 0.40 on average)",
        "sex is not female (asked of 10 training rows, 0.70 on average)",
        "so the answer is 0.90, as for 5 training rows",
    )


@pytest.mark.parametrize(
    ("column", "above", "in_unit", "words"),
    [
        ("bnp", True, True, "bnp is above 1.25"),
        ("bnp", False, True, "bnp is at most 1.25"),
        ("image_001", True, False, "image_001 is above +1.25 standard deviations from the "
         "training mean"),
        ("pain=typical", True, True, "pain is typical"),
        ("pain=typical", False, True, "pain is not typical"),
        ("ill (yes=1)", True, True, "ill (yes=1) is above 1.25"),
        ("bnp_missing", True, True, "bnp is missing"),
        ("bnp_missing", False, False, "bnp is known"),
    ],
)  # fmt: skip
def test_a_question_in_words(column, above, in_unit, words) -> None:
    is_level = column.startswith("pain=")
    step = Step(column, 1.25, in_unit=in_unit, is_level=is_level, above=above, rows=9, share=0.5)
    assert step_words(step) == words


@pytest.mark.parametrize("grown", [DecisionTreeClassifier, DecisionTreeRegressor])
def test_every_row_ends_where_scikit_learn_says(grown) -> None:
    rng = np.random.default_rng(0)
    x = rng.normal(size=(80, 3)).astype(np.float32)
    label = (x[:, 0] + x[:, 1] > 0).astype(int)
    fitted = grown(max_depth=4, random_state=0).fit(x, label)
    is_classifier = grown is DecisionTreeClassifier
    tree = Tree.of(fitted, COLUMNS, is_classifier=is_classifier)
    ends = [tree.path(row)[1] for row in x.astype(np.float64)]
    assert ends == fitted.apply(x).tolist()
    said = fitted.predict_proba(x)[:, 1] if is_classifier else fitted.predict(x)
    np.testing.assert_allclose(tree.share[ends], said)


def test_a_tree_without_questions_answers_at_once() -> None:
    fitted = DecisionTreeClassifier().fit(np.zeros((4, 3)), [0, 1, 1, 1])
    tree = Tree.of(fitted, COLUMNS, is_classifier=True)
    assert path_words(tree, np.zeros(3)) == ("so the answer is 0.75, as for 4 training rows",)


def test_a_tree_of_one_class_answers_that_class() -> None:
    fitted = DecisionTreeClassifier().fit(np.zeros((4, 3)), [1, 1, 1, 1])
    assert Tree.of(fitted, COLUMNS, is_classifier=True).share.tolist() == [1]
