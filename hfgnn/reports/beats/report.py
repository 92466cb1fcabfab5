"""report.html of a run on heartbeats: one file that holds the whole run."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from hfgnn.reports import evidence_tables, sections
from hfgnn.reports.beats import sections as own
from hfgnn.reports.beats.figures import beat_captions, write_beat_figures
from hfgnn.reports.beats.finished import FinishedBeats
from hfgnn.reports.beats.words import BEAT_STAMPS, beat_model_words, plain_verdict, title
from hfgnn.reports.embedded import embedded
from hfgnn.reports.estimates import with_minus, without_gaps
from hfgnn.reports.extra import extra_parts
from hfgnn.reports.files import write_beside
from hfgnn.reports.template import render
from hfgnn.reports.words import stamp_meaning, verdict_tone

TEMPLATE = "beats/report.html.jinja"
MOST_LISTED = 50
NOT_SOUGHT = (
    "it was looked for patients on both sides and for beats that share samples, not for one "
    "patient under two names"
)


def write_beats_report(finished: FinishedBeats, folder: Path) -> None:
    """Draw the figures and write figures/*.png and report.html into ``folder``."""
    finished = replace(finished, metrics=without_gaps(finished.metrics))
    pictures = write_beat_figures(finished, folder)
    figures = embedded(pictures, beat_captions(finished))
    write_beside(
        folder / "report.html", render(TEMPLATE, _content(finished) | {"figures": figures})
    )


def _content(finished: FinishedBeats) -> dict[str, Any]:
    """Everything that the template names, but the figures."""
    metrics = finished.metrics
    records, more_records = own.record_lines(finished)
    return {
        "title": title(metrics),
        "network": beat_model_words(metrics["network"]).short,
        "stamps": [
            (with_minus(stamp), stamp_meaning(stamp, BEAT_STAMPS)) for stamp in metrics["stamps"]
        ],
        "verdict": with_minus(plain_verdict(metrics["verdict"])),
        "caution": metrics.get("verdict_caution", ""),
        "tone": verdict_tone(metrics["verdict"], metrics["stamps"]),
        "paragraphs": own.paragraphs(metrics),
        "notes": [f"{note[:1].upper()}{note[1:]}." for note in finished.notes],
        "main": own.main_table(metrics),
        "classes": own.class_lines(metrics),
        "class_titles": list(own.CLASS_SCORES.values()),
        "class_names": finished.network.classes,
        "records": records,
        "more_records": more_records,
        "strips": [f"strip_{number}" for number in range(1, len(finished.strips) + 1)],
        "extra": extra_parts(finished.extra),
        "left_out": own.left_out_rows(finished),
        "refused": sections.refusal_rows(finished.refused),
        "num_refused": len(finished.refused),
        "most": MOST_LISTED,
        **_evidence(metrics),
        "settings": finished.settings,
        "command": finished.command,
        "timing": sections.timing_rows(metrics),
        "unit": "beat",
        "confidence": _confidence(finished.settings),
        "resamples": sections.chosen(finished.settings, "evaluation.resamples"),
    }


def _evidence(metrics: Mapping[str, Any]) -> dict[str, Any]:
    """How far the result can be believed."""
    audit = metrics.get("audit", {})
    return {
        "is_audited": "audit" in metrics,
        "not_sought": NOT_SOUGHT,
        "findings": evidence_tables.finding_rows(audit),
        "probes": evidence_tables.probe_rows(audit),
        "claim": sections.claim_rows(metrics),
        "claim_source": metrics.get("claim", {}).get("source", "the publication"),
        "honest": own.honest_rows(metrics),
        "honest_title": own.honest_title(metrics),
        "spread": own.seed_sentence(metrics),
        "lost_draws": metrics.get("statistics", {}).get("draws_without_a_class", 0),
    }


def _confidence(settings: str) -> str | None:
    share = sections.chosen(settings, "evaluation.confidence")
    return None if share is None else f"{100 * share:g} %"
