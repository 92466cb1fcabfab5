"""Files of cells: separators, encodings, quotes, line numbers, and every refusal."""

import pytest

from hfgnn.data.tables.sheet import read_sheet
from hfgnn.types import DataError


@pytest.fixture
def sheet(tmp_path):
    def make(content, **options):
        path = tmp_path / "table.csv"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return read_sheet(path, key="data.path", **options)

    return make


def cells(sheet):
    return [line.cells for line in sheet.lines]


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_separators_and_line_ends(sheet, separator, end):
    found = sheet(f"a,b{end}1,2{end}3,{end}".replace(",", separator))
    assert found.columns == ("a", "b")
    assert cells(found) == [("1", "2"), ("3", "")]
    assert [line.name for line in found.lines] == ["line 2", "line 3"]


def test_decimal_commas_do_not_part_cells_where_semicolons_do(sheet):
    found = sheet("Age, years;bnp;ill\n63,5;12,5;1\n70,5;-3,0;0\n")
    assert found.columns == ("Age, years", "bnp", "ill")
    assert cells(found)[0] == ("63,5", "12,5", "1")


def test_quoted_cells_hold_separators_quotes_and_line_breaks(sheet):
    found = sheet('a,b\n"1,5","say ""so"""\n"two\nlines",x\n4,y\n')
    assert cells(found) == [("1,5", 'say "so"'), ("two\nlines", "x"), ("4", "y")]
    assert [line.name for line in found.lines] == ["line 2", "line 3", "line 5"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "latin-1"])
def test_letters_of_every_usual_encoding(sheet, encoding):
    found = sheet("größe_µ,b\n1,é\n".encode(encoding))
    assert found.columns == ("größe_µ", "b")
    assert cells(found) == [("1", "é")]


def test_a_header_with_more_commas_than_separators_is_no_table_of_commas(sheet):
    found = sheet("Age, years, at entry;bnp\n63;5\n")
    assert found.columns == ("Age, years, at entry", "bnp")


def test_a_quote_may_follow_a_blank(sheet):
    assert cells(sheet('a, b\n1, "2,5"\n')) == [("1", "2,5")]


def test_blanks_empty_lines_and_empty_columns_are_no_part(sheet):
    found = sheet(" a ;b;;\n\n 1 ; 2;;\n;;;\n")
    assert found.columns == ("a", "b")
    assert cells(found) == [("1", "2")]
    assert found.lines[0].name == "line 3"


def test_a_first_line_that_tells_the_separator_is_no_header(sheet):
    found = sheet("sep=;\na;b\n1;2\n")
    assert found.columns == ("a", "b")
    assert found.lines[0].name == "line 3"


def test_a_column_without_a_name_but_with_cells_stays(sheet):
    assert sheet(",a\n0,1\n").columns == ("", "a")


def test_a_file_that_may_lack_a_header_is_read_with_and_without(sheet):
    without = sheet("1,2\n3,4\n", columns=("a", "b"))
    assert (without.columns, cells(without)) == (("a", "b"), [("1", "2"), ("3", "4")])
    assert [line.name for line in without.lines] == ["line 1", "line 2"]
    assert sheet("a,b\n3,4\n", columns=("a", "b")).lines[0].name == "line 2"


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("", "data.path table.csv is empty, but it must have a header and lines"),
        (" \n\n", "is empty"),
        (",,\n,,\n", "is empty: there are separators and nothing"),
        ("a,b\n", "has a header, but no line below it"),
        ("a b\n1 2\n", "has one column, 'a b', .* separated by one of tab, semicolon, pipe, comma"),
        ("a:b:c\n1:2:3\n", "has one column, 'a:b:c'"),
        ("a,a,b,b\n1,2,3,4\n", "has two columns a, b"),
        (
            "a,b\n1,2\n1,2,3\n",
            "has 2 columns in its header, but 3 in line 3; a cell that holds the",
        ),
        ("bnp,ill\n12,5,1\n", "has 2 columns in its header, but 3 in line 2; .* decimal comma"),
        ("a,b\n1\n", "2 columns in its header, but 1 in line 2"),
        (b"PK\x03\x04\x00\x00", "is no text; save the table as CSV"),
        ('a,b\n"1,2\n', "is no readable table: unexpected end of data"),
    ],
)
def test_what_is_no_table_is_refused(sheet, content, sentence):
    with pytest.raises(DataError, match=sentence):
        sheet(content)


def test_a_file_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(DataError, match=r"data.path no.csv cannot be read: No such file"):
        read_sheet(tmp_path / "no.csv", key="data.path")


def test_of_many_columns_the_first_are_listed(sheet):
    names = [f"column{letter}" for letter in "abcdefghijklmnop"]
    with pytest.raises(DataError, match=r"it has columna, .*, columnl and 4 more"):
        sheet(",".join(names) + "\n" + ",".join("1" * 16) + "\n").need(["zzz"], "data.target")
