"""Plain words for the names in metrics.json: models, stamps, protocols, classes."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from hfgnn.reports.control_words import CONTROLS, NETWORKS, ON_A_GRAPH
from hfgnn.reports.control_words import ModelWords as ModelWords  # others take it from here
from hfgnn.types import Cohort

STAMPS = {
    "simulated cohort": "The patients were drawn by a model of the heart. The scores show how the "
    "methods behave, and say nothing of real patients.",
    "clinical features synthesized from the label": "Ejection fraction, BNP, NYHA class, blood "
    "pressure and age were drawn from the diagnosis, so a model that reads them is told of the "
    "diagnosis.",
    "clinical features synthesized at random": "The five clinical numbers are noise, by choice.",
    "leaking protocol": "Files were split at random, whoever's they are, so that a test page can "
    "have its exact copy, or another page of its patient, among the training pages. Scores come "
    "out too high.",
    "patients unknown": "Nothing says whose these pages are, so each counts as a patient of its "
    "own; two pages of one patient can stand on both sides of a split.",
    "random backbone": "The network that turns a page into numbers was never trained; a trained "
    "one may see more in a page.",
    "follow-up column": "It was known only when the outcome was, and nobody has it when a "
    "prediction is wanted. Scores come out too high.",
}
"""What a stamp means, by how it begins."""

PROTOCOLS = {
    "honest": "All pages that are known to be of one patient, with their duplicates, "
    "stood on one side of a split, and each page was tested once in each division into folds.",
    "thesis": "As published, files were drawn into training and test at random, so that exact "
    "copies of a page, and pages of one patient, can stand on both sides; validation rows were "
    "drawn after the training pages had been augmented.",
    "random_files": "As other systems were published, files were drawn into training and test at "
    "random, so that exact copies of a page, and pages of one patient, can stand on both sides.",
    "leave_site_out": "Every site was tested once, by models that saw only the other sites.",
}
"""Who stands on which side of a split."""

EDGES = {
    "inductive": "Training pages were joined among themselves, and every other page to training "
    "pages only.",
    "transductive": "All pages were joined in one graph, with the labels of those that are not "
    "trained on hidden.",
    "per_part": "Training, validation and test pages each had a graph of their own.",
}
"""Which pages a graph joins."""

JOINED = {
    "inductive": "training pages",
    "transductive": "pages of any part of the split",
    "per_part": "pages of its own part of the split",
}
"""Whom a page is joined to."""

THRESHOLDS = {
    "balanced": (
        "at the threshold that the validation pages chose",
        "The threshold of each model was chosen on validation pages, by one rule for all.",
    ),
    "half": (
        "at a threshold of one half",
        "The threshold of every model is one half; none was chosen.",
    ),
}
"""Where a model begins to call a page diseased: for a caption, and as a sentence."""


def network_name(model: str) -> str:
    """The name of a network as the literature writes it."""
    return NETWORKS.get(model, model)


def model_words(model: str, network: str, protocol: Mapping[str, Any] | None = None) -> ModelWords:
    """What to call ``model`` in a run of ``network``; the protocol decides who hears whom.

    Args:
        model: its name in metrics.json.
        network: the name of the network in question.
        protocol: of the run; one that names no edges has no graph.
    """
    if model == network and protocol is not None and "graph" not in protocol:
        name = network_name(model)
        return ModelWords(name, name[:1].upper() + name[1:], "The network in question.")
    protocol = protocol or {}
    if model == network:
        return _on_the_graph(model, f"The network in question: every page {_hearing(protocol)}.")
    if model in ON_A_GRAPH:
        return _on_the_graph(model, "Another network, trained in the same way on the same graph.")
    words = CONTROLS.get(model, ModelWords(model, model, ""))
    if model == "label_propagation" and protocol.get("graph") == "per_part":
        return replace(words, meaning=f"{words.meaning} Here test pages have none with a label.")
    return words


def _on_the_graph(model: str, meaning: str) -> ModelWords:
    name = network_name(model)
    short = f"{name} on the graph" if len(name) < 10 else f"{name}, graph"
    return ModelWords(short, f"{name} on the patient graph", meaning)


def _hearing(protocol: Mapping[str, Any]) -> str:
    whom = JOINED.get(protocol.get("graph", ""), "pages")
    if protocol.get("direction") == "from_query":
        return f"sends to the most similar {whom}, and hears those that send to it"
    return f"hears the most similar {whom}"


def threshold_words(protocol: Mapping[str, Any]) -> tuple[str, str]:
    """Where a model calls a page diseased: for a caption, and as a sentence."""
    unknown = "at the threshold of the model", "One rule gave every model its threshold."
    return THRESHOLDS.get(protocol.get("threshold", ""), unknown)


def plain_verdict(verdict: str) -> str:
    """The verdict with the table's words, in quotes, for the names of controls."""
    words = NETWORKS | {name: f'"{one.short}"' for name, one in CONTROLS.items()}
    return re.sub(rf"\b(?:{'|'.join(words)})\b", lambda name: words[name[0]], verdict)


