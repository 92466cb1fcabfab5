"""task=audit on pages, tables and runs, as a user types it."""

import csv
import json

import pytest
from PIL import Image

SMALL = ("probe.permutations=20", "probe.resamples=100")


@pytest.fixture
def audit(tmp_path, monkeypatch, capsys):
    """Runs an audit; gives its metrics, its folder and what it printed."""

    def command(*arguments):
        import sys

        from hfgnn.__main__ import main

        monkeypatch.chdir(tmp_path)
        before = set(tmp_path.rglob("metrics.json"))
        monkeypatch.setattr(sys, "argv", ["hfgnn", "task=audit", *SMALL, *arguments])
        main()
        (found,) = set(tmp_path.rglob("metrics.json")) - before
        return json.loads(found.read_text()), found.parent, capsys.readouterr().out

    return command


@pytest.fixture
def table(tmp_path):
    """Forty lines; ``time`` knows the outcome."""
    path = tmp_path / "records.csv"
    lines = [
        f"{50 + row * 7 % 23},{row % 7},{(row >= 20) * 30 + row % 9},{int(row >= 20)}"
        for row in range(40)
    ]
    path.write_text("age,visits,time,death\n" + "\n".join(lines) + "\n")
    return path


def names(metrics):
    return [one["name"] for one in metrics["audit"]["findings"]]


def test_copies_of_a_folder_are_found_without_saying_who_is_ill(audit, pages):
    root = pages()
    page = Image.open(root / "mi" / "m0.png")
    page.save(root / "normal" / "again.png", compress_level=1)
    (root / "normal" / "same.png").write_bytes((root / "normal" / "n1.png").read_bytes())
    metrics, folder, said = audit(f"data.root={root}", "data.near_duplicate_bits=0")
    assert "exact copies" in names(metrics)
    assert "near copies" in " ".join(names(metrics))
    assert {one["target"] for one in metrics["audit"]["probes"]} <= {"the class", "the label"}
    with (folder / "findings.csv").open() as lines:
        places = {line["where"] for line in csv.DictReader(lines)}
    assert "normal/same.png" in places
    assert "exact copies" in (folder / "report.html").read_text()
    assert "warning: exact copies" in said
    assert "audit of 23 pages in 2 classes under pages" in said


def test_a_column_that_knows_the_outcome_is_named_and_can_fail(audit, table, monkeypatch):
    arguments = ("data=table", f"data.path={table}", "data.target=death")
    metrics, _, said = audit(*arguments)
    leaks = [one for one in metrics["audit"]["findings"] if one["severity"] == "leak"]
    assert {place for one in leaks for place in one["where"]} == {"time"}
    assert "leak:" in said
    with pytest.raises(SystemExit) as end:
        audit(*arguments, "audit.fail_on=leak")
    assert str(end.value).startswith("audit.fail_on is 'leak', and ")


def test_the_files_of_a_failed_audit_are_kept(audit, table, tmp_path):
    with pytest.raises(SystemExit):
        audit("data=table", f"data.path={table}", "data.target=death", "audit.fail_on=leak")
    (folder,) = (tmp_path / "outputs" / "audit").iterdir()
    assert {"metrics.json", "findings.csv", "report.html", ".hydra"} <= {
        file.name for file in folder.iterdir()
    }


def test_only_runs_of_the_patient_pipeline_can_be_audited(audit, table):
    _, folder, _ = audit("data=table", f"data.path={table}", "data.target=death")
    with pytest.raises(SystemExit) as end:
        audit(f"run={folder}")
    assert "a run of task=audit, but only runs of task=patients or tabular can be audited" in str(
        end.value
    )


def test_a_run_whose_tables_are_gone_is_refused(audit, tmp_path):
    folder = tmp_path / "run"
    folder.mkdir()
    (folder / "metrics.json").write_text('{"task": "patients"}')
    with pytest.raises(SystemExit) as end:
        audit(f"run={folder}")
    assert "run.json is no readable file of a finished run" in str(end.value)


def test_lines_that_cannot_be_read_are_named(audit, table):
    table.write_text(table.read_text() + "70,3,9,\nabc,3,9,1\n")
    metrics, _, said = audit("data=table", f"data.path={table}", "data.target=death")
    (unused,) = [one for one in metrics["audit"]["findings"] if "not used" in one["name"]]
    assert unused["severity"] == "note"
    assert unused["where"] == ["line 42", "line 43"]
    assert "2 lines are not used, the first, line 42, since death is missing" in " ".join(
        said.split()
    )


def test_what_was_left_out_as_known_after_the_outcome_is_no_leak(audit, table):
    arguments = ("data=table", f"data.path={table}", "data.target=death", "data.follow_up=[time]")
    assert "time" not in json.dumps(audit(*arguments)[0]["audit"]["findings"])
    kept, _, said = audit(*arguments, "data.keep_follow_up=true")
    assert kept["stamps"] == ["follow-up column time used as feature"]
    assert "column that depends on the outcome" in said


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (
            "age,dead\n1,0\n",
            "data.target names death, but data.path records.csv has no column death",
        ),
        (
            "age:death\n1:0\n",
            "data.path records.csv has one column, 'age:death', but there must be",
        ),
        (
            "bnp,death\n12,5,1\n",
            "data.path records.csv has 2 columns in its header, but 3 in line 2",
        ),
        (
            "age,death\n1,0\n2,0\n",
            "data.positive is ['1'], but it must name at least one of the val",
        ),
        (
            "age,death\n1,0\nx,1\ny,0\n3,1\n4,0\n",
            "data.path records.csv has no number in column age",
        ),
        ("", "data.path records.csv is empty, but it must have a header and lines"),
    ],
)
def test_a_bad_table_is_refused_in_one_sentence(audit, table, text, sentence):
    table.write_text(text)
    with pytest.raises(SystemExit) as end:
        audit("data=table", f"data.path={table}", "data.target=death")
    assert str(end.value).startswith(sentence)
    assert "\n" not in str(end.value)
