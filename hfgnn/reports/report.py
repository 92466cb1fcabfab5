"""report.html: one file that holds the whole run."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from hfgnn.reports import evidence_tables, sections, summary
from hfgnn.reports.captions import captions
from hfgnn.reports.embedded import embedded
from hfgnn.reports.estimates import with_minus, without_gaps
from hfgnn.reports.extra import extra_captions, extra_parts
from hfgnn.reports.figures import write_figures
from hfgnn.reports.files import write_beside
from hfgnn.reports.finished import Finished
from hfgnn.reports.template import render
from hfgnn.reports.units import in_units, plural, source_of, unit_of
from hfgnn.reports.words import (
    network_name,
    plain_verdict,
    stamp_meaning,
    threshold_words,
    verdict_tone,
)

TEMPLATE = "report.html.jinja"
MOST_LISTED = 50


def write_report(finished: Finished, folder: Path) -> None:
    """Draw the figures and write figures/*.png and report.html into ``folder``."""
    finished = replace(finished, metrics=without_gaps(finished.metrics))
    pictures = write_figures(finished, folder)
    told = captions(finished) | extra_captions(finished.extra)
    content = _content(finished) | {"figures": embedded(pictures, told)}
    write_beside(folder / "report.html", render(TEMPLATE, content))


def _content(finished: Finished) -> dict[str, Any]:
    """Everything that the template names, but the figures."""
    metrics, unit = finished.metrics, finished.unit
    return {
        "title": summary.title(metrics),
        "network": network_name(metrics["network"]),
        "stamps": [
            (with_minus(stamp), in_units(stamp_meaning(stamp), unit)) for stamp in metrics["stamps"]
        ],
        "paragraphs": summary.paragraphs(metrics, finished.settings),
        "verdict": with_minus(plain_verdict(metrics["verdict"])),
        "caution": _capital(metrics.get("verdict_caution", "")),
        "tone": verdict_tone(metrics["verdict"], metrics["stamps"]),
        "main": sections.main_table(metrics),
        "further": sections.further_table(metrics),
        "ceiling": sections.ceiling_rows(metrics),
        "claim": sections.claim_rows(metrics),
        "claim_source": metrics.get("claim", {}).get("source", "the publication"),
        "graph": sections.graph_rows(metrics, finished.settings),
        "timing": sections.timing_rows(metrics),
        "classes": metrics.get("cohort", {}).get("classes", {}),
        "positive": finished.cohort.positive,
        "refused": sections.refusal_rows(finished.cohort.refused),
        "num_refused": len(finished.cohort.refused),
        "duplicates": finished.duplicates,
        "most": MOST_LISTED,
        "threshold": in_units(threshold_words(metrics["protocol"])[1], unit),
        "is_leaking": any(stamp.startswith("leaking") for stamp in metrics["stamps"]),
        "unit": unit,
        "units": plural(unit),
        "source": source_of(unit),
        "notes": finished.cohort.notes,
        "has_graph": finished.drawn is not None,
        "has_pictures": finished.has_pictures,
        "extra": extra_parts(finished.extra),
        "settings": finished.settings,
        "command": finished.command,
        **_reading(finished.settings),
        **_evidence(metrics, has_pictures=finished.has_pictures),
    }


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _evidence(metrics: Mapping[str, Any], *, has_pictures: bool) -> dict[str, Any]:
    """How far the result can be believed."""
    audit = metrics.get("audit", {})
    return {
        "is_audited": "audit" in metrics,
        "not_sought": evidence_tables.not_sought(has_pictures),
        "findings": evidence_tables.finding_rows(audit, unit_of(metrics)),
        "probes": evidence_tables.probe_rows(audit),
        "tests": evidence_tables.test_rows(metrics),
        "spread": " ".join(evidence_tables.spread_lines(metrics)),
        "base_rate": metrics.get("statistics", {}).get("auprc_base_rate"),
        "calibration": evidence_tables.calibration_rows(metrics),
        "is_recalibrated": metrics["protocol"].get("recalibration") != "none",
        "conformal": evidence_tables.conformal_rows(metrics),
        "subgroups": evidence_tables.subgroup_rows(metrics),
        "subgroup_titles": list(evidence_tables.SUBGROUP_SCORES.values()),
    }


def _reading(settings: str) -> dict[str, Any]:
    """The settings that the notes on how to read the numbers mention."""
    confidence = sections.chosen(settings, "evaluation.confidence")
    return {
        "confidence": None if confidence is None else f"{100 * confidence:g} %",
        "resamples": sections.chosen(settings, "evaluation.resamples"),
        "specificity": sections.chosen(settings, "evaluation.specificity"),
        "coverage": sections.chosen(settings, "evaluation.coverage"),
    }
