"""model_card.md: on one page, what the networks of a run are, and what they are not for."""

from collections.abc import Mapping
from typing import Any

from hfgnn.reports.card_scores import calibration_text, score_text, subgroup_text
from hfgnn.reports.estimates import without_gaps
from hfgnn.reports.lookup import find, value_at
from hfgnn.reports.markdown import code, plain, stamp_lines, table
from hfgnn.reports.words import network_name, threshold_words
from hfgnn.types import CLINICAL_COLUMNS, RECORDED_FEATURES

MOST_LISTED = 12
UNITS = {
    "ef_fraction": "ejection fraction, a share of 1",
    "bnp_pg_per_ml": "BNP, pg/mL",
    "nyha_class": "NYHA class, 1 for I to 4 for IV",
    "sbp_mmhg": "systolic blood pressure, mmHg",
    "age_years": "age, years",
    "sex_female": "sex, 1 for female, 0 for male",
}
UNFIT = {
    "simulated cohort": "It has never seen a real patient.",
    "clinical features synthesized": "It was trained on clinical numbers that nobody measured, so "
    "what it says of measured ones means nothing.",
    "leaking protocol": "Its scores say nothing of new patients.",
}
"""What a stamp rules out, by how it begins."""

NOTHING_FOUND = (
    "- The audit found nothing; it looked at the first division into folds only, and not for pages "
    "that are mirrored, turned by a quarter or seen in perspective."
)

Metrics = Mapping[str, Any]


def model_card(metrics: Metrics, facts: Mapping[str, Any]) -> str:
    """The content of model_card.md, after Mitchell et al. 2019.

    https://doi.org/10.1145/3287560.3287596. Names no path, and no patient.

    Args:
        metrics: the content of metrics.json.
        facts: the content of run.json.
    """
    metrics = without_gaps(metrics)
    name = network_name(metrics["network"])
    sections = {
        "What it is": _model(metrics, facts),
        "Use": _use(metrics),
        "Input and output": _input(metrics, facts),
        "Scores": score_text(metrics),
        "Calibration": calibration_text(metrics),
        "Subgroups": subgroup_text(metrics),
        "Limits": _limits(metrics),
        "To predict": _predict(metrics, facts),
        "Versions and files": f"{_versions(facts)}\n\n{_checkpoints(metrics)}",
    }
    parts = [f"# Model card: {plain(name)} on a graph of similar patients", stamp_lines(metrics)]
    for title, text in sections.items():
        parts += [f"## {title}", text]
    return "\n\n".join(parts) + "\n"


def _model(metrics: Metrics, facts: Mapping[str, Any]) -> str:
    cohort, protocol = metrics.get("cohort", {}), metrics["protocol"]
    target = value_at(facts, "settings.model._target_")
    kind = f" ({code(target)})" if target else ""
    reads = "an ECG page and clinical numbers" if _has_clinical(facts) else "an ECG page"
    networks = protocol.get("folds", 1) * protocol.get("repeats", 1) * protocol.get("seeds", 1)
    made = "one network was" if networks == 1 else f"{networks} networks were each"
    return (
        f"{plain(network_name(metrics['network']))}{kind}: it classifies a patient from columns of "
        f"{reads}, and from those of similar patients. By the {plain(protocol['name'])} protocol, "
        f"{made} trained on a part of {plain(cohort.get('source', 'data of unknown origin'))}: "
        f"{cohort.get('used', 'unknown')} pages of {cohort.get('patients', 'unknown')} patients"
        f"{_classes(cohort)}."
    )


def _classes(cohort: Mapping[str, Any]) -> str:
    classes = cohort.get("classes", {}).items()
    named = ", ".join(f"{number} {plain(name)}" for name, number in classes)
    return f" ({named})" if named else ""


def _has_clinical(facts: Mapping[str, Any]) -> bool:
    """Whether the run's settings name a source of clinical numbers."""
    target = value_at(facts, "settings.clinical._target_")
    return bool(target) and not str(target).endswith(".NoClinical")


def _has_recording(facts: Mapping[str, Any]) -> bool:
    """Whether the networks take columns of a recording."""
    target = str(value_at(facts, "settings.recording._target_") or "")
    return target.endswith((".Rhythm", ".Embedding"))


