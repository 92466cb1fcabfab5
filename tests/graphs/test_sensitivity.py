"""Other lists than the run's own, beside a slow second count, and the shares of the columns."""

from dataclasses import replace

import numpy as np
import pytest
from sklearn.metrics import roc_auc_score

from hfgnn.config.graph import Metric
from hfgnn.graphs.block_shares import column_shares
from hfgnn.graphs.neighbours import nearest
from hfgnn.graphs.placement import AS_IT_IS, seen_alike
from hfgnn.graphs.ranking import aurocs
from hfgnn.graphs.sensitivity import NEIGHBOURS, most_neighbours, sensitivity
from hfgnn.types import Parts


def lists(x, parts, k, metric):
    points = x.x.astype(float)
    return nearest(points, parts.test, parts.train, k=k, metric=metric, group=x.group)[0]


@pytest.mark.parametrize("metric", list(Metric))
@pytest.mark.parametrize("k", [4, 20])
def test_every_length_is_what_lists_of_that_length_give(cohort, metric, k):
    x, parts = cohort(rows=90)
    own, label = lists(x, parts, k, metric), x.label[parts.test]
    found = sensitivity(x, x.x, parts, k=k, metric=metric)
    assert set(found) == {(one, length) for one in Metric for length in {*NEIGHBOURS, k}}
    for (one, length), numbers in found.items():
        other = lists(x, parts, length, one)
        vote = x.label[other].mean(axis=1)
        pairs = [(set(a), set(b)) for a, b in zip(own.tolist(), other.tolist(), strict=True)]
        assert numbers == pytest.approx(
            {
                "homophily": (x.label[other] == label[:, None]).mean(),
                "vote_auroc": roc_auc_score(label, vote),
                "overlap": np.mean([len(a & b) / len(a | b) for a, b in pairs]),
            }
        )
    assert found[metric, k]["overlap"] == 1


def test_lists_hold_training_rows_that_may_send_only(cohort):
    x, parts = cohort()
    silent = parts.train[x.label[parts.train] == 1]
    may_send = ~np.isin(np.arange(60), silent)
    # Only healthy rows may vote: every vote is the same.
    numbers = sensitivity(replace(x, may_send=may_send), x.x, parts, k=3, metric=Metric.cosine)
    assert {one["vote_auroc"] for one in numbers.values()} == {0.5}


def test_lengths_that_do_not_fit_are_left_out(cohort):
    x, parts = cohort(rows=9)
    assert {k for _, k in sensitivity(x, x.x, parts, k=2, metric=Metric.cosine)} == {1, 2, 3, 5}
    alone = Parts(parts.train[:0], parts.validation, parts.test)
    assert sensitivity(x, x.x, alone, k=2, metric=Metric.cosine) == {}


def test_the_own_group_makes_lists_shorter():
    group = np.array([0, 0, 0, 1, 1, 2])
    assert most_neighbours(np.array([3]), np.arange(6), group) == 4
    assert most_neighbours(np.array([3, 0]), np.arange(6), group) == 3
    assert most_neighbours(np.array([5]), np.arange(5), group) == 5


def test_one_class_has_no_auroc_and_ties_count_one_half():
    scores = np.array([[0.1, 0.2, 0.2], [1, 2, 3]])
    assert aurocs(scores, np.array([0, 0, 1])).tolist() == [0.75, 1]
    assert np.isnan(aurocs(scores, np.zeros(3, dtype=int))).all()


def test_shares_by_hand(nodes):
    # Variances 1, 1/4 and 0.
    x = nodes([[0.0, 0, 1], [2, 1, 1], [0, 0, 1], [2, 1, 1], [9, 9, 9]], clinical=2)
    shares = column_shares(x, seen_alike(AS_IT_IS, x.x), np.arange(4), Metric.euclidean)
    expected = {"image": 0.8, "ef_fraction": 0.2, "bnp_pg_per_ml": 0}
    assert shares == pytest.approx(expected)


@pytest.mark.parametrize("metric", list(Metric))
def test_shares_are_those_of_the_mean_squared_distance_of_all_pairs(cohort, metric):
    x, parts = cohort(clinical=3)
    points = x.x[parts.train].astype(float)
    if metric is Metric.cosine:
        points /= np.linalg.norm(points, axis=1, keepdims=True)
    squared = ((points[:, None] - points[None]) ** 2).mean(axis=(0, 1))
    shares = column_shares(x, seen_alike(AS_IT_IS, x.x), parts.train, metric)
    assert list(shares.values()) == pytest.approx(
        [squared[:5].sum() / squared.sum(), *squared[5:] / squared.sum()]
    )


def test_equal_rows_have_no_shares(nodes):
    x = nodes(np.ones((4, 2)))
    views = seen_alike(AS_IT_IS, x.x)
    assert np.isnan(column_shares(x, views, np.arange(4), Metric.euclidean)["image"])
