"""Neighbours through what two patients both have, held to a loop over pairs."""

from dataclasses import replace

import numpy as np
import pytest

from hfgnn.config.graph import Metric, Search, Space
from hfgnn.config.protocol import Edges
from hfgnn.graphs.gaps import Gaps, coordinate_blocks
from hfgnn.graphs.neighbours import TooFew
from hfgnn.graphs.partial import nearest_through
from hfgnn.graphs.placement import AS_IT_IS, Placement, scaled
from hfgnn.graphs.search import NeighbourSearch, silently
from hfgnn.types import DataError

BLOCKS = ("image",) * 4 + ("clinical",) * 2 + ("further",) * 3
NOTHING = np.empty(0, dtype=np.float32)
INDUCTIVE = Edges.inductive


def patients(rows=60, seed=0, share=0.3, blocks=BLOCKS):
    generator = np.random.default_rng(seed)
    points = generator.normal(size=(rows, len(blocks))) * (1 + np.arange(len(blocks)))
    lacks = {name: generator.random(rows) < share for name in ("image", "clinical", "further")}
    lacks["further"] &= ~(lacks["image"] & lacks["clinical"])
    return points.astype(np.float32), Gaps(blocks, lacks), np.arange(rows) // 2


def search(k=4, metric=Metric.euclidean):
    return NeighbourSearch(k, metric, Search.auto, silently)


def known_columns(gaps, row):
    lacked = [name for name, rows in gaps.lacks.items() if rows[row]]
    return {number for number, name in enumerate(gaps.blocks) if name not in lacked}


def by_loop(points, gaps, group, query, candidates, metric):
    """Distances to every candidate, one pair after the other, in plain words of the definition."""
    spread = [
        np.var([points[row, c] for row in candidates if c in known_columns(gaps, row)], axis=0)
        for c in range(points.shape[1])
    ]
    found = {}
    for row in candidates:
        both = sorted(known_columns(gaps, query) & known_columns(gaps, row))
        if group[row] == group[query] or not both:
            continue
        one, other = points[query, both].astype(float), points[row, both].astype(float)
        if metric is Metric.cosine:
            found[row] = 1 - one @ other / np.linalg.norm(one) / np.linalg.norm(other)
        else:
            share = sum(spread[c] for c in both) / sum(spread)
            found[row] = np.sqrt(((one - other) ** 2).sum() / share)
    return sorted(found.items(), key=lambda pair: pair[1])


@pytest.mark.parametrize("metric", list(Metric))
@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("blocks", [BLOCKS, (*BLOCKS[:-2], "", "")])
def test_neighbours_are_those_of_a_loop_over_pairs(metric, seed, blocks):
    points, gaps, group = patients(seed=seed, blocks=blocks)
    queries, candidates = np.arange(10, 60), np.arange(45)
    found = nearest_through(search(metric=metric), points, gaps, group, queries, candidates)
    for place, query in enumerate(queries.tolist()):
        expected = by_loop(points, gaps, group, query, candidates.tolist(), metric)[:4]
        assert found.rows[place].tolist() == [row for row, _ in expected]
        assert found.distance[place] == pytest.approx([far for _, far in expected], rel=1e-6)
    assert found.recall is None


def test_without_gaps_the_search_is_the_same_bit_for_bit():
    points, _, group = patients()
    rows = np.arange(60)
    plain = search().find(points, group, rows, rows)
    for lacks in ({}, {"image": np.zeros(60, dtype=bool)}, {"recording": rows > 3}):
        found = nearest_through(search(), points, Gaps(BLOCKS, lacks), group, rows, rows)
        assert (found.rows == plain.rows).all()
        assert (found.distance == plain.distance).all()


def test_rows_that_nobody_looks_at_may_lack_anything():
    points, gaps, group = patients()
    few = np.arange(30)
    lacks = {name: np.arange(60) >= 30 for name in gaps.lacks}
    found = nearest_through(search(), points, Gaps(BLOCKS, lacks), group, few, few)
    assert (found.distance == search().find(points, group, few, few).distance).all()


def test_among_complete_patients_the_other_blocks_alone_decide():
    points, _, group = patients()
    gaps = Gaps(BLOCKS, {"image": np.arange(60) == 50})
    candidates, query = np.arange(40), np.array([50])
    found = nearest_through(search(), points, gaps, group, query, candidates)
    others = search().find(points[:, 4:], group, query, candidates)
    assert (found.rows == others.rows).all()
    share = (
        points[:40, 4:].var(axis=0, dtype=float).sum() / points[:40].var(axis=0, dtype=float).sum()
    )
    assert found.distance == pytest.approx(others.distance / np.sqrt(share))


