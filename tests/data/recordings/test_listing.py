"""Which records of a folder are read."""

import pytest

from hfgnn.data.recordings.listing import list_records
from hfgnn.types import DataError


@pytest.fixture
def fill(tmp_path):
    def make(*names, lists=None):
        for name in names:
            path = tmp_path / f"{name}.hea"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text("")
        for folder, lines in (lists or {}).items():
            (tmp_path / folder / "RECORDS").write_text("\n".join(lines) + "\n")
        return tmp_path

    return make


def test_headers_are_found_at_any_depth_and_sorted(fill):
    root = fill("b", "a", "c/d/e", ".hidden")
    headers, notes = list_records(root)
    assert list(headers) == ["a", "b", "c/d/e"]
    assert headers["c/d/e"] == root / "c/d/e.hea"
    assert notes == ()


def test_what_a_list_does_not_name_is_not_read(fill):
    headers, notes = list_records(fill("100", "x_mitdb/x_108", lists={".": ["100", "101", "102"]}))
    assert list(headers) == ["100"]
    assert notes == (
        "1 records that are not in RECORDS were not read: x_mitdb/x_108",
        "2 records of RECORDS are not there",
    )


def test_the_outer_of_two_lists_decides(fill):
    root = fill("m/100", "m/x/108", "n/7", lists={"m": ["100"], "m/x": ["108"]})
    headers, notes = list_records(root)
    assert list(headers) == ["m/100", "n/7"]
    assert notes == ("1 records that are not in RECORDS were not read: m/x/108",)


def test_a_list_may_name_folders(fill):
    headers, notes = list_records(fill("p/1", "p/q/2", "r/3", "r/4", lists={".": ["p/"]}))
    assert list(headers) == ["p/1", "p/q/2"]
    assert notes == ("2 records that are not in RECORDS were not read: r/3, ...",)


def test_a_folder_without_a_record_is_refused(fill):
    with pytest.raises(DataError, match=r"but it holds no WFDB header \(\*.hea\)"):
        list_records(fill())
    with pytest.raises(DataError, match="but it must be a folder of WFDB records"):
        list_records(fill() / "nowhere")
    with pytest.raises(DataError, match="but no record there is in its RECORDS"):
        list_records(fill("a", lists={".": ["b"]}))
