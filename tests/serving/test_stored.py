"""What a run keeps for new patients: tensors and text, the same when read again."""

from dataclasses import replace

import numpy as np
import pytest
import torch

from hfgnn.serving.stored import read_fold
from hfgnn.types import DataError


def test_a_fold_is_tensors_and_text_and_comes_back_as_it_was(make_run):
    run = make_run("graph.weights=gaussian", gaps=True, folds=1)
    path = run.folds[0].path
    content = torch.load(path, weights_only=True)
    assert all(isinstance(value, dict | str) for value in content.values())
    stored = read_fold(path)
    stored.write(path.with_name("again.pt"))
    again = torch.load(path.with_name("again.pt"), weights_only=True)
    assert again.keys() == content.keys()
    assert again["facts"] == content["facts"]
    for topic in ("rows", "nodes", "recalibration", "draws", "weights"):
        for name, tensor in content[topic].items():
            assert torch.equal(again[topic][name], tensor), name


def test_the_stored_scaling_gives_the_very_columns_of_the_run(make_run):
    run = make_run(gaps=True, folds=1)
    stored = read_fold(run.folds[0].path)
    x = stored.fitted.transform(run.images, run.values)
    assert x.tobytes() == run.folds[0].nodes.x.tobytes()


def test_copies_are_not_stored_but_shape_the_mean(make_run):
    run = make_run(copies=6, folds=1)
    fold, stored = run.folds[0], read_fold(run.folds[0].path)
    assert len(stored.rows.x) == 44 - 6 == len(stored.facts.record_id)
    np.testing.assert_allclose(stored.rows.centre, fold.nodes.x[:44].mean(axis=0), atol=1e-6)
    sent = fold.graph.received_by(np.flatnonzero(fold.nodes.may_send[:44])).edges
    assert stored.rows.edges.shape == sent.shape


def test_the_range_of_training_is_that_of_the_values_there(make_run):
    run = make_run(gaps=True, folds=1)
    rows = read_fold(run.folds[0].path).rows
    np.testing.assert_array_equal(rows.low, np.nanmin(run.values[:44], axis=0))
    np.testing.assert_array_equal(rows.high, np.nanmax(run.values[:44], axis=0))


def test_a_checkpoint_without_training_pages_is_refused(make_run):
    path = make_run(folds=1).folds[0].path
    content = torch.load(path, weights_only=True)
    torch.save({key: content[key] for key in ("weights", "settings")}, path)
    with pytest.raises(DataError, match="not its training pages, so it cannot predict"):
        read_fold(path)
    torch.save({**content, "facts": "{}"}, path)
    with pytest.raises(DataError, match="was written by another version of hfgnn"):
        read_fold(path)


def test_a_fold_cannot_be_changed_by_chance(make_run):
    stored = read_fold(make_run(folds=1).folds[0].path)
    with pytest.raises(AttributeError):
        stored.facts.threshold = 0.1
    assert replace(stored, name="x").name == "x"
