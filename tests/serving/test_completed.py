"""A patient that lacks a block: found through the others, and judged with the block of others."""

import json

import numpy as np
import pytest
import torch

from hfgnn.serving.completed import DONORS, Completed, completed, lacked, without_block
from hfgnn.serving.fold_predictor import FoldPredictor
from hfgnn.serving.predictor import Predictor
from hfgnn.serving.stored import read_fold
from hfgnn.types import CLINICAL_COLUMNS, DataError

SAME = 1e-6
NO_IMAGE = np.full(512, np.nan, dtype=np.float32)
NO_NUMBERS = np.full(5, np.nan)
NOBODY = np.empty(0, dtype=np.int64)
VALUES = np.array([0.4, 500, 2, 110, 65.0])
GONE = (2, 5, 11, 30, 55, 57)


def first(run):
    return FoldPredictor(read_fold(run.folds[0].path))


def blind_to(predictor, block):
    """The network, deaf to the columns of a block."""
    weights = predictor.network.state_dict()
    columns = torch.from_numpy(predictor.blocks == block)
    for name, weight in weights.items():
        if weight.ndim == 2 and weight.shape[1] == len(columns):
            weight[:, columns] = 0
            found = name
    predictor.network.load_state_dict(weights)
    return found


@pytest.mark.parametrize("space", ["raw", "blocks", "pca", "weighted", "score"])
@pytest.mark.parametrize("metric", ["euclidean", "cosine"])
def test_who_lacks_a_block_gets_what_the_whole_graph_says(make_run, space, metric):
    """Rows 21 and 55 lack a block; rows 2, 5, 11, 21 and 30 are training rows that do."""
    graph = (f"graph.space={space}", f"graph.metric={metric}", "graph.weights=gaussian")
    run = make_run(*graph, "graph.inner_folds=2", gaps=True, no_image=GONE)
    predictor, fold = first(run), run.folds[0]
    assert set(fold.nodes.lacks) == {"image", "clinical"}
    for row in fold.parts.test:
        answer = predictor.answer(run.images[row], run.values[row])
        assert answer.raw[0] == pytest.approx(fold.probability[row], abs=SAME)
        assert set(answer.completed) == ({"image"} if row in GONE else set())


def test_a_patient_without_image_is_found_through_its_numbers_alone(make_run):
    run = make_run()
    predictor, fold = first(run), run.folds[0]
    answer = predictor.answer(NO_IMAGE, run.values[54])
    numbers = fold.nodes.x[:, 512:].astype(float)
    distance = np.linalg.norm(numbers[:44] - numbers[54], axis=1)
    assert answer.variants.neighbours[0].tolist() == np.argsort(distance)[:5].tolist()
    assert answer.completed["image"].donors.tolist() == np.argsort(distance)[:DONORS].tolist()


def test_each_donor_gives_its_block_and_nothing_else(make_run, monkeypatch):
    run = make_run()
    predictor = first(run)
    asked = []
    monkeypatch.setattr(
        predictor, "ask", lambda variants: asked.append(variants) or np.full(20, 0.4)
    )
    x = run.folds[0].nodes.x
    variants = predictor.variants(x[54], NOBODY, frozenset({"clinical"}))
    found = completed(predictor, variants, NOBODY, frozenset({"clinical"}), "clinical")
    (given,) = asked
    assert np.array_equal(given.x[:, :512], np.tile(x[54, :512], (20, 1)))
    assert np.array_equal(given.x[:, 512:], x[found.donors, 512:])
    assert all(np.array_equal(some, variants.neighbours[0]) for some in given.neighbours)


def test_the_patients_own_pages_give_nothing(make_run):
    run = make_run()
    predictor = first(run)
    donors = predictor.answer(NO_IMAGE, run.values[7], np.array([7])).completed["image"].donors
    assert len(donors) == 20
    assert 7 not in donors
    assert predictor.answer(NO_IMAGE, run.values[7]).completed["image"].donors[0] == 7


