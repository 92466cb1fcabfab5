"""What a study leaves in its folder and shows on the terminal."""

import json

import pytest
from matplotlib.figure import Figure
from rich.console import Console

from hfgnn.reports.study_files import Studied, Written, write_study

TABLE = Written("Rates", ("truth", "helps"), (("alike", "0%"), ("nothing", "5%")))


@pytest.fixture
def written(tmp_path):
    studied = Studied(
        metrics={"stamps": ["simulated cohort"], "right": 0.5, "gap": float("nan")},
        tables=[TABLE],
        figures={"power": Figure()},
        conclusions=["[brackets] stay as they are"],
        provenance={"seed": 0},
    )
    console = Console(record=True, width=80)
    write_study(studied, tmp_path, console)
    return tmp_path, console.export_text()


def test_every_file_is_written_and_gaps_are_left_out(written):
    folder, _ = written
    assert json.loads((folder / "metrics.json").read_text()) == {
        "stamps": ["simulated cohort"],
        "right": 0.5,
    }
    assert json.loads((folder / "run.json").read_text()) == {"seed": 0}
    assert (folder / "figures/power.png").read_bytes().startswith(b"\x89PNG")


def test_tables_and_terminal_carry_the_stamp(written):
    folder, shown = written
    for text in ((folder / "tables.md").read_text(), shown):
        assert "simulated cohort" in text
    assert "[brackets] stay as they are" in shown
    assert "nothing  5%" in shown


def test_a_table_is_markdown():
    assert TABLE.as_markdown().splitlines()[2:] == [
        "| truth | helps |",
        "| --- | --- |",
        "| alike | 0% |",
        "| nothing | 5% |",
    ]


def test_a_study_without_stamps_shows_none(tmp_path):
    studied = Studied({"stamps": []}, [TABLE], {}, [], {})
    console = Console(record=True, width=80)
    write_study(studied, tmp_path, console)
    assert (tmp_path / "tables.md").read_text().startswith("### Rates")
    assert "!" not in console.export_text()