def _use(metrics: Metrics) -> str:
    unfit = [
        text
        for start, text in UNFIT.items()
        if any(stamp.startswith(start) for stamp in metrics.get("stamps", ()))
    ]
    return "\n".join(
        [
            "- Intended: research on whether a graph of similar patients helps to recognize "
            f"{_disease(metrics)}, by people who can read the scores below.",
            "- Out of scope: diagnosis, triage or treatment of anybody. This is a research result "
            f"and no medical device. {' '.join(unfit)}".rstrip(),
        ]
    )


def _input(metrics: Metrics, facts: Mapping[str, Any]) -> str:
    side = value_at(facts, "settings.data.min_side_px")
    least = f", at least {side} by {side} px" if side else ""
    page = f"An image of an ECG page{least}."
    numbers = "No clinical numbers."
    if _has_clinical(facts):
        taken = value_at(facts, "settings.clinical.columns") or CLINICAL_COLUMNS
        lines = [
            (code(one.name), UNITS[one.name], f"{one.low:g} to {one.high:g}")
            for one in RECORDED_FEATURES
            if one.name in taken
        ]
        numbers = f"Clinical numbers:\n\n{table(('name', 'what, unit', 'range'), lines)}"
    if _has_recording(facts):
        numbers += "\n\nColumns measured in the recording that the page was drawn from."
    return (
        f"{page} {numbers}\n\nOutput: a score from 0 to 1 for {_disease(metrics)}, and the "
        f"class by a threshold. {threshold_words(metrics['protocol'])[1]}"
    )


def _limits(metrics: Metrics) -> str:
    findings = [
        f"- Audit, {plain(one.value.get('severity', ''))}: {plain(one.value['what'])}"
        for one in find(metrics, "audit.findings[*]")
    ]
    if not findings:
        looked = value_at(metrics, "audit.findings") is not None
        findings = [NOTHING_FOUND if looked else "- No audit of the data was made."]
    stamped = "- The stamps at the head hold for every number of this page."
    return "\n".join(
        [
            *([stamped] if metrics.get("stamps") else []),
            *findings[:MOST_LISTED],
            "- Tested on patients of the same data set only; elsewhere it is untested.",
            "- Scores are those of networks that each saw a part of the patients.",
        ]
    )


def _predict(metrics: Metrics, facts: Mapping[str, Any]) -> str:
    numbers = " clinical=NUMBERS.json" if _has_clinical(facts) else ""
    if _has_recording(facts):
        return (
            "Not possible: a new patient comes as a page, without the recording's columns. A run "
            "with `recording=none` can predict one."
        )
    if _is_inductive(metrics):
        return f"```\npython -m hfgnn task=predict run=FOLDER image=PAGE.png{numbers}\n```"
    return (
        "Not possible: in this run a page was judged together with all others of its part. A run "
        "with `protocol.graph=inductive` can predict one new patient."
    )


def _is_inductive(metrics: Metrics) -> bool:
    return bool(metrics["protocol"].get("graph") == "inductive")


def _versions(facts: Mapping[str, Any]) -> str:
    packages = facts.get("packages", {})
    made = [f"hfgnn {facts.get('hfgnn', 'unknown')}", f"Python {facts.get('python', 'unknown')}"]
    made += [
        f"{name} {packages[name]}" for name in ("torch", "torch-geometric") if name in packages
    ]
    git = facts.get("git", {})
    changed = ", with files that differ from it" if git.get("changed") else ""
    commit = f"commit {code(git['commit'])}{changed}" if "commit" in git else "commit unknown"
    return (
        f"{plain(', '.join(made))}; {commit}; seed {facts.get('seed', 'unknown')}. "
        "All settings: `run.json`."
    )


def _checkpoints(metrics: Metrics) -> str:
    if not _is_inductive(metrics):
        return "`checkpoints/` holds weights, and settings with the paths that were given."
    return (
        "`checkpoints/` holds weights, settings with the paths that were given, and the training "
        "pages, who are the neighbours of a new patient: their columns, labels, file names and "
        "patient ids. **Do not give these files away without the right to give away the data.**"
    )


def _disease(metrics: Metrics) -> str:
    positive = metrics.get("cohort", {}).get("positive", [])
    return plain(" or ".join(name.replace("_", " ") for name in positive)) or "disease"
