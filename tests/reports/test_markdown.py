"""Names of files and classes stay text, whatever letters they have."""

from itertools import pairwise

import pytest
from markdown_it import MarkdownIt

from hfgnn.reports.markdown import code, leak_mark, plain, stamp_lines, table

HOSTILE = [
    "a|b",
    "<script>x</script>",
    "*a* _b_ `c`",
    "[x](javascript:1)",
    "two\nlines",
    "a &lt; b",
    "\\|",
]


def rendered(text):
    return MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(text)


def cells(text):
    """Text of every cell that is not in the header, and the tags of what it is made of."""
    tokens = rendered(text)
    inline = [
        token
        for before, token in pairwise(tokens)
        if before.type == "td_open" and token.type == "inline"
    ]
    return ["".join(child.content for child in one.children) for one in inline], {
        child.type for one in inline for child in one.children
    }


@pytest.mark.parametrize("name", HOSTILE)
def test_a_name_is_shown_as_it_is_and_stays_in_its_cell(name) -> None:
    texts, kinds = cells(table(("name", "number"), [(plain(name), "1")]))
    assert texts == [" ".join(name.split()), "1"]
    assert kinds <= {"text", "text_special"}


def test_an_underscore_inside_a_word_needs_no_escape() -> None:
    assert plain("heart_failure") == "heart_failure"
    assert plain("_target_") == r"\_target\_"


def test_code_in_a_table_keeps_its_bars() -> None:
    texts, kinds = cells(table(("key",), [(code("a|b"),)]))
    assert (texts, kinds) == (["a|b"], {"code_inline"})


def test_stamps_and_leaks_of_the_audit_head_a_file() -> None:
    findings = [
        {"name": "copies", "severity": "leak", "what": "3 pages are on both sides"},
        {"name": "banner", "severity": "warning", "what": "a header"},
    ]
    head = stamp_lines({"stamps": ["random backbone"], "audit": {"findings": findings}})
    assert head.startswith("> **! random backbone.** The network that turns a page")
    assert "> **! leak: copies.** 3 pages are on both sides" in head
    assert "banner" not in head
    assert stamp_lines({}) == "> This run has no stamps."


def test_only_a_leaking_protocol_marks_its_scores() -> None:
    assert leak_mark({"stamps": ["simulated cohort", "leaking protocol"]}) == " (leaking protocol)"
    assert leak_mark({"stamps": ["simulated cohort"]}) == ""