def test_what_stands_in_a_missing_block_is_not_looked_at():
    points, gaps, group = patients()
    rows = np.arange(60)
    before = nearest_through(search(), points, gaps, group, rows, rows)
    points[np.ix_(gaps.lacks["clinical"], [4, 5])] = 1000
    after = nearest_through(search(), points, gaps, group, rows, rows)
    assert (before.rows == after.rows).all()
    assert (before.distance == after.distance).all()


def test_of_equally_distant_ones_the_first_is_nearer_whatever_it_lacks():
    points = np.zeros((6, 3), dtype=np.float32)
    points[4:] = [[9, 9, 9], [-9, -9, -9]]
    lacks = {"image": np.array([True, False, True, False, False, False])}
    gaps = Gaps(("image", "clinical", "clinical"), lacks)
    rows = np.arange(6)
    found = nearest_through(search(k=3), points, gaps, rows, rows[:1], rows[1:][::-1])
    assert found.rows.tolist() == [[3, 2, 1]]


def test_who_shares_a_block_with_too_few_is_refused():
    points, _, group = patients(rows=20)
    rows = np.arange(20)
    gaps = Gaps(BLOCKS[:4] + ("clinical",) * 5, {"image": rows == 0, "clinical": rows > 4})
    with pytest.raises(TooFew, match=r"shares a block of numbers with only 3 others .* than 4"):
        nearest_through(search(), points, gaps, group, rows[:1], rows)


def test_a_block_that_tells_nobody_apart_joins_nobody():
    points, _, group = patients(rows=20)
    points[:, :4] = 7
    gaps = Gaps(BLOCKS[:4] + ("clinical",) * 5, {"clinical": np.arange(20) == 0})
    with pytest.raises(TooFew, match="only 0 others"):
        nearest_through(search(), points, gaps, group, np.array([0]), np.arange(20))


def test_each_coordinate_has_one_block():
    points, gaps, group = patients()
    rows = np.arange(60)
    with pytest.raises(ValueError, match="there are 2 blocks, but 9 coordinates"):
        nearest_through(search(), points, Gaps(("image",) * 2, gaps.lacks), group, rows, rows)


def test_a_placement_says_which_coordinates_mix_blocks():
    columns = ("image_000", "image_001", "age_years")
    own = ("image", "image", "clinical")
    assert coordinate_blocks(AS_IT_IS, columns) == own
    assert coordinate_blocks(scaled(np.ones(3)), columns) == own
    matrix = np.array([[1, 0, 1], [2, 0, 0], [0, 3, 1]], dtype=np.float32)
    assert coordinate_blocks(Placement(matrix, NOTHING), columns) == ("image", "clinical", "")


@pytest.mark.parametrize("space", [Space.raw, Space.blocks])
def test_a_graph_joins_patients_through_what_both_have(knn, cohort, space):
    """As if the others had no images at all, since only test patients lack them."""
    nodes, parts = cohort(clinical=3)
    without = np.isin(np.arange(60), parts.test)
    graph = knn(space=space).connect(replace(nodes, lacks={"image": without}), parts, INDUCTIVE)
    whole = knn(space=space).connect(nodes, parts, INDUCTIVE)
    other = replace(nodes, x=nodes.x[:, 5:], columns=nodes.columns[5:])
    clinical = knn(space=space).connect(other, parts, INDUCTIVE)
    assert edges(graph, parts.test) == edges(clinical, parts.test)
    assert edges(graph, parts.train) == edges(whole, parts.train)
    assert edges(graph, parts.validation) == edges(whole, parts.validation)
    assert edges(graph, parts.test) != edges(whole, parts.test)


def test_in_a_space_that_mixes_blocks_patients_stand_where_filling_puts_them(knn, cohort):
    nodes, parts = cohort(clinical=3)
    lacks = {"image": np.isin(np.arange(60), parts.test)}
    made = [
        knn(space=Space.pca).connect(one, parts, INDUCTIVE)
        for one in (nodes, replace(nodes, lacks=lacks))
    ]
    assert edges(made[0], parts.all) == edges(made[1], parts.all)


def test_k_beyond_those_who_share_a_block_is_refused_in_one_sentence(knn, cohort):
    nodes, parts = cohort(clinical=3)
    lacks = {"image": np.arange(60) > 3, "clinical": np.arange(60) == 0}
    sentence = r"^graph.k is 5, but a patient shares a block of numbers with only 3 others"
    with pytest.raises(DataError, match=sentence):
        knn(k=5).connect(replace(nodes, lacks=lacks), parts, INDUCTIVE)


def edges(graph, rows):
    return set(map(tuple, graph.received_by(rows).edges.T.tolist()))
