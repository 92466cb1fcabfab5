"""Runs on patients without images: what was measured of a new one is all that is asked."""

import json
import re

import numpy as np
import pytest
import torch

from hfgnn.serving.clinical import ClinicalTable, read_clinical
from hfgnn.serving.fold_predictor import FoldPredictor
from hfgnn.serving.predictor import Predictor
from hfgnn.serving.stored import read_fold
from hfgnn.types import DataError

SAME = 1e-6
COLUMNS = ["age_years", "cp", "chol_mg_per_dl", "recording_rate_per_min", "further_sex"]
GOOD = {"age_years": 61, "cp": "2", "chol_mg_per_dl": 210.5} | {
    "recording_rate_per_min": 71,
    "further_sex": "male",
}
NO_IMAGE = np.empty(0, dtype=np.float32)


@pytest.fixture
def run(make_run):
    return make_run(is_table=True)


@pytest.fixture
def predictor(run):
    return Predictor(run.folder, None, 99)


@pytest.fixture
def values_of(tmp_path, predictor):
    """The values that a JSON object gives."""

    def read(**changed):
        path = tmp_path / "one.json"
        path.write_text(json.dumps(GOOD | changed))
        return read_clinical(path, None, predictor.wanted)

    return read


@pytest.fixture
def table(tmp_path, predictor):
    def read(*lines, header=("patient_id", *COLUMNS)):
        path = tmp_path / "many.csv"
        path.write_text("\n".join([",".join(header), *lines]))
        return ClinicalTable(path, predictor.wanted)

    return read


@pytest.mark.parametrize("model", ["gcn", "gat"])
def test_a_test_row_gets_what_the_whole_graph_said(make_run, model):
    run = make_run(f"model={model}", is_table=True)
    for fold in run.folds:
        predictor = FoldPredictor(read_fold(fold.path))
        for row in fold.parts.test:
            answer = predictor.answer(NO_IMAGE, run.values[row])
            assert answer.raw[0] == pytest.approx(fold.probability[row], abs=SAME)


def test_levels_and_names_are_stored_as_tensors_and_text(run):
    content = torch.load(run.folds[0].path, weights_only=True)
    assert all(isinstance(value, dict | str) for value in content.values())
    facts = read_fold(run.folds[0].path).facts
    assert facts.clinical_columns == COLUMNS
    assert facts.levels["cp"] == ["1", "2", "3", "4"]
    assert facts.trained_levels == {"cp": ["1", "2", "3"], "further_sex": ["female", "male"]}
    assert facts.unit == "patient"


def test_each_block_that_is_there_has_its_contribution(predictor, values_of):
    one = predictor.answer_columns(values_of(), "p", "")
    assert list(one.contributions) == ["clinical", "recording", "further", "graph"]
    moved = sum(one.contributions.values())
    assert one.baseline + moved == pytest.approx(one.probability.value, abs=1e-12)
    assert all(share != 0 for share in one.contributions.values())
    assert one.image == ""


def test_an_absent_block_has_the_mean_of_training_and_no_other_changes(run):
    predictor, fold = FoldPredictor(read_fold(run.folds[0].path)), run.folds[0]
    row = int(fold.parts.test[0])
    answer = predictor.answer(NO_IMAGE, run.values[row])
    x, rows = answer.variants.x, answer.variants.coalitions
    mean = fold.nodes.x[fold.parts.train].mean(axis=0)
    is_further = np.array([name.startswith("further") for name in fold.nodes.columns])
    assert is_further.sum() == 2  # male or not, and known or not
    without = x[rows[frozenset({"clinical", "recording", "graph"})]]
    np.testing.assert_allclose(without[is_further], mean[is_further], atol=1e-6)
    assert np.array_equal(without[~is_further], x[0][~is_further])


def test_alone_and_in_a_table_the_answer_is_the_same(predictor, table, values_of):
    lines = table("a,61,2,210.5,71,male", "b,50,3,,70,female", "c,61,2.0,210.5,71,")
    answers = {name: predictor.answer_columns(get(), name, who) for name, who, get in lines.each()}
    alone = predictor.answer_columns(values_of(), "x", "")
    assert answers["a"].probability == alone.probability
    assert answers["a"].neighbours == alone.neighbours
    assert answers["b"].probability != alone.probability
    assert np.isnan(table("c,61,2.0,210.5,71,").of("c")).tolist() == [False] * 4 + [True]


