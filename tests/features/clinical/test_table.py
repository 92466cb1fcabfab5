"""Measured numbers come by patient, in the stated units, or are refused in one sentence."""

import numpy as np
import pytest

from hfgnn.features.clinical.table import Table
from hfgnn.types import CLINICAL_COLUMNS, DataError

HEADER = "patient_id,ef_fraction,bnp_pg_per_ml,nyha_class,sbp_mmhg,age_years"
LINES = ["a,0.35,812,3,104,71", "b,0.6,44.5,1,131,58", "c,,,,,"]


@pytest.fixture
def read(tmp_path, make_records):
    """Numbers of patients, two pages of ``a`` and one each of ``b`` and ``c`` if not said."""

    def numbers(lines, *, header=HEADER, patients=("a", "b", "a", "c"), column="patient_id"):
        path = tmp_path / "numbers.csv"
        if isinstance(lines, bytes):
            path.write_bytes(lines)
        else:
            path.write_text("\n".join([header, *lines]) + "\n", encoding="utf-8")
        records = make_records([0] * len(patients), patient=patients)
        table = Table(path=str(path), patient_column=column)
        return table.numbers(records, seed=0, per_row=False)

    return numbers


def test_each_record_has_the_numbers_of_its_patient(read):
    numbers = read(LINES)
    assert numbers.columns == CLINICAL_COLUMNS
    assert numbers.values[:3].tolist() == [
        [0.35, 812, 3, 104, 71],
        [0.6, 44.5, 1, 131, 58],
        [0.35, 812, 3, 104, 71],
    ]
    assert (numbers.stamps, numbers.ceiling) == ((), None)


def test_columns_are_found_by_name_and_others_stay_unread(read):
    header = "age_years,site,sbp_mmhg,nyha_class,ef_fraction,bnp_pg_per_ml,patient"
    numbers = read(["71,x,104,3,0.35,812,a"], header=header, patients=["a"], column="patient")
    assert numbers.values.tolist() == [[0.35, 812, 3, 104, 71]]


def test_empty_cells_are_missing(read):
    numbers = read(["a,0.35, ,3,104,71", "b,,44.5,1,131,58"], patients=["a", "b"])
    assert np.isnan(numbers.values).tolist() == [
        [False, True, False, False, False],
        [True, False, False, False, False],
    ]


def test_patients_without_any_number_are_counted_once_each(read):
    """c has a line of empty cells; d has no line, but two pages."""
    numbers = read(LINES, patients=("a", "b", "c", "d", "d"))
    assert np.isnan(numbers.values[2:]).all()
    assert not np.isnan(numbers.values[:2]).any()
    assert numbers.missing_patients == 2


def test_spaces_and_a_byte_order_mark_do_not_matter(read):
    numbers = read(f"\ufeff{HEADER}\r\n a , 0.35,812 ,3,104,71\r\n".encode(), patients=["a"])
    assert numbers.values.tolist() == [[0.35, 812, 3, 104, 71]]


def test_copies_have_the_numbers_of_their_parent(tmp_path, make_records):
    path = tmp_path / "numbers.csv"
    path.write_text("\n".join([HEADER, *LINES]))
    records = make_records([1, 1, 0], patient=["a", "a", "b"], copy=[0, 1, 0])
    table = Table(path=str(path), patient_column="patient_id")
    for per_row in (False, True):
        values = table.numbers(records, seed=0, per_row=per_row).values
        assert np.array_equal(values[0], values[1])


@pytest.mark.parametrize("limits", ["a,0.05,1,1,50,0", "a,0.9,70000,4,260,120"])
def test_the_limits_themselves_are_plausible(read, limits):
    expected = [float(cell) for cell in limits.split(",")[1:]]
    assert read([limits], patients=["a"]).values.tolist() == [expected]


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("a,60,812,3,104,71", r"ef_fraction of patient 'a' is '60'.* number in \[0\.05, 0\.9\]"),
        ("a,0.35,-1,3,104,71", r"bnp_pg_per_ml of patient 'a' is '-1'.*\[1, 70000\], or empty"),
        ("a,0.35,812,7,104,71", r"nyha_class of patient 'a' is '7'.*whole number in \[1, 4\]"),
        ("a,0.35,812,2.5,104,71", r"nyha_class .* '2\.5'.*whole number"),
        ("a,0.35,812,III,104,71", r"nyha_class .* 'III'"),
        ("a,0.35,812,3,13.1,71", r"sbp_mmhg .* '13\.1'.*\[50, 260\]"),
        ("a,0.35,812,3,104,999", r"age_years .* '999'.*\[0, 120\]"),
        ("a,0.35,812,3,104,old", r"age_years .* 'old'"),
        ("a,nan,812,3,104,71", r"ef_fraction .* 'nan'"),
        ("a,0.35,inf,3,104,71", r"bnp_pg_per_ml .* 'inf'"),
        ('a,"0,35",812,3,104,71', r"ef_fraction .* '0,35'"),
        ("a,0,35,812,3,104,71", r"more cells for patient 'a' than columns; decimals .* point"),
        ("a,0.35,812,3,104,60,5", r"more cells for patient 'a' than columns"),
    ],
)
def test_a_number_that_cannot_be_is_refused(read, line, sentence):
    with pytest.raises(DataError, match=sentence):
        read([LINES[1], line])


def test_nobody_is_spared_by_having_no_page(read):
    with pytest.raises(DataError, match="age_years of patient 'z' is '-3'"):
        read([*LINES, "z,0.35,812,3,104,-3"])


def test_a_missing_column_is_refused_with_those_that_are_there(read):
    header = HEADER.replace("bnp_pg_per_ml", "bnp").replace("age_years", "age")
    sentence = r"numbers\.csv has no column bnp_pg_per_ml, age_years; it has patient_id, .*, bnp, "
    with pytest.raises(DataError, match=sentence):
        read(LINES, header=header)


def test_a_missing_patient_column_is_refused(read):
    with pytest.raises(DataError, match="has no column subject; it has patient_id"):
        read(LINES, column="subject")


def test_semicolons_are_refused_as_missing_columns(read):
    with pytest.raises(DataError, match="has no column patient_id"):
        read([line.replace(",", ";") for line in LINES], header=HEADER.replace(",", ";"))


def test_an_empty_file_is_refused(read):
    with pytest.raises(DataError, match=r"has no column .*; it has none"):
        read(b"")


def test_two_lines_for_one_patient_are_refused(read):
    with pytest.raises(DataError, match="has two lines for patient 'a'"):
        read([*LINES, LINES[0]])


def test_a_table_of_other_patients_is_refused(read):
    sentence = r"numbers\.csv names none of the 2 patients of the images, such as 'x'"
    with pytest.raises(DataError, match=sentence):
        read(LINES, patients=("x", "y", "x"))


@pytest.mark.parametrize(
    "content",
    [HEADER.encode("utf-16"), f"{HEADER}\n{'1' * 200_000},1".encode()],
    ids=["other encoding", "endless cell"],
)
def test_a_file_that_is_no_table_is_refused(read, content):
    with pytest.raises(DataError, match=r"numbers\.csv is no readable CSV: "):
        read(content)


def test_a_file_that_has_vanished_is_refused(tmp_path, make_records):
    table = Table(path=str(tmp_path / "gone.csv"), patient_column="patient_id")
    with pytest.raises(DataError, match=r"gone\.csv is no readable CSV: .*No such file"):
        table.numbers(make_records([0]), seed=0, per_row=False)
