"""Figures of the graph's diagnostics: what they show, and that gaps do not stop them."""

from dataclasses import replace

import pytest
from matplotlib.patches import Rectangle

from hfgnn.config.graph import Metric
from hfgnn.graphs.diagnostics import diagnose, mean_over_folds
from hfgnn.graphs.placement import AS_IT_IS, seen_alike
from hfgnn.reports.canvas import png_bytes
from hfgnn.reports.graph_captions import GRAPH_FIGURES, graph_captions
from hfgnn.reports.neighbourhood_figures import block_bars, column_words, times_in_bins


def texts_of(figure):
    return " ".join(
        text.get_text() for text in figure.findobj(lambda one: hasattr(one, "get_text"))
    )


@pytest.fixture
def diagnosed(finished):
    """The run with the diagnostics of its drawn graph."""
    drawn = finished.drawn
    views = seen_alike(AS_IT_IS, drawn.nodes.x)
    one = diagnose(drawn.nodes, drawn.graph, drawn.parts, views, k=2, metric=Metric.euclidean)
    graph = {"k": 2, "metric": "euclidean"} | mean_over_folds([one])
    return replace(finished, metrics=finished.metrics | {"graph": graph})


@pytest.mark.parametrize("name", GRAPH_FIGURES)
def test_every_figure_is_drawn_and_carries_the_stamps(diagnosed, name):
    figure = GRAPH_FIGURES[name](diagnosed)
    assert png_bytes(figure).startswith(b"\x89PNG")
    for stamp in diagnosed.metrics["stamps"]:
        assert stamp in texts_of(figure)


@pytest.mark.parametrize("name", GRAPH_FIGURES)
def test_a_run_without_diagnostics_says_so_in_place_of_a_figure(bare, name):
    figure = GRAPH_FIGURES[name](bare)
    assert png_bytes(figure).startswith(b"\x89PNG")
    assert not figure.axes[0].axison


def test_every_figure_has_a_caption(diagnosed, bare):
    for run in (diagnosed, bare):
        assert set(graph_captions(run)) == set(GRAPH_FIGURES)
        for title, caption in graph_captions(run).values():
            assert title[-1] in ".?"
            assert caption[-1] == "."


def test_captions_say_who_hears_nobody_and_how_many_pieces_there_are(diagnosed):
    graph = diagnosed.metrics["graph"]
    assert "hear nobody" not in graph_captions(diagnosed)["homophily"][1]
    graph |= {
        "test_rows_without_sender_share": 0.25,
        "components": 2.4,
        "largest_component_share": 0.9,
    }
    texts = graph_captions(diagnosed)
    assert "25% of the test pages hear nobody" in texts["homophily"][1]
    assert "2.4 pieces; the largest holds 90%" in texts["senders"][1]


def test_homophily_below_chance_is_drawn_left_of_it(diagnosed):
    diagnosed.metrics["graph"] |= {
        "homophily": 0.3,
        "node_homophily": 0.31,
        "homophily_by_chance": 0.5,
        "adjusted_homophily": -0.4,
    }
    figure = GRAPH_FIGURES["homophily"](diagnosed)
    text = texts_of(figure)
    assert all(value in text for value in ("0.30", "0.31", "−0.40"))
    assert figure.axes[0].get_xlim()[0] < -0.4


def test_bins_hold_every_row_once_and_the_unheard_apart():
    few = [{"times": 0, "rows": 2.0}, {"times": 1, "rows": 3.0}, {"times": 3, "rows": 1.0}]
    assert times_in_bins(few) == ([0, 1, 2, 3], [1] * 4, [2, 3, 0, 1])
    many = [{"times": times, "rows": 1.0} for times in range(0, 101, 2)]
    low, width, rows = times_in_bins(many)
    assert (low[:3], set(width[1:]), len(low)) == ([0, 1, 6], {5}, 21)
    assert (rows[0], rows[1], sum(rows)) == (1, 2, 51)
    assert times_in_bins([{"times": 0, "rows": 4.0}]) == ([0], [1], [4])


def test_hubs_far_out_are_shown_on_a_logarithmic_scale(diagnosed):
    senders = diagnosed.metrics["graph"]["senders"]
    assert GRAPH_FIGURES["senders"](diagnosed).axes[0].get_yscale() == "linear"
    senders["histogram"].append({"times": 300, "rows": 0.2})
    senders |= {"max": 300.0, "top_1_percent_share": 0.4}
    figure = GRAPH_FIGURES["senders"](diagnosed)
    assert figure.axes[0].get_yscale() == "log"
    assert "at most 300" in texts_of(figure)
    assert "40% of edges from the top 1%" in texts_of(figure)


def test_the_run_is_marked_among_other_lists(diagnosed):
    figure = GRAPH_FIGURES["sensitivity"](diagnosed)
    (marked,) = [line for line in figure.axes[0].lines if line.get_label() == "this run"]
    assert list(marked.get_xdata()) == [2]
    (own,) = [one for one in diagnosed.metrics["graph"]["sensitivity"] if one["is_own"]]
    assert list(marked.get_ydata()) == [own["homophily"]]


def test_blocks_come_before_their_columns_and_these_by_size(diagnosed):
    shares = {"image": 0.2, "clinical": 0.8, "columns": {"age_years": 0.1, "bnp_pg_per_ml": 0.7}}
    names = [name for name, _ in block_bars(shares)]
    assert names == ["image", "clinical, together", "BNP pg/ml", "age years"]
    assert column_words("ef_fraction_missing") == "EF fraction missing"
    diagnosed.metrics["graph"]["block_shares"] = shares
    bars = GRAPH_FIGURES["blocks"](diagnosed).axes[0].findobj(Rectangle)
    assert {0.2, 0.8, 0.7, 0.1} <= {bar.get_width() for bar in bars}


def test_a_graph_without_edges_has_no_energy_and_is_drawn(diagnosed):
    graph = diagnosed.metrics["graph"]
    graph["smoothing"] = [{"depth": depth, "class_auroc": 0.5} for depth in range(9)]
    assert png_bytes(GRAPH_FIGURES["smoothing"](diagnosed)).startswith(b"\x89PNG")
