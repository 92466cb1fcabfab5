"""The numbers of a model card: scores, calibration and subgroups, each with its interval."""

from collections.abc import Iterator, Mapping
from typing import Any

from hfgnn.reports.estimates import SCORES
from hfgnn.reports.evidence_tables import chance_text
from hfgnn.reports.lookup import find, value_at
from hfgnn.reports.markdown import leak_mark, plain, table
from hfgnn.reports.units import plural, unit_of
from hfgnn.reports.words import model_words, plain_verdict

SHOWN = ("auroc", "auprc", "accuracy", "sensitivity", "specificity", "brier")
BESIDE = ("no_edges", "logistic_all")
"""Controls beside the network: what it is without the graph, and the simplest model."""

CALIBRATION = {"slope": "slope", "intercept": "intercept", "ece": "ECE", "brier": "Brier score"}
MOST_LISTED = 12
Metrics = Mapping[str, Any]


def score_text(metrics: Metrics) -> str:
    """Scores of the network and of what it must beat, the verdict, and the ceiling."""
    names = [name for name in (metrics["network"], *BESIDE) if name in metrics["models"]]
    mark = leak_mark(metrics)
    lines = [
        (title, *(_estimate(metrics["models"][name].get(score), mark) for name in names))
        for score, title in SCORES.items()
        if score in SHOWN
    ]
    short = [
        plain(model_words(name, metrics["network"], metrics["protocol"]).short) for name in names
    ]
    parts = [
        table(("score", *short), lines),
        f"Verdict: {plain(plain_verdict(metrics['verdict']))}.",
    ]
    if "ceiling" in metrics:
        allowed = ", ".join(
            f"{SCORES.get(name, name)} {value:.3f}" for name, value in metrics["ceiling"].items()
        )
        parts.append(f"The synthesized clinical numbers alone allow {allowed}.")
    return "\n\n".join(parts)


def calibration_text(metrics: Metrics) -> str:
    """How far the output may be taken as a probability."""
    lines = list(_calibration_lines(metrics))
    if not lines:
        return "Not measured: do not read the output as a probability."
    rule = metrics.get("protocol", {}).get("recalibration")
    validated = f"recalibrated on validation {plural(unit_of(metrics))}"
    after = "not recalibrated" if rule == "none" else validated
    return table(("measure", "as the network says it", after), lines)


def _calibration_lines(metrics: Metrics) -> Iterator[tuple[str, str, str]]:
    for name, title in CALIBRATION.items():
        raw = value_at(metrics, f"use.calibration.raw.scores.{name}")
        mended = value_at(metrics, f"use.calibration.recalibrated.scores.{name}")
        if raw or mended:
            yield title, _estimate(raw, leak_mark(metrics)), _estimate(mended, leak_mark(metrics))


def subgroup_text(metrics: Metrics) -> str:
    """Scores in every subgroup that the settings name, the first twelve of them."""
    found = find(metrics, "use.subgroups[*]")
    if not found:
        return "Not looked at: nothing is known of men and women, the young and the old, or sites."
    lines = [
        (
            plain(one.of),
            str(one.value.get("patients", "")),
            *(
                _estimate(one.value.get("scores", {}).get(score), leak_mark(metrics))
                for score in ("auroc", "sensitivity", "specificity")
            ),
        )
        for one in found[:MOST_LISTED]
    ]
    shown = table(("subgroup", "patients", "AUROC", "sensitivity", "specificity"), lines)
    more = len(found) - len(lines)
    return shown + (f"\n\n{more} more in `metrics.json: use.subgroups`." if more else "")


def _estimate(estimate: Mapping[str, float] | None, mark: str) -> str:
    return f"{chance_text(estimate)}{mark}" if estimate else "–"
