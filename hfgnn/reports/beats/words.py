"""Plain words for models, classes, protocols and stamps of a run on heartbeats."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from hfgnn.reports.words import STAMPS, ModelWords

MODELS = {
    "beat_cnn": ModelWords(
        "CNN, single beats",
        "Convolutional network on single beats",
        "The samples of one beat and nothing else.",
    ),
    "conv_xgb": ModelWords(
        "CNN into XGBoost",
        "Boosted trees on what a CNN extracts",
        "The samples of one beat; a convolutional network makes the columns of the trees.",
    ),
    "xgb_features": ModelWords(
        "XGBoost, features",
        "Boosted trees on signal and features",
        "One beat with its RR intervals and its shape against the recording's own.",
    ),
    "cnn_mlp": ModelWords(
        "CNN and MLP",
        "Two branches: signal and features",
        "A convolutional network for the samples of one beat, another for its features.",
    ),
    "beat_transformer": ModelWords(
        "Transformer, rows",
        "Transformer over neighbouring beats",
        "A row of beats of one recording at once, so that their rhythm can be seen.",
    ),
    "heatmap_cnn": ModelWords(
        "CNN, heat maps",
        "Light convolutional network on heat maps",
        "The samples of one beat drawn as a picture, and nothing else.",
    ),
    "logistic_rhythm": ModelWords(
        "logistic, RR only",
        "Logistic regression on RR intervals",
        "No signal at all: how much the times of the beats say on their own.",
    ),
    "majority": ModelWords(
        "majority class",
        "Always the most frequent class",
        "The floor: what is reached without looking at any beat.",
    ),
}

CLASSES = {
    "N": "normal, bundle branch block, escape",
    "S": "supraventricular ectopic",
    "V": "ventricular ectopic",
    "F": "fusion of ventricular and normal",
    "Q": "paced or unclassifiable",
}
"""AAMI classes (ANSI/AAMI EC57)."""

PROTOCOLS = {
    "inter_patient": "All beats of a patient stood on one side: some patients train and choose, "
    "others were tested, once.",
    "cross_validated": "All beats of a patient stood in one fold, and everybody was tested once, "
    "by a fit that other patients had trained and chosen.",
    "random_beats": "As published, beats were drawn into training, validation and test at random, "
    "so that nearly every tested beat has neighbours of the same recording among those trained on.",
}

BEAT_STAMPS = STAMPS | {
    "simulated": "The recordings were drawn by a model of the heart. The scores show how the "
    "methods behave, and say nothing of real patients.",
    "leaking protocol": "Beats were split at random, whoever's they are. A model may know a tested "
    "beat by its patient, so scores come out too high for anybody new.",
    "a tested patient trains too": "This recording is of a patient who is tested in another one.",
    "digits check failed": "The network that reads the heat maps was also to read hand-written "
    "digits and did not, so it may be at fault where it fails on heat maps.",
    "patients unknown": "Nothing says whose these beats are, so that no division can keep patients "
    "apart, and intervals take each beat for a patient.",
}
"""What a stamp means, by how it begins."""


def beat_model_words(model: str) -> ModelWords:
    """What to call a model."""
    return MODELS.get(model, ModelWords(model, model, ""))


def plain_verdict(verdict: str) -> str:
    """The verdict with the table's words, in quotes, for the names of models."""
    names = "|".join(MODELS)
    return re.sub(rf"\b(?:{names})\b", lambda name: f'"{MODELS[name[0]].short}"', verdict)


def class_words(name: str, classes: Sequence[str]) -> str:
    """What a class is, where these classes are told apart."""
    words = CLASSES.get(name, "")
    if name == "V" and "F" not in classes and words:
        return f"{words}, fusion"
    return words


def title(metrics: Mapping[str, Any]) -> str:
    """The question that the run asks."""
    if any(stamp.startswith("leaking") for stamp in metrics["stamps"]):
        return "How well are heartbeats told apart when the patient is known?"
    return "Can heartbeats be told apart on patients never seen before?"
