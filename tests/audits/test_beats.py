"""Beats of a patient on two sides, equal beats and overlapping windows are found, and no others."""

import numpy as np

from hfgnn.audits.beats import OVERLAPPING, PATIENTS_UNKNOWN, find_in_beats
from hfgnn.audits.splits import EXACT_ACROSS, PATIENT_ACROSS
from hfgnn.types import UNKNOWN, Beats, Estimate, Severity

WIDTH = 5


def beats(patient: list[str], sample: list[int]) -> Beats:
    number = len(patient)
    names = np.array(patient, dtype=np.str_)
    return Beats(
        signal=np.random.default_rng(0).normal(size=(number, 1, WIDTH)).astype(np.float32),
        label=np.zeros(number, dtype=np.int64),
        symbol=np.full(number, "N"),
        record_id=np.array([f"record of {name}" for name in patient]),
        patient_id=names,
        group=np.unique(names, return_inverse=True)[1].astype(np.int64),
        sample=np.array(sample, dtype=np.int64),
        number=np.arange(number, dtype=np.int64),
        previous_rr_s=np.ones(number, dtype=np.float32),
        next_rr_s=np.ones(number, dtype=np.float32),
        classes=("N", "S", "V"),
        leads=("II",),
        sampling_hz=360.0,
        mark=2,
    )


FOUR = beats(["a", "a", "b", "b"], [0, 100, 0, 100])
FITTED, TEST = np.array([0, 1]), np.array([2, 3])


def names(findings) -> list[str]:
    return [one.name for one in findings]


def test_patients_apart_give_no_finding():
    assert find_in_beats(FOUR, FITTED, TEST, apart=None) == ()


def test_a_patient_on_both_sides_is_a_leak_with_the_honest_score_beside_it():
    score = ("macro-F1", Estimate(0.93, 0.92, 0.94), Estimate(0.53, 0.5, 0.6))
    (found,) = find_in_beats(FOUR, np.array([0, 2]), np.array([1, 3]), apart=score)
    assert (found.name, found.severity) == (PATIENT_ACROSS, Severity.leak)
    assert found.what.startswith("2 of 2 test beats are of 2 patients")
    assert found.where == ("record of a", "record of b")
    assert found.evidence[0].clean == Estimate(0.53, 0.5, 0.6)


def test_equal_beats_on_both_sides_are_found_across_patients():
    signal = FOUR.signal.copy()
    signal[3] = signal[0]
    (found,) = find_in_beats(FOUR.change(signal=signal), FITTED, TEST, apart=None)
    assert found.name == EXACT_ACROSS
    assert found.what.startswith("1 of 2 test beats")
    assert found.where == ("record of b",)


def test_windows_overlap_where_beats_are_nearer_than_a_window():
    for distance, expected in ((WIDTH - 1, True), (WIDTH, False)):
        near = beats(["a", "a", "b"], [0, distance, 0])
        found = names(find_in_beats(near, np.array([0]), np.array([1]), apart=None))
        assert (OVERLAPPING in found) == expected


def test_beats_without_a_place_do_not_overlap_and_without_a_patient_are_reported():
    rows = beats(["", "", ""], [UNKNOWN] * 3)
    (found,) = find_in_beats(rows, np.array([0, 1]), np.array([2]), apart=None)
    assert (found.name, found.severity) == (PATIENTS_UNKNOWN, Severity.warning)
    assert found.what.startswith("nobody can say whose 3 of 3 beats are")