def test_whoever_lacks_the_block_too_gives_nothing(make_run):
    predictor = first(make_run(no_image=range(36)))
    donors = predictor.answer(NO_IMAGE, VALUES).completed["image"].donors
    assert sorted(donors.tolist()) == list(range(36, 44))
    with pytest.raises(DataError, match="no training page has the image block and shares another"):
        predictor.answer(NO_IMAGE, VALUES, np.arange(36, 44))


def test_where_the_network_ignores_the_block_donors_agree(make_run):
    run = make_run()
    predictor = first(run)
    seen = predictor.answer(NO_IMAGE, VALUES).completed["image"].drawn
    assert np.ptp(seen, axis=1).max() > 0
    assert blind_to(predictor, "image")
    found = predictor.answer(NO_IMAGE, VALUES).completed["image"]
    said = without_block([found], 0.95)
    assert said.mean == pytest.approx(said.low) == pytest.approx(said.high)
    assert said.widened_by == pytest.approx(0, abs=1e-7)


def test_spans_are_of_one_network_and_the_widening_of_all_draws():
    drawn = np.array([[0.1, 0.5], [0.3, 0.7]])
    one = Completed(np.arange(2), np.array([0.2, 0.6]), drawn)
    other = Completed(np.arange(3), np.array([0.5, 0.5, 0.5]), np.full((2, 3), 0.4))
    said = without_block([one, other], 0.0)
    assert (said.low, said.high) == (pytest.approx(0.45), pytest.approx(0.45))
    said = without_block([one, other], 1.0)
    assert (said.low, said.high) == (pytest.approx(0.35), pytest.approx(0.55))
    assert said.mean == pytest.approx(0.45)
    assert said.donors == 3
    assert said.widened_by == pytest.approx((0.7 - 0.1) - (0.5 - 0.3))


def test_a_complete_patient_is_asked_as_before(make_run):
    run = make_run()
    predictor = first(run)
    answer = predictor.answer(run.images[55], run.values[55])
    assert answer.completed == {}
    assert lacked(run.images[55], run.values[55], CLINICAL_COLUMNS) == frozenset()


def test_a_patient_of_whom_nothing_is_known_is_refused(make_run):
    predictor = Predictor(make_run().folder, None, 99)
    with pytest.raises(DataError, match="has no image and no clinical numbers, so nothing is kno"):
        predictor.answer_columns(NO_NUMBERS, "p", "")
    table = Predictor(make_run(is_table=True, name="table").folder, None, 99)
    with pytest.raises(DataError, match="no clinical numbers and no numbers of the recording and"):
        table.answer_columns(NO_NUMBERS, "p", "")


def test_a_missing_block_is_said_in_words_and_numbers(make_run, page):
    predictor = Predictor(make_run().folder, None, 99)
    without = predictor.answer_columns(VALUES, "p", "")
    content = json.loads(json.dumps(without.as_json()))
    said = content["missing"]["image"]
    assert set(said) == {"mean", "low", "high", "donors", "widened_by"}
    assert said["low"] <= said["mean"] <= said["high"]
    line = f"without the image: {said['mean']:.2f}, between {said['low']:.2f} and "
    assert any(one.startswith(line) for one in content["warnings"])
    only = predictor.predict(page(), predictor.wanted.nothing("p"), "p")
    assert set(only.missing) == {"clinical"}
    assert any(one.startswith("without the clinical numbers: ") for one in only.warnings)
    assert predictor.predict(page(), VALUES, "p").missing == {}


def test_a_block_may_be_missing_as_a_whole_where_single_numbers_may_not(make_run):
    wanted = Predictor(make_run(is_table=True).folder, None, 99).wanted
    nan = np.nan
    values = np.array([nan, nan, nan, 70.0, 1.0])
    assert np.isnan(wanted.checked(values, "p")).sum() == 3
    with pytest.raises(DataError, match="p has no age_years, but this run needs a number"):
        wanted.checked(np.array([nan, 1.0, nan, 70.0, 1.0]), "p")
