"""The diagnostics as a whole: every kind of graph, folds together, rows in another order."""

import json
from dataclasses import replace

import numpy as np
import pytest

from hfgnn.config.graph import Direction, Metric
from hfgnn.config.protocol import Edges
from hfgnn.graphs.diagnostics import diagnose, mean_over_folds
from hfgnn.graphs.homophily import edge_homophily
from hfgnn.graphs.placement import AS_IT_IS, seen_alike
from hfgnn.types import Graph, Parts

FLAT = {
    "edges_per_patient",
    "homophily",
    "homophily_by_chance",
    "node_homophily",
    "adjusted_homophily",
    "test_rows_without_sender_share",
    "components",
    "largest_component_share",
}
NESTED = {"senders", "block_shares", "sensitivity", "smoothing"}


def diagnosed(x, graph, parts, k=3, metric=Metric.euclidean):
    return diagnose(x, graph, parts, seen_alike(AS_IT_IS, x.x), k=k, metric=metric)


@pytest.mark.parametrize("clinical", [0, 2])
@pytest.mark.parametrize("direction", list(Direction))
@pytest.mark.parametrize("edges", list(Edges))
def test_every_kind_of_graph_has_them(knn, cohort, edges, direction, clinical):
    x, parts = cohort(clinical=clinical)
    graph = knn(k=3, direction=direction).connect(x, parts, edges)
    numbers = mean_over_folds([diagnosed(x, graph, parts)] * 2)
    heard = edges is Edges.inductive and direction is Direction.from_query  # by no test row
    gone = {"homophily", "homophily_by_chance", "node_homophily", "adjusted_homophily"}
    share = {"clinical_share_of_distance"} if clinical else set()
    assert set(numbers) == (FLAT - gone if heard else FLAT) | NESTED | share
    assert len(numbers["block_shares"]) == (3 if clinical else 1)
    assert json.loads(json.dumps(numbers, allow_nan=False)) == numbers


def test_the_list_of_the_run_has_the_homophily_of_its_graph(knn, cohort):
    x, parts = cohort()
    graph = knn(k=3).connect(x, parts, Edges.inductive)
    numbers = mean_over_folds([diagnosed(x, graph, parts)])
    (own,) = [one for one in numbers["sensitivity"] if one["is_own"]]
    assert (own["k"], own["metric"], own["overlap"]) == (3, "euclidean", 1)
    assert own["homophily"] == pytest.approx(numbers["homophily"])
    assert numbers["homophily"] == edge_homophily(graph.received_by(parts.test), x)[0]


def test_a_few_rows_without_any_edge_are_enough(nodes):
    x = nodes(np.arange(6.0)[:, None], label=[0, 1, 0, 1, 0, 1])
    nobody = Graph(np.empty((2, 0), dtype=np.int64), None, 6)
    numbers = mean_over_folds(
        [diagnosed(x, nobody, Parts(np.arange(2), np.array([2]), np.arange(3, 6)))]
    )
    assert numbers["test_rows_without_sender_share"] == 1
    assert numbers["components"] == 2
    assert numbers["senders"]["never_heard_share"] == 1
    assert {one["k"] for one in numbers["sensitivity"]} == {1}
    assert all("energy" not in one and "class_auroc" in one for one in numbers["smoothing"])


def test_rows_in_another_order_change_nothing(knn, cohort):
    x, parts = cohort(clinical=2)
    graph = knn(k=3).connect(x, parts, Edges.inductive)
    order = np.random.default_rng(0).permutation(60)
    place = np.argsort(order)  # where each row has gone
    taken = {name: getattr(x, name)[order] for name in ("x", "label", "group", "record_id")}
    moved = Parts(*(np.sort(place[one]) for one in (parts.train, parts.validation, parts.test)))
    before = diagnosed(x, graph, parts)
    after = diagnosed(replace(x, **taken), Graph(place[graph.edges], None, 60), moved)
    assert after.numbers == pytest.approx(before.numbers)
    assert sorted(after.heard.tolist()) == sorted(before.heard.tolist())
    assert after.shares == pytest.approx(before.shares)
    for pair, numbers in before.sensitivity.items():
        assert after.sensitivity[pair] == pytest.approx(numbers)
    for one, other in zip(after.smoothing, before.smoothing, strict=True):
        assert one == pytest.approx(other)


def test_folds_are_averaged_and_what_a_fold_lacks_is_not_counted(knn, cohort):
    x, parts = cohort(clinical=1)
    graph = knn(k=3).connect(x, parts, Edges.inductive)
    one = diagnosed(x, graph, parts)
    other = replace(
        one,
        numbers=one.numbers | {"homophily": float("nan"), "components": 3},
        heard=np.array([0, 7]),
        shares={"image": 1.0},
        sensitivity={pair: one.sensitivity[pair] for pair in list(one.sensitivity)[:1]},
    )
    one = replace(one, heard=np.array([0, 0]), shares={"image": 0.5, "ef_fraction": 0.5})
    numbers = mean_over_folds([one, other])
    assert numbers["homophily"] == one.numbers["homophily"]
    assert numbers["components"] == (one.numbers["components"] + 3) / 2
    assert numbers["senders"]["max"] == 3.5
    assert numbers["senders"]["histogram"] == [{"times": 0, "rows": 1.5}, {"times": 7, "rows": 0.5}]
    assert numbers["block_shares"] == {
        "image": 0.75,
        "clinical": 0.25,
        "columns": {"ef_fraction": 0.25},
    }
    assert numbers["clinical_share_of_distance"] == 0.25
    assert len(numbers["sensitivity"]) == 1
