"""Clinical numbers of a new patient: read as they are, or refused in one sentence."""

import json

import numpy as np
import pytest

from hfgnn.serving.clinical import ClinicalTable, from_object, read_clinical
from hfgnn.serving.wanted import Wanted
from hfgnn.types import CLINICAL_COLUMNS, DataError

GOOD = dict(zip(CLINICAL_COLUMNS, (0.32, 850, 3, 104, 71), strict=True))
HEADER = "patient_id," + ",".join(CLINICAL_COLUMNS)
LINES = ("a,.32,850,3,104,71", "b,.6,50,1,120,50")


def wanted(*, lack=(), lack_all=False, columns=CLINICAL_COLUMNS, patient="patient_id"):
    return Wanted(columns, frozenset(lack), lack_all, patient)


@pytest.fixture
def write(tmp_path):
    def file(content, name="numbers.csv"):
        path = tmp_path / name
        text = "\n".join(content) if isinstance(content, list | tuple) else content
        path.write_text(text)
        return path

    return file


def without(name):
    return {key: value for key, value in GOOD.items() if key != name}


def test_a_json_object_gives_the_columns_in_their_order(write):
    path = write(json.dumps(dict(reversed(GOOD.items())) | {"patient_id": "x"}), "a.json")
    assert read_clinical(path, None, wanted()).tolist() == [0.32, 850, 3, 104, 71]


def test_null_and_an_absent_key_are_missing_where_the_run_knows_how(write):
    content = without("age_years") | {"bnp_pg_per_ml": None}
    values = from_object(content, "x", wanted(lack=("age_years", "bnp_pg_per_ml")))
    assert np.isnan(values).tolist() == [False, True, False, False, True]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (
            GOOD | {"ef_fraction": 60},
            r"^ef_fraction is 60, but it must be a number in \[0\.05, 0\.9\]; "
            r"60 per cent is written 0\.60$",
        ),
        (GOOD | {"nyha_class": 7}, r"^nyha_class is 7, but .* whole number in \[1, 4\]$"),
        (GOOD | {"nyha_class": 2.5}, "^nyha_class is 2.5, but it must be a whole number"),
        (GOOD | {"age_years": "old"}, r'^age_years is "old", but .* number in \[0, 120\]$'),
        (GOOD | {"ef_fraction": "0.3"}, r'^ef_fraction is "0.3", but .*, without quotes$'),
        (GOOD | {"sbp_mmhg": True}, "^sbp_mmhg is true, but it must be a number"),
        (GOOD | {"sbp_mmhg": float("nan")}, "^sbp_mmhg is NaN, but it must be a number"),
        (GOOD | {"sbp_mmhg": [1]}, r"^sbp_mmhg is \[1\], but it must be a number"),
        (without("ef_fraction") | {"ef": 0.3}, "^x has ef, .* did you mean ef_fraction"),
        (GOOD | {"weight": 80}, "^x has weight, which no column of the run is called"),
        (without("age_years"), "^x has no age_years, but this run needs a number"),
        (GOOD | {"age_years": None}, "^x has no age_years, but this run needs a number"),
        ({}, "^there are no clinical numbers of x, but this run needs ef_fraction, "),
        ([GOOD], "^x must be one JSON object"),
    ],
)
def test_an_object_that_cannot_be_is_refused(content, sentence):
    with pytest.raises(DataError, match=sentence):
        from_object(content, "x", wanted())


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("{", "clinical a.json is no readable JSON: "),
        ('{"age_years": 1, "age_years": 2}', "clinical a.json says age_years twice"),
    ],
)
def test_a_file_that_is_no_json_is_refused(write, text, sentence):
    with pytest.raises(DataError, match=sentence):
        read_clinical(write(text, "a.json"), None, wanted())


def test_numbers_for_a_run_without_clinical_columns_are_refused(write):
    sentence = "gives clinical numbers, but the run was trained with clinical=none"
    for path in (write(json.dumps(GOOD), "a.json"), write([HEADER, LINES[0]])):
        with pytest.raises(DataError, match=sentence):
            read_clinical(path, None, wanted(columns=()))
    assert wanted(columns=()).nothing("x").shape == (0,)


def test_a_patient_without_any_number_needs_a_run_that_knew_such(write):
    assert np.isnan(wanted(lack_all=True).nothing("x")).all()
    assert np.isnan(from_object({}, "x", wanted(lack_all=True))).all()
    with pytest.raises(DataError, match="every patient it learned from had some"):
        wanted(lack=CLINICAL_COLUMNS).nothing("x")


def test_a_table_gives_its_only_line_or_the_one_that_is_chosen(write):
    one, two = write([HEADER, LINES[0]], "one.csv"), write([HEADER, *LINES], "two.csv")
    assert read_clinical(one, None, wanted()).tolist() == [0.32, 850, 3, 104, 71]
    assert read_clinical(two, "b", wanted()).tolist() == [0.6, 50, 1, 120, 50]
    with pytest.raises(DataError, match=r"two\.csv has 2 lines; choose one by patient=ID"):
        read_clinical(two, None, wanted())
    with pytest.raises(DataError, match=r"two\.csv has no line whose patient_id is 'c'"):
        read_clinical(two, "c", wanted())


def test_the_patient_column_is_that_of_the_run(write):
    path = write([HEADER.replace("patient_id", "subject"), *LINES])
    assert read_clinical(path, "b", wanted(patient="subject"))[0] == 0.6
    with pytest.raises(DataError, match="has no column patient_id; it has subject, "):
        read_clinical(path, "b", wanted())


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("a,60,850,3,104,71", r"^ef_fraction is '60', but .*; 60 per cent is written 0\.60$"),
        ("a,old,850,3,104,71", r"^ef_fraction is 'old', but it must be a number in"),
        ("a,,850,3,104,71", "has no ef_fraction, but this run needs a number"),
        ("a,0,32,850,3,104,71", "more cells than columns; decimals are written with a point"),
        ("a,,,,,", "there are no clinical numbers of"),
    ],
)
def test_a_line_that_cannot_be_is_refused_and_harms_no_other(write, line, sentence):
    table = ClinicalTable(write([HEADER, line, LINES[1]]), wanted())
    assert table.of("b")[0] == 0.6
    with pytest.raises(DataError, match=sentence):
        table.of("a")


def test_a_table_without_a_column_or_with_a_patient_twice_is_refused(write):
    path = write([HEADER.replace("ef_fraction", "ef"), *LINES])
    with pytest.raises(DataError, match="has no column ef_fraction; it has patient_id, ef, "):
        ClinicalTable(path, wanted())
    twice = ClinicalTable(write([HEADER, LINES[0], LINES[0]]), wanted())
    with pytest.raises(DataError, match="has 2 lines whose patient_id is 'a'"):
        twice.of("a")
    path.write_bytes(HEADER.encode("utf-16"))
    with pytest.raises(DataError, match=r"numbers\.csv is no readable CSV"):
        ClinicalTable(path, wanted())


def test_a_file_finds_its_line_by_its_name_and_else_by_its_patient(write):
    by_name = ClinicalTable(write(["file," + HEADER, "p 1.jpg," + LINES[0]]), wanted())
    assert by_name.of_file("p 1.jpg")[0] == 0.32
    by_patient = ClinicalTable(write([HEADER, *LINES]), wanted())
    assert by_patient.of_file("b.png")[0] == 0.6
    with pytest.raises(DataError, match=r"no clinical numbers of c\.png in numbers\.csv"):
        by_patient.of_file("c.png")
