"""Who counts as dead, who as alive, and of whom nobody knows."""

import pytest

from hfgnn.config.music import Censored, Target
from hfgnn.data.music.follow_up import FollowUp, Question, read_follow_up
from hfgnn.types import DataError

SURVIVED, LOST, TRANSPLANTED, DIED = "0", "1", "2", "3"
OTHER, SUDDEN, PUMP = "1", "3", "6"


def answer(days, end, cause="0", *, target="death", horizon=1460, censored="left_out"):
    question = Question(Target(target), horizon, Censored(censored))
    return question.answer(FollowUp(days, end, cause))


@pytest.mark.parametrize(
    ("days", "end", "label"),
    [
        (300, DIED, 1),
        (1460, DIED, 1),  # on the last day
        (1461, DIED, 0),  # alive at the horizon
        (1800, SURVIVED, 0),
        (1460, SURVIVED, 0),
        (1500, LOST, 0),
        (1500, TRANSPLANTED, 0),
    ],
)
def test_who_is_known_at_the_horizon_has_a_label(days, end, label):
    assert answer(days, end, OTHER if end == DIED else "0") == label


@pytest.mark.parametrize(
    ("days", "end", "reason"),
    [
        (214, LOST, "it was lost to follow-up after 214 of 1460 days, so the end is not known"),
        (900, TRANSPLANTED, "it got another heart after 900 of 1460 days"),
        (1459, SURVIVED, "it was alive when the study closed after 1459 of 1460 days"),
    ],
)
def test_who_leaves_before_the_horizon_has_none(days, end, reason):
    assert answer(days, end).startswith(reason)
    assert answer(days, end, censored="counted_alive") == 0


@pytest.mark.parametrize(
    ("target", "cause", "label"),
    [
        ("death", OTHER, 1),
        ("death", SUDDEN, 1),
        ("death", PUMP, 1),
        ("death", "7", 1),
        ("pump_failure", PUMP, 1),
        ("pump_failure", "7", 1),
        ("pump_failure", SUDDEN, 0),
        ("pump_failure", OTHER, 0),
        ("sudden_death", SUDDEN, 1),
        ("sudden_death", PUMP, 0),
    ],
)
def test_a_death_of_another_cause_is_no_death_of_this_one(target, cause, label):
    assert answer(300, DIED, cause, target=target) == label


def test_without_a_horizon_every_death_counts_and_only_survivors_are_known_alive():
    assert answer(1938, DIED, OTHER, horizon=None) == 1
    assert answer(1365, SURVIVED, horizon=None) == 0
    assert answer(1900, LOST, horizon=None) == (
        "it was lost to follow-up after 1900 days, so the end is not known"
    )


def cells(days="300", end="", cause="0"):
    return {
        "Follow-up period from enrollment (days)": days,
        "Exit of the study": end,
        "Cause of death": cause,
    }


@pytest.mark.parametrize("end", ["", "0", "0.0"])
def test_survivors_stand_in_the_file_with_an_empty_cell(end):
    assert read_follow_up(cells(end=end)) == FollowUp(300, SURVIVED, "0")


@pytest.mark.parametrize(
    ("told", "said"),
    [
        (cells(days=""), "is '', but it must be a number of days"),
        (cells(days="-3"), "is '-3', but it must be a number of days"),
        (cells(end="4"), "Exit of the study is '4', but it must be 0, 1, 2, 3, or empty"),
        (cells(end="3"), "Cause of death is '0', but of the dead it must be 1, 3, 6 or 7"),
        (cells(end="3", cause="2"), "Cause of death is '2', but of the dead"),
        (cells(end="1", cause="3"), "Cause of death is '3', but Exit of the study is '1'"),
    ],
)
def test_an_end_that_cannot_be_is_refused(told, said):
    with pytest.raises(DataError, match=said):
        read_follow_up(told)


def test_the_cohort_has_the_known_and_lists_the_others(read):
    lost = {"Follow-up period from enrollment (days)": "214", "Exit of the study": "1"}
    cohort = read(lost, {})
    assert cohort.records.record_id.tolist() == ["P0001", "P0002", "P0004"]
    assert cohort.records.label.tolist() == [0, 1, 0]
    assert cohort.records.class_name.tolist() == ["alive", "died", "alive"]
    assert cohort.positive == ("died",)
    assert [one.file for one in cohort.refused] == ["P0003"]
    assert cohort.notes[0] == (
        "1 patients are left out because nobody knows whether they died within 1460 days: "
        "1 lost to follow-up."
    )
    assert cohort.source == (
        "MUSIC, 3 of 4 patients with chronic heart failure, of whom 1 died within 1460 days"
    )


def test_patients_counted_alive_are_counted_and_stamped(read):
    lost = {"Follow-up period from enrollment (days)": "214", "Exit of the study": "1"}
    cohort = read(lost, censored="counted_alive")
    assert cohort.records.label.tolist() == [0, 1, 0]
    assert cohort.stamps == ("censored patients counted as alive",)
    assert cohort.notes[0].startswith("1 patients count as alive of whom nobody knows")


def test_deaths_of_other_causes_are_counted_and_said(read):
    pump = {
        "Follow-up period from enrollment (days)": "100",
        "Exit of the study": "3",
        "Cause of death": "6",
    }
    cohort = read(pump, target="pump_failure")
    assert cohort.records.class_name.tolist() == [
        "no_pump_failure_death", "no_pump_failure_death", "pump_failure_death",
    ]  # fmt: skip
    assert cohort.notes[0] == (
        "1 patients who died of another cause within 1460 days count as not having died of pump "
        "failure."
    )
