"""The graph of a fold: what is chosen or learned for it knows no label of a test row."""

from dataclasses import replace

import numpy as np
import pytest
import torch

from hfgnn.config.composed import composed
from hfgnn.config.graph import Space
from hfgnn.tasks.connected import connected, maker_of
from hfgnn.training.hidden_placement import HiddenPlacement
from hfgnn.types import CLINICAL_COLUMNS, IMAGE_COLUMNS, DataError, Nodes, Parts, Split

ROWS, WIDTH = 320, 12
SPLIT = Split(0, 0, Parts(np.arange(180), np.arange(180, 220), np.arange(220, ROWS)))
QUICK = ("model=gated", "model.hidden_width=16", "training.max_epochs=30")


@pytest.fixture
def nodes():
    generator = np.random.default_rng(3)
    x = generator.normal(size=(ROWS, WIDTH)).astype(np.float32)
    label = (x[:, 0] + x[:, 1] + 0.5 * generator.normal(size=ROWS) > 0).astype(np.int64)
    columns = IMAGE_COLUMNS[: WIDTH - 5] + CLINICAL_COLUMNS
    each = np.arange(ROWS)
    return Nodes(x, columns, label, each, each.astype(str))


def with_other_test_labels(nodes):
    label = nodes.label.copy()
    label[220:] = 1 - label[220:]
    return replace(nodes, label=label)


@pytest.mark.parametrize(
    "overrides",
    [
        ("graph=auto", "graph.ks=[3]", "graph.spaces=[none,raw,score]"),
        ("graph.space=embedding", "graph.inner_folds=2"),
        ("graph.space=weighted",),
    ],
)
def test_labels_of_test_rows_decide_nothing(nodes, overrides):
    settings = composed([*QUICK, *overrides])
    one = connected(settings, nodes, SPLIT)
    other = connected(settings, with_other_test_labels(nodes), SPLIT)
    assert one.knn == other.knn
    assert np.array_equal(one.graph.edges, other.graph.edges)


def test_of_several_graphs_the_settings_of_the_chosen_one_are_known(nodes):
    settings = composed([*QUICK, "graph=auto", "graph.ks=[3,4]", "graph.spaces=[raw,pca]"])
    made = connected(settings, nodes, SPLIT)
    assert len(made.tried) == 4
    best = min(made.tried, key=lambda one: one.loss)
    assert (made.knn.space.value, made.knn.k) == (best.space, best.k)
    assert made.graph.edges.shape[1] == ROWS * best.k


def test_the_embedding_brings_labels_together_alike_for_training_and_test_rows(nodes):
    """A network has learned the labels of its training rows; their neighbours must not tell."""
    settings = composed([*QUICK, "graph.space=embedding", "graph.inner_folds=3", "graph.k=3"])
    raw = connected(composed([*QUICK, "graph.k=3"]), nodes, SPLIT)
    made = connected(settings, nodes, SPLIT)

    def alike(graph, rows):
        sender, receiver = graph.received_by(rows).edges
        return (nodes.label[sender] == nodes.label[receiver]).mean()

    parts = SPLIT.parts
    assert alike(made.graph, parts.test) > alike(raw.graph, parts.test)
    assert abs(alike(made.graph, parts.train) - alike(made.graph, parts.test)) < 0.12
    assert [len(inner.receivers) for inner in made.views.inner] == [60, 60, 60]


@pytest.mark.parametrize("model", ["gcn", "gat", "sage", "gated", "appnp", "gat_distances"])
def test_a_patient_stands_where_the_network_takes_it_alone(nodes, model):
    network = maker_of(composed([f"model={model}"]).model, nodes)().eval()
    placement = HiddenPlacement(network)
    everybody, one = placement.of(nodes.x), placement.of(nodes.x[7:8])
    assert one == pytest.approx(everybody[7:8], abs=1e-5)
    classified = network.classify(torch.from_numpy(everybody))
    nobody = torch.empty((2, 0), dtype=torch.int64)
    more = (torch.empty(0, 2),) if model == "gat_distances" else ()
    said = network(torch.from_numpy(nodes.x), nobody, *more)
    assert classified.detach().numpy() == pytest.approx(said.detach().numpy(), abs=1e-5)


def test_a_network_without_a_hidden_layer_has_no_embedding():
    with pytest.raises(DataError, match=r"graph.space is embedding, but ReLU has no linear layer"):
        HiddenPlacement(torch.nn.ReLU())


def test_nobody_hears_anybody_in_no_space(nodes):
    made = connected(composed([*QUICK, "graph.space=none"]), nodes, SPLIT)
    assert made.knn.space is Space.none
    assert made.graph.edges.shape == (2, 0)
