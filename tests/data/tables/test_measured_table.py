"""Tables as they come: separators, categories, empty cells, and every refusal."""

import numpy as np
import pytest

from hfgnn.data.measured_table import MeasuredTable
from hfgnn.types import DataError


@pytest.fixture
def read(tmp_path):
    def make(text, target="ill", positive=("1",), patient_column=None, negative=None):
        path = tmp_path / "table.csv"
        path.write_text(text)
        return MeasuredTable(
            path=str(path),
            target=target,
            positive=positive,
            negative=negative,
            patient_column=patient_column,
        ).read()

    return make


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_numbers_categories_and_empty_cells(read, separator):
    text = "age,site,ill\n70,leeds,1\n50,york,0\n,leeds,0\n".replace(",", separator)
    table = read(text)
    assert table.columns == ("age", "site=leeds", "site=york")
    assert table.label.tolist() == [1, 0, 0]
    assert table.group.tolist() == [0, 1, 2]
    assert np.array_equal(table.values, [[70, 1, 0], [50, 0, 1], [np.nan, 1, 0]], equal_nan=True)
    assert table.source == "3 lines of table.csv, 1 of them with disease"


def test_lines_of_a_patient_stay_together_and_lines_without_outcome_are_left_out(read):
    text = "patient,age,ill\na,1,1\nb,2,0\na,3,0\nb,4,\n"
    table = read(text, patient_column="patient")
    assert table.group.tolist() == [0, 1, 0]
    assert table.columns == ("age",)
    assert table.label.tolist() == [1, 0, 0]


def test_texts_with_too_many_different_words_are_not_read_and_named(read):
    lines = "".join(f"{row},name{row},{row % 2}\n" for row in range(30))
    table = read(f"age,name,ill\n{lines}")
    assert table.columns == ("age",)
    assert table.unread == ("name",)


def test_an_outcome_in_words_and_one_beside_empty_cells(read):
    assert read("age,ill\n1,yes\n2,no\n", positive=("yes",)).label.tolist() == [1, 0]
    assert read("age,ill\n1,1\n2,0\n3,\n").label.tolist() == [1, 0]


def test_of_several_outcomes_those_that_are_named_count(read):
    text = "age,ill\n1,0\n2,1\n3,2\n4,?\n"
    table = read(text, positive=("1", "2"), negative=("0",))
    assert table.label.tolist() == [0, 1, 1]
    assert table.values.tolist() == [[1], [2], [3]]


def test_decimal_commas_are_numbers_where_semicolons_part_the_cells(read):
    table = read("bnp;ill\n12,5;1\n-3;0\n")
    assert table.columns == ("bnp",)
    assert table.values.tolist() == [[12.5], [-3.0]]


def test_a_line_without_a_patient_is_refused(read):
    with pytest.raises(DataError, match="patient_column who is empty in 1 lines"):
        read("who,age,ill\na,1,0\n,2,1\n", patient_column="who")


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("age,ill\n1,0\n2,1\n3,2\n", "ill has the values 0, 1, 2; beside data.positive, name in"),
        ("age,age,ill\n1,1,0\n2,2,1\n", "has two columns age"),
        ("bnp,ill\n12,5,1\n3,0\n", "is no readable table: Expected 2 fields in line 2, saw 3"),
        ("age,sick\n1,0\n", "data.path table.csv has no column ill; it has age, sick"),
        ("", "data.path table.csv is no readable table: "),
        ("age,ill\n1,0\n2,0\n", "data.positive is .'1'., but it must name at least one of .*: 0"),
        ("name,ill\n" + "".join(f"n{row},{row % 2}\n" for row in range(30)), "no column of num"),
    ],
)
def test_what_cannot_be_used_is_refused(read, text, sentence):
    with pytest.raises(DataError, match=sentence):
        read(text)
