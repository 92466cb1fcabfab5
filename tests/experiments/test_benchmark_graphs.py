"""Benchmarks time the graph that a run makes, and train networks that a run trains."""

import numpy as np
import pytest

from experiments.benchmark import knn, trainings
from experiments.benchmark.batches_process import COLUMNS, MODELS
from experiments.benchmark.neighbours import nearest
from hfgnn.config.build import build
from hfgnn.config.composed import composed
from hfgnn.config.graph import Search

USUAL = build(composed([]).graph)


@pytest.mark.parametrize("name", sorted(set(vars(USUAL)) - {"k", "search", "rule"}))
def test_a_benchmark_changes_nothing_of_the_graph_but_its_size_and_search(name):
    assert getattr(nearest(7, Search.exact), name) == getattr(USUAL, name)


def test_a_benchmark_joins_everybody_to_so_many():
    assert vars(nearest(7).rule) == vars(USUAL.rule)
    graph = knn.connect(knn.patients(knn.cohort(60)), Search.exact)
    assert np.bincount(graph.edges[1]).tolist() == [knn.NEIGHBOURS] * 60


def test_a_fold_of_the_small_trainings_has_a_graph_of_its_patients():
    nodes, graph, parts = next(trainings.cohort())
    assert len(nodes.x) == graph.num_nodes == trainings.PATIENTS
    assert np.isin(graph.edges[0], parts.train).all()
    assert trainings.a_gcn().in_width == nodes.x.shape[1]


@pytest.mark.parametrize("name", MODELS)
def test_the_networks_of_large_trainings_take_the_columns_of_their_cohort(name):
    assert MODELS[name]().in_width == COLUMNS
