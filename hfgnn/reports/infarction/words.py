"""Plain words for models, scores, protocols and stamps of a run on infarction."""

from collections.abc import Mapping
from typing import Any

from hfgnn.reports.words import STAMPS, ModelWords

MODELS = {
    "transferred": ModelWords(
        "transferred",
        "The network that knew heartbeats",
        "Both convolutions come from a network for the five classes of heartbeats; then all "
        "layers are trained on infarction.",
    ),
    "scratch": ModelWords(
        "from scratch",
        "The same network from random weights",
        "Same layers, same seed, same beats in the same order, same number of batches.",
    ),
    "age": ModelWords(
        "age alone",
        "The patient's age and nothing else",
        "Who has had an infarction is older: what a model must beat before it has seen anything "
        "of the heart.",
    ),
}

CURVE_SCORES = {
    "auroc": "AUROC",
    "balanced_accuracy": "macro-recall",
    "sensitivity": "MI sensitivity",
    "specificity": "specificity",
    "accuracy": "accuracy",
}
"""Of two classes the macro-recall is the balanced accuracy."""

PROTOCOLS = {
    "patient_folds": "All records of a patient stood on one side, the patients were divided into "
    "folds anew for each seed, and every patient was tested once per seed. A record counts once: "
    "its beats' log odds are averaged.",
    "published_beats": "As published, beats were divided at random, so that nearly every tested "
    "beat has others of the same recording among those trained on, and the tested beats validated "
    "too.",
}

INFARCTION_STAMPS = STAMPS | {
    "leaking protocol": "Beats were divided at random, whoever's they are: a network may know the "
    "recording, and scores come out too high.",
    "patients unknown": "Nothing says whose these beats are, so no division can keep patients "
    "apart.",
}


def title(metrics: Mapping[str, Any]) -> str:
    """The headline of the report."""
    return f"Infarction told from heartbeats: {metrics['cohort']['source']}"
