"""All tests of a run together, and what they say against its verdict."""

import json

import numpy as np
import pytest

from hfgnn.evaluation.statistics import statistics

HELPS = "the graph helps by 0.050 [0.010, 0.090] AUROC"


@pytest.fixture
def answers(predictions):
    """A network and its twin without edges, which ranks a little worse; four folds."""

    def make(repeats=1, worse=0.1):
        generator = np.random.default_rng(0)
        label = np.tile([0, 1], 40 * repeats)
        fold = np.tile(np.repeat(np.arange(4), 20), repeats)
        repeat = np.repeat(np.arange(repeats), 80)
        group = np.tile(np.arange(80), repeats)
        noise = generator.normal(size=len(label))
        first = label + noise
        second = label * (1 - worse) + noise
        columns = {"fold": fold, "group": group, "repeat": repeat}
        return (
            predictions(label, 1 / (1 + np.exp(-first)), model="gcn", **columns),
            predictions(label, 1 / (1 + np.exp(-second)), model="no_edges", **columns),
        )

    return make


def made(network, control):
    return statistics(network, [control], confidence=0.95, test_to_train=0.25)


def test_what_cannot_be_had_is_absent(answers):
    told = made(*answers()).as_json()
    assert json.loads(json.dumps(told, allow_nan=False)) == json.loads(json.dumps(told))
    assert told["spread"].keys() == {"repeats", "seeds", "values"}
    assert told["delong"].keys() == {"gcn", "no_edges"}
    assert told["auprc_base_rate"] == 0.5


def test_one_division_and_one_seed_are_said_beside_a_verdict(answers):
    assert "this is one division into folds and one seed" in made(*answers()).caution(
        HELPS, confidence=0.95
    )
    assert "one division" not in made(*answers(repeats=2)).caution(HELPS, confidence=0.95)


def test_folds_that_do_not_agree_are_said_beside_a_verdict(answers):
    network, control = answers(worse=0.0)
    assert "the t-test over folds does not agree (p = 1.000)" in made(network, control).caution(
        HELPS, confidence=0.95
    )


def test_nothing_needs_be_said_beside_no_evidence(answers):
    told = made(*answers())
    assert told.caution("no evidence that the graph helps: +0.000", confidence=0.95) == ""
    assert told.caution("no verdict, since the protocol leaks", confidence=0.95) == ""
