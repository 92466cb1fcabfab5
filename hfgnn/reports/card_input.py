"""What a network of a run reads of a patient, and how a new one is predicted."""

from collections.abc import Iterator, Mapping
from typing import Any

from hfgnn.reports.lookup import value_at
from hfgnn.reports.markdown import code, table
from hfgnn.reports.units import PAGE, unit_of
from hfgnn.types import CLINICAL_COLUMNS, RECORDED_FEATURES

UNITS = {
    "ef_fraction": "ejection fraction, a share of 1",
    "bnp_pg_per_ml": "BNP, pg/mL",
    "nyha_class": "NYHA class, 1 for I to 4 for IV",
    "sbp_mmhg": "systolic blood pressure, mmHg",
    "age_years": "age, years",
    "sex_female": "sex, 1 for female, 0 for male",
}

Metrics = Mapping[str, Any]
Facts = Mapping[str, Any]


def reads(metrics: Metrics, facts: Facts) -> str:
    """What columns come from, in words.

    Args:
        metrics: the content of metrics.json.
        facts: the content of run.json.
    """
    unit = unit_of(metrics)
    picture = "an ECG page" if unit == PAGE else "a picture"
    sources = [picture] if has_image(metrics, facts) else []
    sources += ["clinical numbers"] if has_clinical(facts) else []
    sources += ["what was measured of it"] if has_measured(facts) else []
    return " and ".join(sources) or f"a {unit}"


def input_text(metrics: Metrics, facts: Facts) -> str:
    """What has to be given, with units and ranges."""
    return "\n\n".join(_paragraphs(metrics, facts))


def _paragraphs(metrics: Metrics, facts: Facts) -> Iterator[str]:
    picture = _picture(metrics, facts)
    if has_clinical(facts):
        taken = value_at(facts, "settings.clinical.columns") or CLINICAL_COLUMNS
        lines = [
            (code(one.name), UNITS[one.name], f"{one.low:g} to {one.high:g}")
            for one in RECORDED_FEATURES
            if one.name in taken
        ]
        yield f"{picture} Clinical numbers:".strip()
        yield table(("name", "what, unit", "range"), lines)
    else:
        if picture or not has_measured(facts):
            yield f"{picture} No clinical numbers." if picture else f"A {unit_of(metrics)}."
    if has_measured(facts):
        yield (
            "Columns that were measured in the data set, by their names and in its units; a "
            "category by the name of its level, which must be one that training has seen."
        )
    if has_recording(facts):
        yield "Columns measured in the recording that the page was drawn from."


def _picture(metrics: Metrics, facts: Facts) -> str:
    if not has_image(metrics, facts):
        return ""
    side = value_at(facts, "settings.data.min_side_px")
    least = f", at least {side} by {side} px" if side else ""
    return f"An image of an ECG page{least}." if unit_of(metrics) == PAGE else f"A picture{least}."


def predict_text(metrics: Metrics, facts: Facts) -> str:
    """The command for a new patient, or why there is none."""
    if has_recording(facts):
        return (
            "Not possible: a new patient comes as a page, without the recording's columns. A run "
            "with `recording=none` can predict one."
        )
    if not is_inductive(metrics):
        return (
            f"Not possible: in this run a {unit_of(metrics)} was judged together with all others "
            "of its part. A run with `protocol.graph=inductive` can predict one new patient."
        )
    image = " image=PAGE.png" if has_image(metrics, facts) else ""
    numbers = " clinical=NUMBERS.json" if has_clinical(facts) or has_measured(facts) else ""
    return f"```\npython -m hfgnn task=predict run=FOLDER{image}{numbers}\n```"


def has_image(metrics: Metrics, facts: Facts) -> bool:
    """Whether some columns come from a picture."""
    target = value_at(facts, "settings.backbone._target_")
    return not str(target).endswith(".NoImages") if target else unit_of(metrics) == PAGE


def has_clinical(facts: Facts) -> bool:
    """Whether the run's settings name a source of clinical numbers."""
    target = value_at(facts, "settings.clinical._target_")
    return bool(target) and not str(target).endswith(".NoClinical")


def has_measured(facts: Facts) -> bool:
    """Whether columns are taken that came with the data."""
    return str(value_at(facts, "settings.columns._target_")).endswith(".MeasuredColumns")


def has_recording(facts: Facts) -> bool:
    """Whether the networks take columns of a recording."""
    target = str(value_at(facts, "settings.recording._target_") or "")
    return target.endswith((".Rhythm", ".Embedding"))


def has_graph(metrics: Metrics) -> bool:
    """Whether patients hear each other."""
    return "graph" in metrics["protocol"]


def is_inductive(metrics: Metrics) -> bool:
    """Whether a new patient can be judged alone, by those known from training."""
    return bool(metrics["protocol"].get("graph") == "inductive")
