"""Results are made once per key."""

import pytest

from hfgnn.data.remembered import remembered


@pytest.fixture
def made(monkeypatch, tmp_path):
    """A maker that counts how often it is asked."""
    monkeypatch.setenv("HFGNN_CACHE", str(tmp_path))
    times = []

    def make():
        times.append(1)
        return {"found": [len(times)]}

    make.times = times
    return make


def test_a_result_is_made_once_per_kind_and_key(made):
    assert remembered("audits", "a", made) == {"found": [1]}
    assert remembered("audits", "a", made) == {"found": [1]}
    assert remembered("audits", "b", made) == {"found": [2]}
    assert remembered("others", "a", made) == {"found": [3]}


def test_a_broken_file_is_made_again_and_nothing_else_is_left(made, tmp_path):
    remembered("audits", "a", made)
    (file,) = (tmp_path / "audits").iterdir()
    file.write_text("[[")
    assert remembered("audits", "a", made) == {"found": [2]}
    assert list((tmp_path / "audits").iterdir()) == [file]


def test_a_name_that_is_no_valid_unicode_can_be_part_of_a_key(made):
    assert remembered("audits", "page\udce9", made) == {"found": [1]}
