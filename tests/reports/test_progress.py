import io

import pytest

from hfgnn.reports import progress as module
from hfgnn.reports.progress import progress


def test_items_pass_through_in_order():
    assert list(progress(iter("abc"), total=3, description="reading pages")) == ["a", "b", "c"]


def test_elsewhere_than_on_a_terminal_one_line_is_printed(capsys):
    list(progress(range(3), total=3, description="reading pages"))
    out, err = capsys.readouterr()
    assert out == ""
    assert err.count("\n") == 1
    assert err.startswith("Reading pages: 3 in ")


def test_no_work_shows_nothing(capsys):
    assert list(progress([], total=0, description="reading pages")) == []
    assert capsys.readouterr() == ("", "")


def test_work_that_is_broken_off_prints_no_line(capsys):
    items = progress(range(3), total=3, description="reading pages")
    assert next(items) == 0
    items.close()
    assert capsys.readouterr().err == ""


def test_a_terminal_shows_a_bar_that_stays(monkeypatch):
    stream = io.StringIO()
    console = module.Console

    def terminal(**_):
        return console(file=stream, force_terminal=True, width=90, _environ={"TERM": "xterm"})

    monkeypatch.setattr(module, "Console", terminal)
    assert list(progress(range(4), total=4, description="[b]reading")) == [0, 1, 2, 3]
    assert "[b]reading" in stream.getvalue()
    assert "4/4" in stream.getvalue()


def test_an_error_of_the_work_comes_through_the_bar(monkeypatch):
    def broken():
        yield 1
        raise OSError("gone")

    with pytest.raises(OSError, match="gone"):
        list(progress(broken(), total=2, description="reading"))