def test_a_category_may_be_named_by_its_level_or_its_number(values_of):
    assert values_of(cp="2").tolist() == values_of(cp=2).tolist() == values_of(cp=2.0).tolist()
    assert values_of(cp=2)[1] == 1
    assert values_of(further_sex="female")[4] == 0


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"cp": "5"}, "^cp is '5', but it must be one of 1, 2, 3$"),
        ({"cp": "4"}, "^cp is '4', of which 2 of 2 networks saw nobody in training, so it cannot"),
        ({"cp": True}, "^cp is true, but it must be the name of a level$"),
        ({"cp": None}, "has no cp, but this run needs one, since every patient it learned from"),
        ({"further_sex": "Male"}, "^further_sex is 'Male', but it must be one of female, male$"),
        ({"chol_mg_per_dl": "high"}, '^chol_mg_per_dl is "high", but it must be a number, or null'),
        ({"chol_mg_per_dl": "3"}, '^chol_mg_per_dl is "3", but it must be a number, without quote'),
        ({"chol_mg_per_dl": float("inf")}, "^chol_mg_per_dl is Infinity, but it must be a number"),
        ({"age_years": 150}, r"^age_years is 150, but it must be a number in \[0, 120\]$"),
        ({"cholesterol": 3}, "has cholesterol, which no column .*; did you mean chol_mg_per_dl"),
        (dict.fromkeys(GOOD), r"this run needs age_years, cp \(one of 1, 2, 3\), chol_mg_per_dl, "),
    ],
)
def test_what_cannot_be_judged_is_refused_in_one_sentence(values_of, changed, sentence):
    with pytest.raises(DataError, match=sentence) as caught:
        values_of(**changed)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("a,61,4,200,70,male", "of which 2 of 2 networks saw nobody in training"),
        ("a,61,2,many,70,male", "^chol_mg_per_dl is 'many', but it must be a number, or empty$"),
        ('a,61,2,"200,5",70,male', "or empty; decimals are written with a point$"),
        ("a,61,,200,70,male", "has no cp, but this run needs one"),
        ("a,61,2,200,70,male,1", "more cells than columns"),
    ],
)
def test_a_bad_line_is_refused_and_harms_no_other(predictor, table, line, sentence):
    (_, _, bad), (name, who, good) = table(line, "b,50,3,180,70,female").each()
    with pytest.raises(DataError, match=sentence):
        bad()
    assert predictor.answer_columns(good(), name, who).patient == "b"


def test_a_missing_number_is_guessed_and_said_where_training_never_had_a_gap(predictor, values_of):
    one = predictor.answer_columns(values_of(recording_rate_per_min=None), "p", "")
    assert one.guessed == ("recording_rate_per_min",)
    assert "not known, so the middle of training stands for recording_rate_per_min" in one.warnings
    known = predictor.answer_columns(values_of(chol_mg_per_dl=None, further_sex=None), "p", "")
    assert known.guessed == ()


def test_lines_without_an_id_are_called_by_their_number_and_are_nobodys(predictor, table):
    lines = table("61,2,210.5,71,male", header=COLUMNS)
    ((name, patient, _),) = lines.each()
    assert (name, patient) == ("line 2", "")


def test_a_row_of_training_is_said_to_be_known_and_left_out_by_its_id(run, predictor):
    values = run.values[20]
    stranger = predictor.answer_columns(values, "p", "")
    assert stranger.known_to == 2
    assert "a patient of exactly these columns trained 2 of 2 networks" in stranger.warnings
    assert stranger.left_out == 0
    known = predictor.answer_columns(values, "patient20", "patient20")
    assert known.left_out == 1
    assert "left out of the neighbours: 1 training row of the same patient" in known.warnings
    assert predictor.answer_columns(run.values[55], "p", "").known_to == 0


def test_no_word_of_the_answer_speaks_of_pages(predictor, values_of):
    one = predictor.answer_columns(values_of(chol_mg_per_dl=9999), "p", "")
    text = json.dumps(one.as_json())
    assert "outside the training patients' [" in text
    assert not re.search(r"\bpages?\b", text)


def test_a_category_is_no_number_out_of_range(run, predictor):
    one = predictor.answer_columns(run.values[58], "p", "")
    assert not any(said.startswith(("cp", "further_sex")) for said in one.unusual)


def test_columns_that_a_run_measures_itself_cannot_be_given(make_run):
    run = make_run("recording=rhythm", is_table=True)
    with pytest.raises(DataError, match="take a run with recording=none"):
        Predictor(run.folder, None, 99)
