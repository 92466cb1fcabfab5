"""Tables of heart sounds: counts, claims, and what is said of the recording."""

import numpy as np

from hfgnn.reports.sounds.tables import (
    claim_section,
    claim_table,
    confusion_table,
    recording_section,
)


def score(value, low=None, high=None):
    return {"value": value, "low": value if low is None else low, "high": high or value}


def metrics(**further):
    models = {
        "sound_cnn": {"accuracy": score(0.8), "auroc": score(0.9)},
        "logistic_bands": {"accuracy": score(0.7), "auroc": score(0.75)},
        "shortcut": {"accuracy": score(0.6), "auroc": score(0.64, 0.55, 0.72)},
        "majority": {"accuracy": score(0.776), "auroc": score(0.5)},
    }
    return {
        "network": "sound_cnn",
        "protocol": {"name": "random_files"},
        "models": models,
    } | further


def test_counts_stand_with_the_share_that_is_found():
    table = confusion_table(np.array([[8, 2], [3, 1]]), ("normal", "murmur"))
    assert table.titles == ("is", "called normal", "called murmur", "share found")
    assert table.rows == (("normal", "8", "2", "0.80"), ("murmur", "3", "1", "0.25"))
    assert "0.525" in table.caption


def test_a_claim_stands_beside_the_majority_rate():
    claim = {"source": "A Paper", "accuracy": 0.776, "auroc": 0.768}
    section = claim_section(metrics(claim=claim))
    assert "no more than that" in section.paragraphs[0]
    rows = {row[0]: row[1:] for row in section.tables[0].rows}
    assert rows["claimed by A Paper"] == ("0.776", "0.768")
    assert rows["all called alike, same clips"][0].startswith("0.776")


def test_a_network_that_calls_nobody_is_told():
    silent = metrics(claim={"source": "A Paper", "accuracy": 0.776})
    assert "calling nobody ill" not in claim_section(silent).paragraphs[0]
    silent["models"]["sound_cnn"]["sensitivity"] = score(0.0)
    assert "calling nobody ill" in claim_section(silent).paragraphs[0]


def test_a_claim_above_the_majority_rate_is_not_talked_down():
    claim = {"source": "A Paper", "accuracy": 0.9}
    assert "no more" not in claim_section(metrics(claim=claim)).paragraphs[0]


def test_patients_apart_stand_below_it_with_the_best_control():
    apart = {"models": metrics()["models"]}
    table = claim_table(metrics(claim={"source": "A Paper", "auroc": 0.9}, apart=apart))
    assert table.rows[-1][0] == "best control, patients apart: logistic, band energy"


def test_without_a_claim_there_is_no_table():
    assert claim_section(metrics()) is None


def test_the_recording_is_suspected_where_it_tells_the_classes():
    assert (
        "may come from how the classes were recorded" in recording_section(metrics()).paragraphs[0]
    )
    alike = metrics()
    alike["models"]["shortcut"]["auroc"] = score(0.55, 0.44, 0.66)
    assert "not clearly more than chance" in recording_section(alike).paragraphs[0]
