"""Plain words for the names in metrics.json: models, stamps, protocols, classes."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from hfgnn.types import Cohort

NETWORKS = {"gcn": "GCN", "gat": "GAT", "sage": "GraphSAGE", "transformer": "Transformer"}
"""How the literature writes a network's name."""


@dataclass(frozen=True)
class ModelWords:
    """What a table calls a model.

    Attributes:
        short: at most 22 letters for the networks of the package, for a terminal and a legend.
        long: for the report.
        meaning: what the model is there to show, one sentence.
    """

    short: str
    long: str
    meaning: str


CONTROLS = {
    "no_edges": ModelWords(
        "same, without edges",
        "The same network without edges",
        "Same layers, same training, but every patient alone: what the graph adds is the "
        "difference to this line.",
    ),
    "rewired": ModelWords(
        "same, random edges",
        "The same network on random edges",
        "Every patient keeps the number of neighbours, but they are drawn at random: shows "
        "whether it matters that neighbours are similar.",
    ),
    "logistic_all": ModelWords(
        "logistic, all columns",
        "Logistic regression on all columns",
        "The same numbers per patient as the network, in the simplest model.",
    ),
    "logistic_image": ModelWords(
        "logistic, image only",
        "Logistic regression on the image",
        "The columns that the backbone reads from the page, and nothing else.",
    ),
    "logistic_clinical": ModelWords(
        "logistic, clinical",
        "Logistic regression on the clinical numbers",
        "No picture at all: shows how much the clinical numbers say on their own.",
    ),
    "logistic_recording": ModelWords(
        "logistic, recording",
        "Logistic regression on the recording's numbers",
        "Rhythm and beats as measured in the recording: shows what they say without the page.",
    ),
    "boosting": ModelWords(
        "gradient boosting",
        "Gradient boosting on all columns",
        "The usual strong model for tables.",
    ),
    "label_propagation": ModelWords(
        "label propagation",
        "Label propagation on the graph",
        "The graph without a network: a patient gets the labels of the neighbours.",
    ),
    "majority": ModelWords(
        "majority class",
        "Always the more frequent class",
        "The floor: ranks nobody, so its AUROC is one half.",
    ),
}

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
}
"""What a stamp means, by how it begins."""

PROTOCOLS = {
    "honest": "All pages that are known to be of one patient, with their duplicates, "
    "stood on one side of a split, and each page was tested once in each division into folds.",
    "thesis": "As published, files were drawn into training and test at random, so that exact "
    "copies of a page, and pages of one patient, can stand on both sides; validation rows were "
    "drawn after the training pages had been augmented.",
}

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
    """What to call ``model`` in a run of ``network``; the protocol decides who hears whom."""
    protocol = protocol or {}
    if model == network:
        name = network_name(model)
        return ModelWords(
            f"{name} on the graph" if len(name) < 10 else f"{name}, graph",
            f"{name} on the patient graph",
            f"The network in question: every page {_hearing(protocol)}.",
        )
    words = CONTROLS.get(model, ModelWords(model, model, ""))
    if model == "label_propagation" and protocol.get("graph") == "per_part":
        return replace(words, meaning=f"{words.meaning} Here test pages have none with a label.")
    return words


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
    return re.sub(
        rf"\b(?:{'|'.join(CONTROLS)})\b", lambda name: f'"{CONTROLS[name[0]].short}"', verdict
    )


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
    return _spoken(healthy) or "no disease", _spoken(list(cohort.positive)) or "disease"


def _spoken(names: list[str]) -> str:
    return " or ".join(name.replace("_", " ") for name in names)


def verdict_tone(verdict: str, stamps: Iterable[str] = ()) -> str:
    """``helps``, ``hurts``, ``open`` where nothing is shown, ``leaks`` where nothing can be.

    A model that tells classes apart helps, too.
    """
    if any(stamp.startswith("leaking") for stamp in stamps):
        return "leaks"
    if " apart with " in verdict:
        return "helps"
    return next(
        (one for one in ("helps", "hurts") if verdict.startswith(f"the graph {one}")), "open"
    )


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
