"""model_card.md: on one page, what the networks of a run are, and what they are not for."""

from collections.abc import Mapping
from typing import Any

from hfgnn.reports.card_input import (
    has_graph,
    has_image,
    input_text,
    is_inductive,
    predict_text,
    reads,
)
from hfgnn.reports.card_scores import calibration_text, score_text, subgroup_text
from hfgnn.reports.estimates import without_gaps
from hfgnn.reports.lookup import find, value_at
from hfgnn.reports.markdown import code, plain, stamp_lines
from hfgnn.reports.units import PATIENT, in_units, plural, unit_of
from hfgnn.reports.words import network_name, spoken, threshold_words

MOST_LISTED = 12
UNFIT = {
    "simulated cohort": "It has never seen a real patient.",
    "clinical features synthesized": "It was trained on clinical numbers that nobody measured, so "
    "what it says of measured ones means nothing.",
    "leaking protocol": "Its scores say nothing of new patients.",
}
"""What a stamp rules out, by how it begins."""

NOTHING_FOUND = "- The audit found nothing; it looked at the first division into folds only"
NOT_SOUGHT = ", and not for pages that are mirrored, turned by a quarter or seen in perspective"

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
        "Limits": _limits(metrics, facts),
        "To predict": predict_text(metrics, facts),
        "Versions and files": f"{_versions(facts)}\n\n{_checkpoints(metrics)}",
    }
    where = " on a graph of similar patients" if has_graph(metrics) else ""
    parts = [f"# Model card: {plain(name)}{where}", stamp_lines(metrics)]
    for title, text in sections.items():
        parts += [f"## {title}", text]
    return "\n\n".join(parts) + "\n"


def _model(metrics: Metrics, facts: Mapping[str, Any]) -> str:
    cohort, protocol = metrics.get("cohort", {}), metrics["protocol"]
    target = value_at(facts, "settings.model._target_")
    kind = f" ({code(target)})" if target else ""
    unit = unit_of(metrics)
    others = ", and from those of similar patients" if has_graph(metrics) else ""
    whose = "" if unit == PATIENT else f" of {cohort.get('patients', 'unknown')} patients"
    networks = protocol.get("folds", 1) * protocol.get("repeats", 1) * protocol.get("seeds", 1)
    made = "one network was" if networks == 1 else f"{networks} networks were each"
    return (
        f"{plain(network_name(metrics['network']))}{kind}: it classifies a patient from columns of "
        f"{reads(metrics, facts)}{others}. By the {plain(protocol['name'])} protocol, "
        f"{made} trained on a part of {plain(cohort.get('source', 'data of unknown origin'))}: "
        f"{cohort.get('used', 'unknown')} {plural(unit)}{whose}{_classes(cohort)}."
    )


def _classes(cohort: Mapping[str, Any]) -> str:
    classes = cohort.get("classes", {}).items()
    named = ", ".join(f"{number} {plain(name)}" for name, number in classes)
    return f" ({named})" if named else ""


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
    threshold = in_units(threshold_words(metrics["protocol"])[1], unit_of(metrics))
    return (
        f"{input_text(metrics, facts)}\n\nOutput: a score from 0 to 1 for {_disease(metrics)}, "
        f"and the class by a threshold. {threshold}"
    )


def _limits(metrics: Metrics, facts: Mapping[str, Any]) -> str:
    findings = [
        f"- Audit, {plain(one.value.get('severity', ''))}: {_told(one.value, metrics)}"
        for one in find(metrics, "audit.findings[*]")
    ]
    if not findings:
        looked = value_at(metrics, "audit.findings") is not None
        further = NOT_SOUGHT if has_image(metrics, facts) else ""
        nothing = f"{NOTHING_FOUND}{further}."
        findings = [nothing if looked else "- No audit of the data was made."]
    stamped = "- The stamps at the head hold for every number of this page."
    return "\n".join(
        [
            *([stamped] if metrics.get("stamps") else []),
            *findings[:MOST_LISTED],
            "- Tested on patients of the same data set only; elsewhere it is untested.",
            "- Scores are those of networks that each saw a part of the patients.",
        ]
    )


def _told(finding: Mapping[str, Any], metrics: Metrics) -> str:
    return plain(in_units(finding["what"], unit_of(metrics)))


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
    if not is_inductive(metrics):
        return "`checkpoints/` holds weights, and settings with the paths that were given."
    return (
        "`checkpoints/` holds weights, settings with the paths that were given, and the training "
        f"{plural(unit_of(metrics))}, who are the neighbours of a new patient: their columns, "
        "labels, names and patient ids. **Do not give these files away without the right to "
        "give away the data.**"
    )


def _disease(metrics: Metrics) -> str:
    positive = metrics.get("cohort", {}).get("positive", [])
    return plain(spoken(positive)) or "disease"
