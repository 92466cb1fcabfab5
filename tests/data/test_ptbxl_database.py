"""The tables of PTB-XL are read as the publisher describes them, or refused in one sentence."""

import pytest

from hfgnn.data.ptbxl_database import read_database, read_statements
from hfgnn.types import DataError


@pytest.fixture
def read(ptbxl_folder):
    """Records of a table with these lines, without any signal."""

    def records(*lines, least=0):
        root = ptbxl_folder(list(lines), signals=dict.fromkeys(range(1, len(lines) + 1)))
        return read_database(root, least_likelihood=least)

    return records


def test_a_line_is_read_with_its_units(read):
    (record,) = read({})
    assert (record.ecg_id, record.patient_id) == (1, "1001")
    assert (record.age_years, record.sex) == (56.0, "female")
    assert (record.site, record.device, record.strat_fold) == ("0", "CS-12 E", 3)
    assert record.filename(100) == "records100/00001_lr"
    assert record.filename(500) == "records500/00001_hr"


@pytest.mark.parametrize(
    ("codes", "superclasses"),
    [
        ("{'NORM': 100.0, 'SR': 0.0}", ("NORM",)),
        ("{'LVH': 50.0, 'IMI': 15.0}", ("MI", "HYP")),
        ("{'SR': 0.0}", ()),
        ("{'IMI': 0.0}", ("MI",)),
        ("{}", ()),
    ],
)
def test_diagnostic_statements_stand_for_their_superclass(read, codes, superclasses):
    assert read({"scp_codes": codes})[0].superclasses == superclasses


def test_a_statement_below_the_least_likelihood_does_not_count(read):
    (record,) = read({"scp_codes": "{'IMI': 15.0, 'NORM': 50.0}"}, least=50)
    assert record.superclasses == ("NORM",)


@pytest.mark.parametrize(
    ("column", "text", "name", "value"),
    [
        ("age", "300.0", "age_years", 90.0),
        ("age", "89", "age_years", 89.0),
        ("age", "", "age_years", None),
        ("sex", "0", "sex", "male"),
        ("sex", "", "sex", None),
        ("site", "", "site", ""),
    ],
)
def test_what_is_not_known_or_not_told_is_said_as_such(read, column, text, name, value):
    assert getattr(read({column: text})[0], name) == value


def test_records_come_in_the_order_of_their_numbers(read):
    assert [one.ecg_id for one in read({"ecg_id": 7}, {"ecg_id": 3})] == [3, 7]


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ({"age": "old"}, "line 2: age is 'old', but it must be a number of years in"),
        ({"age": "-1"}, "age is '-1', but it must be a number of years in"),
        ({"age": "nan"}, "age is 'nan', but it must be a number of years in"),
        ({"sex": "2"}, "sex is '2', but it must be 0 for male, 1 for female, or empty"),
        ({"patient_id": ""}, "patient_id is '', but it must be a whole number"),
        ({"strat_fold": "1.5"}, "strat_fold is '1.5', but it must be a whole number"),
        ({"filename_lr": "../x"}, "filename_lr is '../x', but it must be a path below the data"),
        ({"filename_hr": ""}, "filename_hr is '', but it must be a path below the data folder"),
        ({"scp_codes": "NORM"}, "scp_codes is 'NORM', but it must be statements and likelihoods"),
        ({"scp_codes": "[1]"}, "scp_codes is '[1]', but it must be statements"),
        ({"scp_codes": "{'NORM': 'x'}"}, "but it must be statements and likelihoods, as {'NORM'"),
    ],
)
def test_a_cell_that_is_not_what_it_must_be_is_refused(read, line, sentence):
    with pytest.raises(DataError) as caught:
        read(line)
    assert sentence in str(caught.value)
    assert "\n" not in str(caught.value)


def test_nothing_in_a_cell_is_run(read, tmp_path):
    with pytest.raises(DataError, match="scp_codes"):
        read({"scp_codes": f"__import__('pathlib').Path({str(tmp_path / 'x')!r}).touch()"})
    assert not (tmp_path / "x").exists()


def test_two_lines_with_one_number_are_refused(read):
    with pytest.raises(DataError, match="has two lines with ecg_id 5"):
        read({"ecg_id": 5}, {"ecg_id": 5})


def test_a_table_without_lines_is_refused(ptbxl_folder):
    root = ptbxl_folder([{}], signals={1: None})
    table = root / "ptbxl_database.csv"
    table.write_text(table.read_text().splitlines()[0] + "\n")
    with pytest.raises(DataError, match="has a header and no lines"):
        read_database(root, least_likelihood=0)


@pytest.mark.parametrize("name", ["ptbxl_database.csv", "scp_statements.csv"])
def test_a_folder_without_a_table_is_refused(ptbxl_folder, name):
    root = ptbxl_folder([{}], signals={1: None})
    (root / name).unlink()
    with pytest.raises(DataError, match=f"must be the folder of PTB-XL with {name}"):
        read_database(root, least_likelihood=0)


def test_a_table_without_a_column_is_refused(ptbxl_folder):
    root = ptbxl_folder([{}], signals={1: None})
    table = root / "ptbxl_database.csv"
    table.write_text(table.read_text().replace("scp_codes", "codes"))
    with pytest.raises(DataError, match=r"ptbxl_database.csv has no column scp_codes"):
        read_database(root, least_likelihood=0)


def test_bytes_that_are_no_text_are_refused(ptbxl_folder):
    root = ptbxl_folder([{}], signals={1: None})
    (root / "ptbxl_database.csv").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(DataError, match="must be a table of commas in UTF-8"):
        read_database(root, least_likelihood=0)


def test_an_unknown_class_of_statements_is_refused(ptbxl_folder):
    root = ptbxl_folder([{}], signals={1: None})
    table = root / "scp_statements.csv"
    table.write_text(table.read_text().replace("1.0,HYP", "1.0,HIP"))
    with pytest.raises(DataError, match="gives LVH the diagnostic_class 'HIP', but it must be"):
        read_statements(root)
