"""What a finished run on infarction hands to its report."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from hfgnn.evaluation.learning_curve import Curve
from hfgnn.types import Predictions, Refusal


@dataclass(frozen=True)
class FinishedInfarction:
    """Everything that a table, a figure or the report shows.

    Attributes:
        metrics: the content of metrics.json.
        curve: scores over the share of the labels.
        predictions: by share and start.
        refused: files that could not be used.
        notes: what was left out or changed in reading, one sentence each.
        provenance: the content of run.json.
        settings: the run's settings as yaml text.
        command: what the user typed.
    """

    metrics: dict[str, Any]
    curve: Curve
    predictions: Mapping[tuple[float, str], Predictions]
    refused: tuple[Refusal, ...]
    notes: tuple[str, ...]
    provenance: Mapping[str, Any]
    settings: str
    command: str
