"""A finished run is audited from its files."""

import numpy as np
import pytest

from hfgnn.audits.audited import Audited
from hfgnn.audits.runs import OTHER_SCORES, TESTED_AGAIN, audit_run, fold_table
from hfgnn.audits.splits import PATIENT_ACROSS
from hfgnn.evaluation.subgroups import take
from hfgnn.types import Finding, Predictions, Severity

PARTS = {"a": "train", "b": "train", "c": "validation", "d": "test", "e": "test"}


def lines(patients="abcde", fold="0", repeat="0"):
    return [
        {
            "repeat": repeat, "fold": fold, "part": part, "record": record, "patient": patient,
            "group": "0", "class": "mi", "label": "1", "copy": "0", "parent": "",
            "content_sha256": record,
        }
        for (record, part), patient in zip(PARTS.items(), patients, strict=True)
    ]  # fmt: skip


@pytest.fixture
def network():
    rows = 2
    zeros = np.zeros(rows, dtype=np.int64)
    probability = np.array([0.2, 0.9])
    return Predictions(
        model="gcn",
        record_id=np.array(["d", "e"]),
        patient_id=np.array(["d", "e"]),
        group=np.arange(rows),
        repeat=zeros,
        seed=zeros,
        fold=zeros,
        label=np.array([0, 1]),
        probability=probability,
        threshold=np.full(rows, 0.5),
        calibrated=probability,
        may_be_healthy=np.ones(rows, dtype=bool),
        may_be_ill=np.ones(rows, dtype=bool),
    )


def metrics(auroc=1.0, audited=Audited()):  # noqa: B008
    told = {"auroc": {"value": auroc}, "accuracy": {"value": 1.0}}
    return {"network": "gcn", "models": {"gcn": told}, "audit": audited.as_json()}


def test_the_table_of_folds_holds_each_row_once_and_the_first_division_only():
    second = [line | {"part": "test"} for line in lines(fold="1")]
    table = fold_table(lines() + second + lines(repeat="1"))
    assert table.record_id.tolist() == list("abcde")
    assert table.part.tolist() == [list(PARTS.values()), ["test"] * 5]


def test_a_clean_run_gives_nothing(network, probe):
    audited = audit_run(metrics(), {}, splits=lines(), predictions=[network], probe=probe)
    assert audited.findings == ()


def test_a_patient_on_both_sides_is_found_from_the_splits_whatever_the_run_noted(network, probe):
    noted = Finding(PATIENT_ACROSS, Severity.leak, "as noted", (), (), "split by patient")
    kept = Finding("shortcut", Severity.warning, "as noted", (), (), "crop")
    audited = audit_run(
        metrics(audited=Audited((noted, kept))),
        {},
        splits=lines(patients="abcda"),
        predictions=[network],
        probe=probe,
    )
    assert [one.name for one in audited.findings] == [PATIENT_ACROSS, "shortcut"]
    assert audited.findings[0].what != "as noted"


def test_scores_that_the_predictions_do_not_give_are_named(network, probe):
    audited = audit_run(metrics(0.97), {}, splits=lines(), predictions=[network], probe=probe)
    (found,) = audited.findings
    assert found.name == OTHER_SCORES
    assert found.where == ("gcn auroc: 0.970000 told, 1.000000 again",)


def test_test_rows_that_were_read_twice_are_a_leak(network, probe):
    facts = {"test_reads": {"reads_per_model_and_test_fold": 2}}
    audited = audit_run(metrics(), facts, splits=lines(), predictions=[network], probe=probe)
    assert [(one.name, one.severity) for one in audited.findings] == [(TESTED_AGAIN, Severity.leak)]


def test_a_page_that_one_model_answers_twice_is_named(network, probe):
    twice = take(network, np.array([0, 1, 1]))
    audited = audit_run(metrics(), {}, splits=lines(), predictions=[twice], probe=probe)
    (found,) = [one for one in audited.findings if one.name == TESTED_AGAIN]
    assert found.where == ("gcn: e",)
