"""Copies and patients on two sides of a split, planted one by one."""

import numpy as np
import pytest
from scipy.stats import binomtest

from hfgnn.audits.splits import (
    AUGMENTED_ACROSS,
    EXACT_ACROSS,
    NEAR_ACROSS,
    PATIENT_ACROSS,
    FoldTable,
    find_across_splits,
)
from hfgnn.types import Parts, Severity

LETTERS = {"t": "train", "v": "validation", "e": "test", "-": ""}


def table(*parts, content="abcdef", patient="pqrstu", copy=(0, 0, 0, 0, 0, 0)):
    return FoldTable(
        record_id=np.array([f"page{row}" for row in range(6)]),
        copy=np.array(copy),
        patient_id=np.array(list(patient)),
        content_hash=np.array(list(content)),
        part=np.array([[LETTERS[letter] for letter in fold] for fold in parts]),
    )


def find(rows, probe, pairs=(), predictions=None):
    return find_across_splits(rows, pairs=pairs, predictions=predictions, probe=probe)


def test_an_honest_split_has_no_finding(probe):
    together = table("ttttve", "eevttt", content="aabcde", patient="ppqrst")
    assert find(together, probe) == ()
    assert find(table("ttttve", "vettee"), probe, pairs=[(2, 3)]) == ()


@pytest.mark.parametrize(
    ("changes", "pairs", "name"),
    [
        ({"content": "abcdea"}, [], EXACT_ACROSS),
        ({"content": "abcdea", "copy": (1, 0, 0, 0, 0, 0)}, [], AUGMENTED_ACROSS),
        ({}, [(0, 5)], NEAR_ACROSS),
        ({"patient": "pqrstp"}, [], PATIENT_ACROSS),
    ],
)
def test_each_kind_of_partner_in_training_is_a_leak(probe, changes, pairs, name):
    (finding,) = find(table("tttvve", **changes), probe, pairs)
    assert (finding.name, finding.severity) == (name, Severity.leak)
    assert finding.where == ("fold 0: page5",)
    assert "(fold 0: 1 of 1), and 0 validation pages" in finding.what


def test_a_partner_in_validation_counts_too_since_it_chose(probe):
    (finding,) = find(table("tttvve", content="abcdee"), probe)
    assert finding.where == ("fold 0: page5",)


def test_a_validation_page_with_a_partner_in_training_is_a_warning(probe):
    (finding,) = find(table("tttvve", patient="pqrspt"), probe)
    assert finding.severity is Severity.warning
    assert finding.where == ("fold 0: page4",)
    assert "(fold 0: 0 of 1), and 1 validation pages" in finding.what


def test_every_fold_is_counted_apart_and_rows_it_leaves_out_are_not(probe):
    (finding,) = find(table("tttvee", "eettv-", content="abcdea"), probe)
    assert finding.where == ("fold 0: page5",)
    assert "fold 0: 1 of 2, fold 1: 0 of 2" in finding.what


def test_a_page_counts_under_its_closest_relation_only(probe):
    rows = table("ttttee", content="abcdca", patient="pqrsrp")
    assert [finding.name for finding in find(rows, probe, pairs=[(0, 5)])] == [EXACT_ACROSS]


def test_a_near_copy_is_near_to_the_copies_of_the_page_too(probe):
    rows = table("t-tvve", content="aacdef", copy=(1, 0, 0, 0, 0, 0))
    (finding,) = find(rows, probe, pairs=[(1, 5)])
    assert finding.name == NEAR_ACROSS


def test_pages_of_a_near_pair_do_not_tie_others_together(probe):
    """Near is near: a - b and b - c do not make c a copy of a."""
    assert find(table("t--vve"), probe, pairs=[(0, 1), (1, 5)]) == ()


def test_the_network_is_scored_with_and_without_a_partner(probe, predictions):
    names = [f"page{row}" for row in range(1, 6)]
    rows = table("teeeee", patient="ppprst")
    answers = predictions(names, [0, 1, 0, 1, 1], [0.1, 0.9, 0.8, 0.9, 0.2], 0)
    (finding,) = find(rows, probe, predictions=answers)
    accuracy, auroc = finding.evidence
    assert accuracy.score.startswith("accuracy of gcn on test pages with another page of")
    assert (accuracy.leaking.value, accuracy.clean.value) == (1, pytest.approx(1 / 3))
    assert (auroc.leaking.value, auroc.clean.value) == (1, 0.5)
    # Two pages, both told right, and these answers count each as a patient: two of two.
    wilson = binomtest(2, 2).proportion_ci(probe.confidence, method="wilson")
    assert (accuracy.leaking.low, accuracy.leaking.high) == pytest.approx((wilson.low, 1))


def test_a_score_that_one_side_lacks_is_left_out(probe, predictions):
    answers = predictions([f"page{row}" for row in (4, 5)], [1, 1], [0.9, 0.2], 0)
    (finding,) = find(table("ttttee", patient="pqrspp"), probe, predictions=answers)
    (accuracy,) = finding.evidence  # all pages are ill, and all have a partner
    assert accuracy.leaking.value == 0.5
    assert accuracy.clean is None


def test_the_table_of_a_run_knows_every_part(records):
    parts = Parts(np.array([0, 1]), np.array([2]), np.array([4]))
    rows = FoldTable.of(records("abcde"), [parts])
    assert rows.part.tolist() == [["train", "train", "validation", "", "test"]]


def test_columns_of_different_length_and_other_parts_are_refused():
    with pytest.raises(ValueError, match=r"differ in length: \[5, 6\]"):
        table("ttttt")
    names = np.array(["a"])
    with pytest.raises(ValueError, match="parts are \\['holdout'\\], but must be"):
        FoldTable(names, np.zeros(1), names, names, np.array([["holdout"]]))
