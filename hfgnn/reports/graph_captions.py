"""What to look for in the figures of the graph's diagnostics."""

from collections.abc import Callable

from matplotlib.figure import Figure

from hfgnn.reports.finished import Finished
from hfgnn.reports.graph_curves import draw_sensitivity, draw_smoothing
from hfgnn.reports.neighbourhood_figures import (
    draw_blocks,
    draw_homophily,
    draw_senders,
    graph_numbers,
)

GRAPH_FIGURES: dict[str, Callable[[Finished], Figure]] = {
    "homophily": draw_homophily,
    "senders": draw_senders,
    "blocks": draw_blocks,
    "sensitivity": draw_sensitivity,
    "smoothing": draw_smoothing,
}
"""File name without its ending, and what draws it."""


def graph_captions(finished: Finished) -> dict[str, tuple[str, str]]:
    """Title and caption of each figure of the diagnostics, by name."""
    return {
        "homophily": (
            "Are neighbours alike?",
            "Bars that end at the black mark say that neighbours share a diagnosis no more often "
            "than chance has it. Counted by edge, and by test page; the two agree where all pages "
            "hear equally many. On the corrected scale 0 is chance and 1 is equal labels "
            "throughout." + _deaf_words(finished),
        ),
        "senders": (
            "Who is heard?",
            "A long tail to the right means hubs: a few training pages answer for many, and an "
            "error in one of them reaches all of these." + _piece_words(finished),
        ),
        "blocks": (
            "What decides who is similar?",
            f"Share of {_whose_share(finished)} in the expected squared "
            "distance between two training pages. A column with a small share hardly moves anybody "
            "into another neighbourhood, whatever it knows of the disease.",
        ),
        "sensitivity": (
            "Would other neighbours do?",
            "For other numbers of neighbours and both distances: how many of the training pages "
            "nearest to a test page share its label, how well the share of diseased among them "
            "ranks the test pages of a fold, and how much the lists have in common with this run's "
            "(Jaccard index). A description after the fact, made with the labels of test pages: "
            "nothing was chosen by it, and a setting must not be.",
        ),
        "smoothing": (
            "What does averaging take away?",
            "The columns averaged over neighbours as a graph convolution does, without learning. "
            "Left: what is left of the differences between neighbouring training pages. Right: how "
            "well the line through the two class means of the training pages ranks the test pages. "
            "Where the right curve rises, neighbours may add information; where it falls, "
            "averaging has blurred the classes (oversmoothing). Nothing was chosen by it.",
        ),
    }


def _whose_share(finished: Finished) -> str:
    if not finished.has_pictures:
        return "the measured columns"
    return "the image's numbers and of each clinical number"


def _deaf_words(finished: Finished) -> str:
    share = graph_numbers(finished).get("test_rows_without_sender_share", 0)
    return f" {share:.0%} of the test pages hear nobody and count nowhere here." if share else ""


def _piece_words(finished: Finished) -> str:
    graph = graph_numbers(finished)
    if not {"components", "largest_component_share"} <= graph.keys():
        return ""
    number, share = graph["components"], graph["largest_component_share"]
    if number == 1:
        return " The training graph is in one piece."
    return f" The training graph has {number:.3g} pieces; the largest holds {share:.0%} of it."
