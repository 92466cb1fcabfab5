"""The checklist says of a run what its files hold, names the key, and claims nothing else."""

import re
from copy import deepcopy
from dataclasses import asdict
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest
from markdown_it import MarkdownIt
from omegaconf import OmegaConf

from hfgnn.config.composed import unchecked
from hfgnn.evaluation.by_chance import BesideChance
from hfgnn.evaluation.calibration import Calibration
from hfgnn.evaluation.subgroups import Subgroup
from hfgnn.reports.checklist import answers, checklist, items, value_text
from hfgnn.types import Estimate, Finding, Severity

ROOT = Path(__file__).parents[2]
NUMBERS = re.findall(
    r"\w+",
    """1 2 3a 3b 3c 4 5a 5b 6a 6b 6c 7 8a 8b 8c 9a 9b 9c 10 11 12a 12b 12c 12d 12e 12f 12g 13 14 15
    16 17 18a 18b 18c 18d 18e 18f 19 20a 20b 20c 21 22 23a 23b 24 25 26 27a 27b 27c""",
)
"""As published in 2024: 27 main items, 52 with their parts."""

SCORE = {"value": 0.8, "low": 0.7, "high": 0.9}
FOR_PEOPLE = re.findall(r"\w+", "2 3b 3c 5b 6a 6c 8b 8c 9c 12d 14 17 18a 18b 18c 18d 19 23b 27b")


@cache
def settings(*overrides):
    return OmegaConf.to_container(unchecked(overrides), resolve=False)


@pytest.fixture
def metrics():
    """Everything that metrics.json can hold, with the classes that fill it."""
    estimate = Estimate(1.1, 0.9, 1.3)
    measured = asdict(Calibration({"slope": estimate, "ece": BesideChance(0.08, 0.04, 0.07)}, ()))
    group = Subgroup("sex", "female", 9, 8, 0.25, {"auroc": estimate})
    finding = Finding("copies", Severity.leak, "3 pages | twice", (), (), "drop them")
    return {
        "task": "patients",
        "network": "gcn",
        "protocol": {"name": "honest", "graph": "inductive", "folds": 5, "repeats": 2, "seeds": 3}
        | {"threshold": "balanced", "direction": "to_query"},
        "stamps": ["simulated cohort"],
        "cohort": {"source": "30 pages", "files": 32, "records": 31, "duplicates": 1, "used": 30}
        | {"patients": 28, "tested_pages": 30, "refused": 1, "positive": ["ill"]}
        | {"classes": {"ill": 10, "heart_failure|<b>": 20}, "notes": ["ids were cut"]},
        "backbone": "ResNet18, random, seed 0",
        "models": {"gcn": {"auroc": SCORE, "brier": SCORE}, "majority": {"auroc": SCORE}},
        "verdict": "no evidence that the graph helps",
        "statistics": {"tests": [{"model": "gcn", "against": "majority", "holm_p": 0.04}]}
        | {"auprc_base_rate": 0.3, "spread": {"seed_sd": 0.01, "split_sd": 0.02}},
        "use": {"calibration": {"raw": measured, "recalibrated": measured}}
        | {"decision_curve": {"threshold": [0.1]}, "conformal": {"coverage": asdict(estimate)}}
        | {"subgroups": [asdict(group)]},
        "audit": {"findings": [asdict(finding)]},
        "ceiling": {"auroc": 0.99},
        "claim": {"source": "A. Author 2025", "accuracy": 0.97},
        "patients_without_clinical_numbers": 2,
        "graph": {"k": 5, "clinical_share_of_distance": 0.5},
        "validation": {"auroc": 0.75},
    }


@pytest.fixture
def facts():
    return {
        "hfgnn": "0.1.0",
        "seed": 7,
        "python": "3.11.7",
        "packages": {"torch": "2.15.0"},
        "git": {"commit": "abc", "changed": False},
        "data_sha256": "d1",
        "clinical_sha256": "c1",
        "test_reads": {
            "reads_per_model_and_test_fold": 1,
            "test_folds_read_per_model": {"gcn": 30, "majority": 30},
        },
        "settings": deepcopy(settings("evaluation.subgroups=[sex]", "data.crop=[0,0.1,1,0.9]")),
    }


def rows(text):
    """Cells of every line of every table, as a reader sees them."""
    tokens = MarkdownIt("commonmark").enable("table").parse(text)
    seen = [
        "".join(child.content for child in token.children)
        for before, token in pairwise(tokens)
        if before.type == "td_open" and token.type == "inline"
    ]
    assert len(seen) % 4 == 0
    return [seen[start : start + 4] for start in range(0, len(seen), 4)]


def at(tree, place):
    """A second way to a place: "use.subgroups[0].patients"."""
    for step in re.sub(r"\[(\d+)\]", r".\1", place).split("."):
        tree = tree[int(step)] if isinstance(tree, list) else tree[step]
    return tree


def agrees(text, value):
    """Whether a text can be read back as the value, to the digits that it shows."""
    if isinstance(value, dict) and ({"low", "by_chance"} & set(value)):
        numbers = [float(number) for number in re.findall(r"-?\d+\.\d+", text)]
        return numbers == pytest.approx([*value.values()], abs=5e-4)
    if isinstance(value, dict):
        shown = {name: one for name, one in value.items() if one is not None and name[0] != "_"}
        parts = {name: re.search(rf"{re.escape(name)} ([^,]+)", text) for name in shown}
        return (text == "none" and not shown) or all(
            parts[name] and agrees(parts[name][1].replace("/", ", "), one)
            for name, one in shown.items()
        )
    if isinstance(value, list) and value and isinstance(value[0], dict):
        return text == str(len(value))
    if isinstance(value, list):
        return text.split(", ") == [value_text(one) for one in value]
    if isinstance(value, bool):
        return text == ("yes" if value else "no")
    return (
        text == value if isinstance(value, str) else float(text) == pytest.approx(value, rel=1e-3)
    )


