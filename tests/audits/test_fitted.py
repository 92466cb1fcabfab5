"""Steps fitted on test rows, planted one by one in a pipeline that is clean without them."""

import numpy as np
import pytest

from hfgnn.audits.fitted import (
    FITTED_COLUMNS,
    FITTED_GRAPH,
    HEARD,
    TOLD_LABELS,
    find_fitted_on_test_rows,
    find_told_labels,
)
from hfgnn.config.graph import Direction, Metric, Search, Space, Weights
from hfgnn.config.protocol import Edges
from hfgnn.features.clinical.numbers import ClinicalNumbers
from hfgnn.features.concatenated import Concatenated
from hfgnn.graphs.knn import Knn
from hfgnn.types import CLINICAL_COLUMNS, Graph, Parts, Severity

ROWS = 40
PARTS = Parts(np.arange(0, 20), np.arange(20, 28), np.arange(28, 40))
RNG = np.random.default_rng(0)
IMAGES = RNG.normal(size=(ROWS, 512)).astype(np.float32)
CLINICAL = RNG.normal(size=(ROWS, 5))
CLINICAL[::6, 2] = np.nan
LABEL = np.arange(ROWS) % 2


@pytest.fixture
def connect(records):
    """The pipeline of a run; ``fit`` names the rows on which scalers are fitted."""
    table = records([str(row) for row in range(ROWS)], label=LABEL)

    def make(images, clinical, fit=PARTS.train, edges=Edges.inductive, weights=Weights.none):
        fuse = Concatenated(
            standardize_image=True, clinical_share=0.2, straighten=False, mark_missing=True
        )
        numbers = ClinicalNumbers(clinical, CLINICAL_COLUMNS)
        nodes = fuse.nodes(table, images, numbers, train=fit)
        knn = Knn(
            k=3,
            counts_itself=False,
            metric=Metric.euclidean,
            symmetric=False,
            weights=weights,
            direction=Direction.to_query,
            search=Search.auto,
            space=Space.raw,
            shares={},
            components=1,
            inner_folds=2,
            penalties=[1.0],
            rebuilds=1,
        )
        return nodes, knn.connect(nodes, PARTS, edges)

    return make


def find(connect):
    before = connect(IMAGES, CLINICAL)
    return find_fitted_on_test_rows(connect, before, IMAGES, CLINICAL, parts=PARTS)


def find_told(connect):
    return find_told_labels(connect, connect(LABEL), LABEL, parts=PARTS)


@pytest.mark.parametrize("weights", list(Weights))
def test_the_honest_pipeline_has_no_finding(connect, weights):
    assert find(lambda images, clinical: connect(images, clinical, weights=weights)) == ()


def test_scalers_fitted_on_all_rows_are_a_leak_and_their_columns_named(connect):
    findings = find(lambda images, clinical: connect(images, clinical, fit=PARTS.all))
    first = findings[0]
    assert (first.name, first.severity) == (FITTED_COLUMNS, Severity.leak)
    assert set(CLINICAL_COLUMNS) <= set(first.where)
    assert "512 of 512 columns of the image block" in first.what


def test_one_scaled_column_is_named_alone(connect):
    def one_column(images, clinical):
        scaled = clinical.copy()
        scaled[:, 1] -= scaled[:, 1].mean()
        nodes, graph = connect(images, CLINICAL)
        nodes.x[:, 513] = scaled[:, 1]
        return nodes, graph

    (finding,) = find(one_column)
    assert finding.where == ("bnp_pg_per_ml",)
    assert "1 of 6 columns of the clinical block" in finding.what


def test_a_transductive_graph_is_a_warning_that_names_who_hears(connect):
    (finding,) = find(lambda images, clinical: connect(images, clinical, edges=Edges.transductive))
    assert (finding.name, finding.severity) == (HEARD, Severity.warning)
    _, graph = connect(IMAGES, CLINICAL, edges=Edges.transductive)
    senders, receivers = graph.edges
    heard = set(receivers[(senders >= 28) & (receivers < 28)].tolist())
    assert finding.where == tuple(f"page{row}" for row in sorted(heard))


def test_weights_scaled_by_test_rows_are_a_leak_though_no_test_row_sends(connect):
    def scaled(images, clinical):
        nodes, graph = connect(images, clinical)
        weights = np.full(graph.edges.shape[1], images.std(), dtype=np.float32)
        return nodes, Graph(graph.edges, weights, graph.num_nodes)

    (finding,) = find(scaled)
    assert (finding.name, finding.severity) == (FITTED_GRAPH, Severity.leak)


def test_labels_that_reach_nothing_are_no_finding(connect):
    assert find_told(lambda label: connect(IMAGES, CLINICAL)) == ()


def test_columns_made_from_test_labels_are_a_leak(connect):
    def told(label):
        return connect(IMAGES, CLINICAL + label[:, None] * [1, 0, 0, 0, 0])

    (finding,) = find_told(told)
    assert (finding.name, finding.severity) == (TOLD_LABELS, Severity.leak)
    assert finding.where[0] == "ef_fraction"


def test_edges_chosen_by_test_labels_are_a_leak(connect):
    def told(label):
        nodes, graph = connect(IMAGES, CLINICAL)
        agree = label[graph.edges[0]] == label[graph.edges[1]]
        return nodes, Graph(graph.edges[:, agree], None, graph.num_nodes)

    (finding,) = find_told(told)
    assert finding.where == ("edges",)
    assert finding.what.endswith("change the graph")
