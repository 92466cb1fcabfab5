"""All tests of a network against its controls, side by side."""

import json
from dataclasses import asdict

import numpy as np
import pytest

from hfgnn.evaluation.corrected_t import auroc_differences, corrected_t
from hfgnn.evaluation.delong import auroc_difference
from hfgnn.evaluation.holm import holm
from hfgnn.evaluation.mcnemar import mcnemar
from hfgnn.evaluation.significance import significance

SETTINGS = {"confidence": 0.95, "test_to_train": 0.5}


@pytest.fixture
def models(predictions):
    generator = np.random.default_rng(0)
    label = np.tile(generator.integers(0, 2, 60), 2)
    columns = {
        "fold": np.arange(120) % 3,
        "group": np.tile(np.arange(60), 2),
        "repeat": np.repeat([0, 1], 60),
    }
    return [
        predictions(
            label,
            0.5 + 0.2 * (label - 0.5) + generator.normal(0, noise, 120),
            **columns,
            model=name,
        )
        for name, noise in (("gcn", 0.1), ("no_edges", 0.15), ("boosting", 0.3))
    ]


def test_each_control_gets_every_test(models):
    network, *controls = models
    table = significance(network, controls, **SETTINGS)
    tests = [auroc_difference(network, control, 0.95) for control in controls]
    assert [(row.model, row.against) for row in table] == [("gcn", "no_edges"), ("gcn", "boosting")]
    assert [row.delong for row in table] == tests
    assert [row.holm_p for row in table] == pytest.approx(holm([test.p for test in tests]))
    assert [row.mcnemar for row in table] == [mcnemar(network, control) for control in controls]
    assert [row.corrected_t for row in table] == [
        corrected_t(auroc_differences(network, control), **SETTINGS) for control in controls
    ]


def test_holm_counts_the_controls(models):
    network, control, _ = models
    row = significance(network, [control] * 3, **SETTINGS)[0]
    assert row.holm_p == pytest.approx(min(1, 3 * row.delong.p))


def test_it_goes_into_json_as_it_is(models):
    for row in significance(models[0], models[1:], **SETTINGS):
        assert json.loads(json.dumps(row.as_json(), allow_nan=False)) == asdict(row)


def test_tests_that_cannot_be_had_are_absent(predictions):
    healthy = predictions([0, 0, 0], [0.1, 0.2, 0.9])
    (row,) = significance(healthy, [healthy], **SETTINGS)
    assert (row.delong, row.holm_p, row.corrected_t) == (None, None, None)
    assert json.dumps(asdict(row), allow_nan=False)
    assert row.as_json().keys() == {"model", "against", "mcnemar"}


def test_a_control_on_other_pages_is_refused(models, predictions):
    with pytest.raises(ValueError, match="gcn and forest differ in record_id"):
        significance(models[0], [predictions([0, 1], [0, 1], model="forest")], **SETTINGS)