def test_every_item_of_the_checklist_appears_once_and_in_order(metrics, facts) -> None:
    for text in (checklist(metrics, facts), checklist({}, {})):
        assert re.findall(r"^\| \*\*(\w+)\*\* \|", text, re.MULTILINE) == NUMBERS
    assert len(NUMBERS) == 52
    assert len({re.match(r"\d+", number)[0] for number in NUMBERS}) == 27


def test_every_value_is_found_under_the_key_beside_it(metrics, facts) -> None:
    files = {"metrics.json": metrics, "run.json": facts}
    sourced = [row for row in rows(checklist(metrics, facts)) if ": " in row[3]]
    assert len(sourced) > 80
    for *_, answer, source in sourced:
        file, place = source.split(": ")
        value = at(files[file], place.removesuffix(" (names)"))
        value = list(value) if place.endswith(" (names)") else value
        assert any(agrees(answer[found.end() :], value) for found in re.finditer(": ", answer)), (
            answer
        )


def test_every_place_that_an_item_names_exists_in_some_run(metrics, facts) -> None:
    chosen = (
        ("evaluation.subgroups=[sex]", "data.crop=[0,0.1,1,0.9]"),
        ("protocol=thesis", "columns=measured"),
    )
    runs = [facts | {"settings": settings(*choice)} for choice in chosen]
    for item in items():
        texts = [one.text for run in runs for one in answers(item, metrics, run)]
        for words in item.found | item.wanted:
            assert any(text.startswith((f"{words}: ", f"{words}, ")) for text in texts), words


def test_an_empty_run_has_no_value_anywhere() -> None:
    empty = rows(checklist({}, {}))
    assert not [row for row in empty if ".json" in row[3]]
    assert all(row[2].startswith(("not done:", "for the authors:")) for row in empty if not row[3])


def test_what_is_absent_was_not_done_and_what_is_there_was(metrics, facts) -> None:
    whole = checklist(metrics, facts)
    assert "**not done:** calibration" not in whole
    assert "AUROC of subgroups, sex female: 1.100 [0.900, 1.300]" in whole
    del metrics["use"], metrics["audit"]
    less = checklist(metrics, facts)
    assert "**not done:** calibration, after recalibration if any" in less
    assert "**not done:** findings of an audit of the data" in less
    metrics["audit"] = {"findings": []}
    assert "findings of an audit of the data: none" in checklist(metrics, facts)


def test_what_only_people_know_is_left_to_them(metrics, facts) -> None:
    text = checklist(metrics, facts)
    for number in FOR_PEOPLE:
        line = next(line for line in text.splitlines() if line.startswith(f"| **{number}** |"))
        assert line.endswith("|  |")
        assert "*for the authors:*" in line


def test_evaluation_on_other_data_is_never_claimed(metrics, facts) -> None:
    for text in (checklist(metrics, facts), checklist({}, {})):
        assert text.count("**not done:** evaluation on data from elsewhere") == 1
        assert text.count("**not done:** updating of the model after its evaluation") == 2


def test_a_p_value_is_never_shown_as_nothing(metrics, facts) -> None:
    text = checklist(metrics, facts)
    assert "p of DeLong's test after Holm, majority: 0.040" in text
    metrics["statistics"]["tests"][0]["holm_p"] = 3e-17
    assert "p of DeLong's test after Holm, majority: < 0.001" in checklist(metrics, facts)


def test_a_leaking_protocol_stands_beside_every_score(metrics, facts) -> None:
    metrics["stamps"].append("leaking protocol")
    text = checklist(metrics, facts)
    assert "> **! leaking protocol.**" in text
    scored = [row for row in rows(text) if re.search(r": (models|use|statistics|val)", row[3])]
    assert len(scored) > 10
    assert all("(leaking protocol): " in row[2] for row in scored)


def test_neither_gaps_nor_paths_are_shown(metrics, facts) -> None:
    metrics["validation"]["auroc"] = float("nan")
    facts["settings"]["data"]["root"] = "/home/someone/pages"
    facts["settings"]["clinical"]["path"] = "/home/someone/table.csv"
    text = checklist(metrics, facts)
    assert "nan" not in text
    assert "/home/someone" not in text


def test_the_count_at_the_head_is_that_of_the_items(metrics, facts) -> None:
    head = next(line for line in checklist(metrics, facts).splitlines() if line.startswith("Of "))
    whole, *parts = (int(number) for number in re.findall(r"\d+", head))
    assert (whole, sum(parts)) == (52, 52)
    assert parts[3] == len(FOR_PEOPLE) + 1  # and 27c, whose other half was not done


def test_a_table_in_a_value_is_read_as_names_and_values() -> None:
    assert value_text({"_target_": "x", "k": 5, "rate": 0.005, "on": True, "off": None}) == (
        "k 5, rate 0.005, on yes"
    )
    assert value_text({"value": 0.18612}) == "0.186"
    assert value_text({"difference": -0.1, "low": -0.2, "high": 0.0}) == "-0.100 [-0.200, 0.000]"
