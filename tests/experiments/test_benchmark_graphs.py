"""Benchmarks time the graph that a run makes, and train the networks that a run trains."""

import numpy as np
import pytest

from experiments.benchmark import knn, networks, trainings
from experiments.benchmark.neighbours import nearest
from hfgnn.config.build import build
from hfgnn.config.composed import composed
from hfgnn.config.graph import Search


def settings_in(graph):
    """All that a graph is made by, its space too."""
    return vars(graph) | {"rule": vars(graph.rule)}


def test_a_benchmark_changes_nothing_of_the_graph_but_its_size_and_search():
    usual = settings_in(build(composed([]).graph))
    assert settings_in(nearest(7, Search.exact)) == usual | {"k": 7, "search": Search.exact}


def test_a_benchmark_joins_everybody_to_so_many():
    graph = knn.connect(knn.patients(knn.cohort(60)), Search.exact)
    assert np.bincount(graph.edges[1]).tolist() == [knn.NEIGHBOURS] * 60


def test_a_fold_of_the_small_trainings_has_a_graph_of_its_patients():
    nodes, graph, parts = next(trainings.cohort())
    assert len(nodes.x) == graph.num_nodes == trainings.PATIENTS
    assert np.isin(graph.edges[0], parts.train).all()


@pytest.mark.parametrize("name", ["gcn", "gat"])
def test_the_networks_of_benchmarks_are_those_of_a_run(name):
    usual = build(composed([f"model={name}"]).model, in_width=networks.COLUMNS, num_classes=2)
    ours = {"gcn": networks.a_gcn, "gat": networks.a_gat}[name]()
    assert str(ours) == str(usual)
