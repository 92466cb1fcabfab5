"""Repeated averaging: against torch_geometric, double loops, and what must hold of any graph."""

import numpy as np
import pytest

from hfgnn.config.graph import Direction, Weights
from hfgnn.config.protocol import Edges
from hfgnn.graphs import smoothing as room
from hfgnn.graphs.smoothing import averaging, dirichlet_energy, smoothing
from hfgnn.types import Graph, Parts


@pytest.mark.parametrize("weights", list(Weights))
@pytest.mark.parametrize("direction", list(Direction))
def test_averaging_is_that_of_torch_geometric(knn, cohort, weights, direction):
    import torch
    from torch_geometric.nn.conv.gcn_conv import gcn_norm

    x, parts = cohort()
    graph = knn(k=4, weights=weights, direction=direction).connect(x, parts, Edges.inductive)
    given = None if graph.weights is None else torch.from_numpy(graph.weights)
    (sender, receiver), value = gcn_norm(torch.from_numpy(graph.edges), given, 60)
    expected = np.zeros((60, 60))
    np.add.at(expected, (receiver.numpy(), sender.numpy()), value.numpy())
    assert averaging(graph).toarray() == pytest.approx(expected, abs=1e-6)


@pytest.mark.parametrize("weights", list(Weights))
def test_energy_is_that_of_a_double_loop(knn, cohort, weights):
    x, parts = cohort()
    graph = knn(k=3, weights=weights).connect(x, parts, Edges.transductive)
    weight = np.zeros((60, 60))  # receivers, senders
    weight[graph.edges[1], graph.edges[0]] = 1 if graph.weights is None else graph.weights
    degree = 1 + weight.sum(axis=1)
    total = count = 0.0
    for i in parts.train:
        for j in parts.train:
            gap = x.x[i] / np.sqrt(degree[i]) - x.x[j] / np.sqrt(degree[j])
            total += weight[i, j] * (gap.astype(float) ** 2).sum()
            count += weight[i, j]
    assert dirichlet_energy(x.x, graph, parts.train) == pytest.approx(total / count, rel=1e-6)


def test_energy_by_depth_is_that_of_the_averaged_columns(knn, cohort, monkeypatch):
    x, parts = cohort()
    graph = knn(k=3).connect(x, parts, Edges.inductive)
    monkeypatch.setattr(room, "VALUES_AT_ONCE", 300)  # so that columns come in several pieces
    found = smoothing(x, graph, parts)
    columns, first = x.x.astype(float), dirichlet_energy(x.x, graph, parts.train)
    for numbers in found:
        energy = dirichlet_energy(columns, graph, parts.train)
        assert numbers["energy"] == pytest.approx(energy / first, rel=1e-6)
        columns = averaging(graph) @ columns
    assert len(found) == room.DEEPEST + 1


def test_energy_falls_towards_nothing_on_a_connected_graph(nodes):
    x = nodes(np.random.default_rng(0).normal(size=(6, 4)), label=[0, 1] * 3)
    one, other = np.nonzero(~np.eye(6, dtype=bool) & (np.arange(36).reshape(6, 6) % 5 > 0))
    pairs = np.stack([one, other])
    graph = Graph(np.unique(np.concatenate([pairs, pairs[::-1]], 1), axis=1), None, 6)
    energy = [one["energy"] for one in smoothing(x, graph, Parts(*[np.arange(6)] * 3))]
    assert energy[0] == 1
    assert (np.diff(energy) < 0).all()
    assert energy[-1] < 1e-3


def test_averaging_of_helpful_neighbours_tells_classes_apart_and_of_others_does_not(nodes):
    generator = np.random.default_rng(0)
    label = np.arange(200) % 2
    x = nodes(generator.normal(size=(200, 20)) + 0.15 * label[:, None], label=label)
    parts = Parts(np.arange(100), np.empty(0, dtype=np.int64), np.arange(100, 200))

    def joined(offset):
        """Each hears the next four training rows, of its own class if the offsets are even."""
        receiver = np.repeat(np.arange(200), 4)
        return Graph(np.stack([(receiver + np.tile(offset, 200)) % 100, receiver]), None, 200)

    alike = [one["class_auroc"] for one in smoothing(x, joined([2, 4, 6, 8]), parts)]
    mixed = [one["class_auroc"] for one in smoothing(x, joined([1, 2, 3, 4]), parts)]
    assert alike[0] == mixed[0]
    assert alike[4] > 0.95 > alike[0]
    assert mixed[8] < mixed[0]


def test_without_edges_averaging_changes_nothing(cohort):
    x, parts = cohort()
    nobody = Graph(np.empty((2, 0), dtype=np.int64), None, 60)
    assert np.isnan(dirichlet_energy(x.x, nobody, parts.train))
    found = smoothing(x, nobody, parts)
    assert np.isnan([one["energy"] for one in found]).all()
    assert len({one["class_auroc"] for one in found}) == 1


def test_one_class_cannot_be_told_apart(knn, nodes, cohort):
    x, parts = cohort()
    well = nodes(x.x)  # all healthy
    graph = knn().connect(well, parts, Edges.inductive)
    assert np.isnan([one["class_auroc"] for one in smoothing(well, graph, parts)]).all()
    assert smoothing(well, graph, parts)[1]["energy"] < 1
