"""Copies and patients in several classes, planted one by one."""

from hfgnn.audits.copies import (
    CONTRADICTING_COPIES,
    EXACT_COPIES,
    NEAR_COPIES,
    PATIENT_IN_CLASSES,
    REPEATED_CLASS,
    find_copies,
)
from hfgnn.types import Severity


def named(findings):
    return [finding.name for finding in findings]


def test_different_pages_of_different_patients_are_no_finding(records):
    assert find_copies(records("abcd", class_name="aabb", label=[0, 0, 1, 1]), pairs=[]) == ()


def test_exact_copies_are_named_after_the_first(records):
    (finding,) = find_copies(records("aabb", class_name="xxyy"), pairs=[])
    assert (finding.name, finding.severity) == (EXACT_COPIES, Severity.warning)
    assert finding.where == ("page1", "page3")
    assert "4 names are only 2 different files: 2 names" in finding.what
    assert "0 of the 2 repeated files stand in more than one class" in finding.what


def test_a_file_in_two_classes_is_counted(records):
    findings = find_copies(records("aabbcd", class_name="xyxyxy", patient=list("ppqqrs")), pairs=[])
    assert named(findings) == [EXACT_COPIES, PATIENT_IN_CLASSES]
    assert "2 of the 2 repeated files stand in more than one class" in findings[0].what


def test_copies_with_different_labels_are_a_leak(records):
    first, second = find_copies(records("aab", label=[0, 1, 0]), pairs=[])
    assert (first.name, first.severity) == (CONTRADICTING_COPIES, Severity.leak)
    assert first.where == ("page0", "page1")
    assert second.name == EXACT_COPIES


def test_a_class_repeated_more_often_than_another_weighs_too_much(records):
    unequal = find_copies(records("aabc", class_name="mmno"), pairs=[])
    equal = find_copies(records("aabbcc", class_name="mmnnoo"), pairs=[])
    assert named(unequal) == [EXACT_COPIES, REPEATED_CLASS]
    assert named(equal) == [EXACT_COPIES]


def test_how_often_each_class_is_repeated_is_told(records):
    findings = find_copies(records("aaaabc", class_name="mmmmnn"), pairs=[])
    finding = findings[-1]
    assert finding.name == REPEATED_CLASS
    assert "m 4 names of 1 files (4.0 times), n 2 names of 2 files (1.0 times)" in finding.what
    assert finding.where == ("m",)


def test_near_copies_are_counted_across_classes_labels_and_patients(records):
    table = records("abcdef", class_name="xxxyyy", label=[0, 0, 0, 1, 1, 1], patient=list("pqrstu"))
    (finding,) = find_copies(table, pairs=[(0, 1), (2, 3)])
    assert (finding.name, finding.severity) == (NEAR_COPIES, Severity.warning)
    assert finding.where == ("page0", "page1", "page2", "page3")
    told = "2 pairs of 4 pages show the same without being equal: 1 stand in different classes"
    assert (
        f"{told}, 1 have different labels, 2 are said to be of different patients" in finding.what
    )


def test_a_pair_of_exact_copies_is_no_near_copy(records):
    assert named(find_copies(records("aab"), pairs=[(0, 1)])) == [EXACT_COPIES]


def test_a_patient_in_two_classes_is_named(records):
    table = records("abcd", class_name="xyzz", label=[0, 1, 1, 1], patient=list("ppqq"))
    (finding,) = find_copies(table, pairs=[])
    assert (finding.name, finding.severity) == (PATIENT_IN_CLASSES, Severity.warning)
    assert finding.where == ("p",)
    assert "1 of 2 patients have pages in more than one class, 1 of them with different labels" in (
        finding.what
    )


def test_no_pages_are_no_finding(records):
    assert find_copies(records(""), pairs=[]) == ()