def clinical_gap(metrics: Mapping[str, Any]) -> str:
    """How many patients have no clinical numbers, "" where all have some."""
    missing = metrics.get("patients_without_clinical_numbers", 0)
    if not missing:
        return ""
    patients = metrics.get("cohort", {}).get("patients", missing)
    return (
        f"{missing:,} of {patients:,} patients {'has' if missing == 1 else 'have'} no clinical "
        "numbers; theirs are imputed"
    )


def stamp_meaning(stamp: str, meanings: Mapping[str, str] = STAMPS) -> str:
    """One or two sentences on a stamp, "" for one that is not known here."""
    return next((text for start, text in meanings.items() if stamp.startswith(start)), "")


def class_words(cohort: Cohort) -> tuple[str, str]:
    """Names of the healthy and of the diseased classes, as a reader would say them."""
    names = dict.fromkeys(cohort.records.class_name.tolist())
    healthy = [name for name in names if name not in cohort.positive]
    return spoken(healthy) or "no disease", spoken(list(cohort.positive)) or "disease"


def spoken(names: Sequence[str]) -> str:
    """Classes as a reader would say them; values of one column name it once.

    Example:
        >>> spoken(["grade=1", "grade=2", "grade=3"])
        'grade 1, 2 or 3'
        >>> spoken(["heart_failure", "mi"])
        'heart failure or mi'
    """
    pairs = [name.partition("=") for name in names]
    column = pairs[0][0] if pairs else ""
    if len(pairs) < 2 or any(not value or own != column for own, _, value in pairs):
        return " or ".join(name.replace("_", " ").replace("=", " ") for name in names)
    *first, last = (value for _, _, value in pairs)
    return f"{column.replace('_', ' ')} {', '.join(first)} or {last}"


SHOWN = (" apart with ", " beats every control")
"""What verdicts say where there is no graph and something was shown."""


def verdict_tone(verdict: str, stamps: Iterable[str] = ()) -> str:
    """``helps``, ``hurts``, ``open`` where nothing is shown, ``leaks`` where nothing can be.

    A model that tells classes apart helps, too, and so does a network without a graph that is
    better than its controls.
    """
    if any(stamp.startswith("leaking") for stamp in stamps):
        return "leaks"
    if verdict.startswith("the graph helps") or any(words in verdict for words in SHOWN):
        return "helps"
    is_worse = verdict.startswith("the graph hurts") or " is worse than " in verdict
    return "hurts" if is_worse else "open"


def claim_lines(metrics: Mapping[str, Any]) -> list[tuple[str, float, Any]]:
    """What a publication claims beside what was measured: name, claimed, measured or None."""
    claim = metrics.get("claim", {})
    measured = metrics["models"].get(metrics["network"], {})
    lines = [
        (name, value, measured.get(name))
        for name, value in claim.items()
        if isinstance(value, int | float) and name != "tested_pages"
    ]
    if "tested_pages" in claim:
        tested = metrics.get("cohort", {}).get("tested_pages")
        lines.insert(0, ("tested pages", claim["tested_pages"], tested))
    return lines
