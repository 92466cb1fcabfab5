"""The way of one patient through a tree, in words."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from hfgnn.ensembles.tree import Step, Tree
from hfgnn.ensembles.whole_columns import LEVEL, MISSING, number_words


def path_words(tree: Tree, row: NDArray[np.float64]) -> tuple[str, ...]:
    """A line for each question that a row is asked, and one for the answer.

    Args:
        tree: that asks.
        row: (columns,), scaled as the tree's columns are.
    """
    steps, end = tree.path(row)
    lines = [
        f"{step_words(step)} (asked of {step.rows} training rows, {step.share:.2f} on average)"
        for step in steps
    ]
    said, rows = float(tree.share[end]), int(tree.rows[end])
    return (*lines, f"so the answer is {said:.2f}, as for {rows} training rows")


def step_words(step: Step) -> str:
    """What holds of the patient who was asked.

    Example:
        >>> step_words(Step("age_years", 61.54, True, False, above=False, rows=9, share=0.4))
        'age_years is at most 61.54'
        >>> step_words(Step("sex=female", 0.5, True, True, above=False, rows=9, share=0.4))
        'sex is not female'
    """
    column = step.column
    if step.is_level:
        whole, _, level = column.rpartition(LEVEL)
        return f"{whole} is {level}" if step.above else f"{whole} is not {level}"
    if column.endswith(MISSING):
        whole = column.removesuffix(MISSING)
        return f"{whole} is missing" if step.above else f"{whole} is known"
    side = "above" if step.above else "at most"
    if step.in_unit:
        return f"{column} is {side} {number_words(step.threshold)}"
    return f"{column} is {side} {step.threshold:+.2f} standard deviations from the training mean"
