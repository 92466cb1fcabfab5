"""Columns that are known only after the outcome."""

import numpy as np
import pytest

from hfgnn.audits.outcome import OUTCOME_COLUMN, find_outcome_columns
from hfgnn.audits.outcome_names import outcome_reason, words
from hfgnn.audits.table import Table
from hfgnn.types import Severity

OUTCOMES = [
    "time",
    "Time (days)",
    "time_to_event",
    "daysToDeath",
    "days.until.exit",
    "Follow-up period from enrollment (days)",
    "followup",
    "FU_days",
    "days_4years",
    "Exit of the study",
    "Cause of death",
    "DEATH_EVENT",
    "died",
    "survival_months",
    "OS.survived",
    "outcome",
    "endpoint",
    "status",
    "vital status",
    "censored",
    "discharge_date",
    "length-of-stay",
    "LOS",
    "readmission_30d",
    "re.admission.within.28.days",
    "event",
]
FEATURES = [
    "age",
    "ejection_fraction",
    "smoking_status",
    "marital status",
    "prothrombin_time",
    "smoke-free time (years)",
    "lifetime_alcohol",
    "sometimes_breathless",
    "family_history_sudden_death",
    "prior events",
    "Average RR (ms)",
    "Holter onset (hh:mm:ss)",
    "years_of_education",
    "serum_sodium",
    "glossy",
    "Ventricular Extrasystole",
    "stay_active",
]


@pytest.mark.parametrize("name", OUTCOMES)
def test_names_of_outcomes_are_known_in_several_spellings(name):
    assert outcome_reason(name)


@pytest.mark.parametrize("name", FEATURES)
def test_names_of_measurements_are_left_alone(name):
    assert outcome_reason(name) is None


def test_names_are_parted_into_words():
    assert words("daysToDeath") == words("Days-to_DEATH") == "days to death"
    assert words("ICULengthOfStay") == "icu length of stay"


def table(name, strength, seed=0, rows=150):
    rng = np.random.default_rng(seed)
    label = rng.integers(0, 2, rows)
    x = rng.normal(size=(rows, 3))
    x[:, 0] += strength * label
    x[:, 1] += 0.8 * label
    return Table(x, (name, "age", "sodium"), label, np.arange(rows))


def test_a_follow_up_column_that_carries_the_score_is_a_leak(probe):
    (finding,) = find_outcome_columns(table("time", 2), probe=probe)
    assert (finding.name, finding.severity, finding.where) == (
        OUTCOME_COLUMN,
        Severity.leak,
        ("time",),
    )
    (evidence,) = finding.evidence
    assert evidence.leaking.value > evidence.clean.value + 0.1
    assert evidence.meaning_of_clean == "without time"
    assert "falls by" in finding.what


def test_one_that_carries_nothing_is_only_a_warning(probe):
    (finding,) = find_outcome_columns(table("discharge", 0), probe=probe)
    assert finding.severity is Severity.warning
    assert "falls by" not in finding.what


def test_the_same_column_by_another_name_is_none(probe):
    assert find_outcome_columns(table("bnp", 2), probe=probe) == ()


def test_a_single_column_has_no_rest_to_compare_with(probe):
    one = table("time", 2).take(np.array([0]))
    (finding,) = find_outcome_columns(one, probe=probe)
    assert finding.evidence == ()
