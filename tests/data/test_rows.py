"""Records without pictures: exact copies and patients stay together."""

from hfgnn.data.reading import exact_copies
from hfgnn.data.rows import Row, records_of_rows


def row(name: str, patient: str, label: int, content: bytes) -> Row:
    return Row(name, patient, "ill" if label else "well", label, content)


def test_rows_of_a_patient_and_equal_contents_share_a_group() -> None:
    records = records_of_rows(
        [row("1", "p", 0, b"a"), row("2", "q", 0, b"b"), row("3", "q", 1, b"c"),
         row("4", "r", 0, b"a"), row("5", "s", 0, b"d")]
    )  # fmt: skip
    assert records.group.tolist() == [0, 1, 1, 0, 2]
    assert records.class_name.tolist() == ["well", "well", "ill", "well", "well"]
    assert set(records.path.tolist()) == set(records.perceptual_hash.tolist()) == {""}


def test_equal_contents_are_exact_copies_and_used_once() -> None:
    records = records_of_rows(
        [row("1", "p", 0, b"a"), row("2", "q", 1, b"b"), row("3", "r", 0, b"a")]
    )
    keep, duplicates = exact_copies(records)
    assert keep.tolist() == [0, 1]
    assert [(one.file, one.copy_of) for one in duplicates] == [("3", "1")]


def test_no_rows_are_an_empty_table() -> None:
    assert len(records_of_rows([])) == 0
