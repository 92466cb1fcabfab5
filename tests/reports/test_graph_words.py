"""Words for the space of a graph, and for the graphs that validation rows chose."""

from hfgnn.config.graph import Space
from hfgnn.reports.graph_words import SPACES, choices, chosen_sentence

CHOSEN = [
    {"fold": "fold0", "space": "score", "k": 10},
    {"fold": "fold1", "space": "none"},
    {"fold": "fold2", "space": "score", "k": 10},
]


def test_the_commonest_choice_comes_first():
    assert choices(CHOSEN) == "score with k = 10 in 2 folds, none in 1 fold"
    assert chosen_sentence(CHOSEN).endswith("joined: score with k = 10 in 2 folds, none in 1 fold.")


def test_every_space_that_joins_somebody_has_its_words():
    assert set(SPACES) == {space.value for space in Space} - {"none"}
