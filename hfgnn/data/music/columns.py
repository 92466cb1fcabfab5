"""The columns of MUSIC: what the publisher calls them, what hfgnn does, and what codes mean.

Codes are those of the publisher's ``subject-info_codes.csv``. Levels that fewer than ten of the
patients have stand together with their nearest, so that a training fold hardly ever lacks one. Two
units of the publisher's header cannot be: urea "in mg/dL" is in mmol/L, and "cigarettes /year" are
those of a life. T3 "in pg/dL" is in no unit of triiodothyronine that we know, so its name has none.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

NO_YES = {"0": "no", "1": "yes"}

RHYTHM = {
    "0": "sinus",
    "1": "atrial_fibrillation_or_flutter",
    "2": "atrial_fibrillation_or_flutter",
    "3": "pacemaker",
}

NOT_APPLICABLE = "999"
"""Where a number has no meaning, such as the PR interval in atrial fibrillation."""


@dataclass(frozen=True)
class Source:
    """One column of the publisher's table.

    Attributes:
        header: as in its first line, blanks joined, ``?`` for letters beyond ASCII; the second of
            two equal ones ends in ``(2)``.
        name: as hfgnn calls it, with block and unit.
        codes: of a category, code to level.
        missing: codes that stand for nothing.
    """

    header: str
    name: str
    codes: Mapping[str, str] = field(default_factory=dict)
    missing: tuple[str, ...] = ()

    @property
    def levels(self) -> tuple[str, ...]:
        """Of a category, in the order of their codes."""
        return tuple(dict.fromkeys(self.codes.values()))


PATIENT = "Patient ID"
FOLLOW_UP = "Follow-up period from enrollment (days)"
EXIT = "Exit of the study"
CAUSE = "Cause of death"

EJECTION_FRACTION = Source("LVEF (%)", "ef_fraction")
AGE = Source("Age", "age_years")
SEX = Source("Gender (male=1)", "further_sex", {"0": "female", "1": "male"})
CLINICAL = (
    EJECTION_FRACTION,
    Source("Pro-BNP (ng/L)", "bnp_pg_per_ml"),
    Source("NYHA class", "nyha_class", missing=("9",)),
    Source("Systolic blood pressure (mmHg)", "sbp_mmhg"),
    AGE,
)

ECG = (
    Source("ECG rhythm", "recording_rhythm", RHYTHM),
    Source("Q-waves (necrosis, yes=1)", "recording_q_waves", NO_YES),
    Source("PR interval (ms)", "recording_pr_interval_ms", missing=(NOT_APPLICABLE,)),
    Source("QRS duration (ms)", "recording_qrs_duration_ms"),
    Source("QT interval (ms)", "recording_qt_interval_ms"),
    Source("QT corrected", "recording_corrected_qt_interval_ms"),
    Source("Average RR (ms)", "recording_average_rr_interval_ms"),
    Source("Left ventricular hypertrophy (yes=1)", "recording_hypertrophy", NO_YES),
    Source(
        "Intraventricular conduction disorder",
        "recording_conduction_disorder",
        {
            "0": "none",
            "1": "right_bundle_branch_block",
            "2": "left_bundle_branch_block",
            "3": "hemiblock",
            "4": "hemiblock",
            "5": "right_bundle_branch_block_and_hemiblock",
            "6": "right_bundle_branch_block_and_hemiblock",
            "7": "other",
        },
    ),
)

HOLTER = (
    # Code 4 is in four patients and not in the list of codes.
    Source("Holter rhythm", "recording_holter_rhythm", RHYTHM, missing=("4",)),
    Source("minimum RR (ms)", "recording_holter_minimum_rr_interval_ms"),
    Source("Average RR (ms) (2)", "recording_holter_average_rr_interval_ms"),
    Source("maximum RR (ms)", "recording_holter_maximum_rr_interval_ms"),
    Source(
        "Number of ventricular premature beats in 24h",
        "recording_holter_ventricular_beats_per_day",
    ),
    Source("Extrasystole couplets", "recording_holter_ventricular_couplets_per_day"),
    Source(
        "Ventricular Extrasystole",
        "recording_holter_ventricular_beats",
        {"0": "none", "1": "monomorphic", "2": "polymorphic", "3": "couplets"},
    ),
    Source(
        "Ventricular Tachycardia",
        "recording_holter_ventricular_tachycardia",
        {"0": "none", "1": "some", "2": "some", "3": "some"},  # sustained in four patients
    ),
    Source(
        "Number of supraventricular premature beats in 24h",
        "recording_holter_supraventricular_beats_per_day",
        missing=(NOT_APPLICABLE,),
    ),
    Source(
        "Paroxysmal supraventricular tachyarrhythmia",
        "recording_holter_supraventricular_tachyarrhythmia",
        {
            "0": "none",
            "1": "some",
            "2": "some",
            "3": "some",
            "4": "some",
            "9": "not_applicable",
        },
    ),
    Source("Longest RR pause (ms)", "recording_holter_longest_pause_ms"),
    Source(
        "Bradycardia",
        "recording_holter_bradycardia",
        {
            "0": "none",
            "1": "sinus_node_dysfunction",
            "2": "atrioventricular_block",
            "3": "atrioventricular_block",
            "4": "atrioventricular_block",
            "5": "atrioventricular_block",
            "6": "atrioventricular_block",
        },
    ),
    Source("SDNN (ms)", "recording_holter_sdnn_ms"),
    Source("SDANN (ms)", "recording_holter_sdann_ms"),
    Source("RMSSD (ms)", "recording_holter_rmssd_ms"),
    Source("pNN50 (%)", "recording_holter_pnn50_percent"),
)

OPTIONAL = (
    Source("QRS > 120 ms", "recording_qrs_above_120_ms", NO_YES),
    Source("RR range (ms)", "recording_holter_rr_range_ms"),
    Source("Hig-resolution ECG available", "recording_ecg_available", NO_YES),
    Source("Holter available", "recording_holter_available", NO_YES),
)
"""Taken where ``data.also`` names them; the range stands as 0 or below where a part is missing."""
