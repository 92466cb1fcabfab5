"""In which space patients were similar, and which graphs validation rows chose."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

SPACES = {
    "raw": "the columns that the network sees",
    "blocks": "these columns, every block with its share of the distance",
    "pca": "the directions in which training pages differ most",
    "weighted": "the columns by their weight in a logistic regression",
    "score": "what logistic regressions say of pages that they have not seen",
    "embedding": "the hidden layer of the network",
}
"""Each space in words."""


def choices(chosen: list[Mapping[str, Any]]) -> str:
    """ "none in 2 folds, score with k = 10 in 3": the graphs of all folds, the commonest first."""
    names = Counter(
        one["space"] + (f" with k = {one['k']}" if "k" in one else "") for one in chosen
    )
    return ", ".join(
        f"{name} in {times} fold{'s' if times > 1 else ''}" for name, times in names.most_common()
    )


def chosen_sentence(chosen: list[Mapping[str, Any]]) -> str:
    """What a report says of them."""
    return (
        "In each fold the validation pages chose the space and the number of neighbours, or that "
        f"nobody is joined: {choices(chosen)}."
    )
