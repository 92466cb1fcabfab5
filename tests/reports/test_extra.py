"""Further parts of a report: words, tables and figures of one task."""

import re
from dataclasses import replace

import pytest

from hfgnn.reports.canvas import empty_figure
from hfgnn.reports.extra import extra_captions, is_numeric
from hfgnn.reports.report import write_report
from hfgnn.reports.section import Section, TextTable


@pytest.fixture
def section():
    return Section(
        "What the clusters are",
        ("Gain of stacking: -0.010.", "<b>Not bold</b>"),
        (
            TextTable(
                ("cluster", "patients", "who"), (("a", "12", "the old"), ("b", "3", "")), "Who"
            ),
        ),
        {"clusters": empty_figure(3, 2, stamps=())},
        {"clusters": "Do they differ? By -0.1 only."},
    )


def test_a_section_is_shown_with_words_tables_and_figures(finished, section, tmp_path):
    write_report(replace(finished, extra=(section,)), tmp_path)
    html = (tmp_path / "report.html").read_text(encoding="utf-8")
    shown = re.sub(r"base64,[^\"]*", "", html)
    part = shown[
        shown.index("What the clusters are") : shown.index("May the differences be chance")
    ]
    assert "Gain of stacking: \N{MINUS SIGN}0.010." in part
    assert "&lt;b&gt;Not bold&lt;/b&gt;" in part
    assert '<td>a</td><td class="number">12</td><td>the old</td>' in part
    assert "<b>Do they differ?</b> By \N{MINUS SIGN}0.1 only." in part
    assert 'class="stamped"' in part
    assert part.index("</table>") < part.index("<figure")
    assert (tmp_path / "figures" / "clusters.png").is_file()
    assert not re.findall(r'(?:src|href)="(?!data:image/png)', html)


def test_the_section_stands_behind_the_main_table(finished, section, tmp_path):
    write_report(replace(finished, extra=(section,)), tmp_path)
    html = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert (
        html.index("Scores</h2>") < html.index("What the clusters are") < html.index("The graph<")
    )


def test_two_figures_of_one_name_are_refused(finished, section, tmp_path):
    with pytest.raises(ValueError, match="two figures of the report are called clusters"):
        write_report(replace(finished, extra=(section, section)), tmp_path)
    own = replace(section, figures={"roc": section.figures["clusters"]})
    with pytest.raises(ValueError, match="called roc"):
        write_report(replace(finished, extra=(own,)), tmp_path)


def test_a_figure_without_caption_is_called_by_its_section(section):
    bare = replace(section, captions={})
    assert extra_captions([bare])["clusters"] == {"title": "What the clusters are", "caption": ""}


def test_a_table_without_rows_is_shown(finished, section, tmp_path):
    empty = replace(section, tables=(TextTable(("one", "two"), ()),))
    write_report(replace(finished, extra=(empty,)), tmp_path)
    assert "<th>one</th><th>two</th>" in (tmp_path / "report.html").read_text(encoding="utf-8")


def test_columns_of_numbers_stand_on_the_right():
    assert is_numeric(("1", "-0.5 [-1, 0]", "", "< 0.001", "–", "+.5"))
    assert not is_numeric(("1", "one"))
