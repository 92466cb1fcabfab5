"""Plain words for the names in metrics.json: models, stamps, protocols, classes."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
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
    "pressure and age were drawn from the diagnosis, so a model that reads them reads the "
    "diagnosis.",
    "clinical features synthesized at random": "The five clinical numbers are noise, by choice.",
    "leaking protocol": "Rows were copied before the split, so that copies of test pages stand "
    "among the training pages. The scores are too high.",
    "random backbone": "The network that turns a page into numbers was never trained; a trained "
    "one may see more in a page.",
}
"""What a stamp means, by how it begins."""

PROTOCOLS = {
    "honest": "All pages of a patient, with their duplicates, stood on one side of a split, and "
    "each test page was read once.",
    "thesis": "Rows were augmented, synthesized and split in the published order, in which copies "
    "of a page can stand on both sides.",
}

EDGES = {
    "inductive": "Training patients were joined among themselves; every other patient only "
    "received from training patients.",
    "transductive": "All patients were joined in one graph, with the labels of the others hidden.",
    "per_part": "Training, validation and test patients each had a graph of their own.",
}


def network_name(model: str) -> str:
    """The name of a network as the literature writes it."""
    return NETWORKS.get(model, model)


def model_words(model: str, network: str) -> ModelWords:
    """What to call ``model`` in a run of ``network``."""
    if model == network:
        name = network_name(model)
        return ModelWords(
            f"{name} on the graph" if len(name) < 10 else f"{name}, graph",
            f"{name} on the patient graph",
            "The network in question: every patient hears the most similar training patients.",
        )
    return CONTROLS.get(model, ModelWords(model, model, ""))


def stamp_meaning(stamp: str) -> str:
    """One or two sentences on a stamp, "" for one that is not known here."""
    return next((text for start, text in STAMPS.items() if stamp.startswith(start)), "")


def class_words(cohort: Cohort) -> tuple[str, str]:
    """Names of the healthy and of the diseased classes, as a reader would say them."""
    names = dict.fromkeys(cohort.records.class_name.tolist())
    healthy = [name for name in names if name not in cohort.positive]
    return _spoken(healthy) or "no disease", _spoken(list(cohort.positive)) or "disease"


def _spoken(names: list[str]) -> str:
    return " or ".join(name.replace("_", " ") for name in names)


def verdict_tone(verdict: str, stamps: Iterable[str] = ()) -> str:
    """``helps``, ``hurts``, ``open`` where nothing is shown, ``leaks`` where nothing can be."""
    if any(stamp.startswith("leaking") for stamp in stamps):
        return "leaks"
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
