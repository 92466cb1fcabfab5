"""Scores with intervals, paired differences to the controls, and the verdict."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass

import numpy as np
from numpy.typing import NDArray

from hfgnn.config.evaluation import Evaluation
from hfgnn.evaluation.bootstrap import draw_patients
from hfgnn.evaluation.delong import auroc_interval
from hfgnn.evaluation.intervals import Draws, interval, share
from hfgnn.evaluation.metrics import scores
from hfgnn.types import Estimate, Predictions

DECISIVE = "auroc"
CHANCE = 0.5
NO_EDGES = "no_edges"
REWIRED = "rewired"
ON_THE_GRAPH = (
    "label_propagation", "gcn", "gat", "sage", "transformer", "gated", "appnp", "gat_distances",
)  # fmt: skip
"""Models that have the graph too, so that they cannot speak against it."""


@dataclass(frozen=True)
class Comparison:
    """How much higher a model scores than a control on the same drawn patients."""

    model: str
    against: str
    metric: str
    difference: float
    low: float
    high: float


@dataclass(frozen=True)
class Evaluated:
    """What the predictions of all models come to.

    Attributes:
        models: model name to metric name to estimate.
        comparisons: the network against every control, in AUROC and in accuracy.
        verdict: one line on the graph, or on the network where there is no graph.
    """

    models: dict[str, dict[str, Estimate]]
    comparisons: tuple[Comparison, ...]
    verdict: str

    def as_json(self) -> dict[str, object]:
        """Plain dictionaries for metrics.json."""
        return {
            "models": {
                name: {metric: asdict(estimate) for metric, estimate in table.items()}
                for name, table in self.models.items()
            },
            "comparisons": [asdict(comparison) for comparison in self.comparisons],
            "verdict": self.verdict,
        }


def evaluate(
    network: Predictions, controls: Sequence[Predictions], *, settings: Evaluation, seed: int
) -> Evaluated:
    """Score the network and its controls on the same bootstrap draws of patients.

    Raises:
        ValueError: a control answers other pages than the network.
    """
    for control in controls:
        if not np.array_equal(control.record_id, network.record_id):
            raise ValueError(f"{control.model} answers other pages than {network.model}")
    weights = draw_patients(network.group, resamples=settings.resamples, seed=seed)
    draws = {
        predictions.model: scores(predictions, weights, specificity=settings.specificity)
        for predictions in (network, *controls)
    }
    models = {
        one.model: _estimates(one, draws[one.model], settings.confidence)
        for one in (network, *controls)
    }
    comparisons = tuple(
        Comparison(
            network.model,
            control.model,
            metric,
            *interval(
                draws[network.model][metric] - draws[control.model][metric], settings.confidence
            ),
        )
        for control in controls
        for metric in (DECISIVE, "accuracy")
    )
    alone = models.get(NO_EDGES)
    said = (
        verdict(comparisons, without_graph=alone[DECISIVE])
        if alone is not None
        else verdict_on_network(comparisons)
    )
    return Evaluated(models, comparisons, said)


def _estimates(
    predictions: Predictions, draws: Mapping[str, Draws], confidence: float
) -> dict[str, Estimate]:
    """Percentiles of the draws, or where no draw differs from another an interval that has a width.

    Patients who were all told right are drawn again and again as just these, which is not
    certainty; DeLong's interval of the AUROC and Wilson's of a share know of the others.
    """
    found = {name: Estimate(*interval(values, confidence)) for name, values in draws.items()}
    still = {name for name, one in found.items() if one.low == one.high == one.value}
    if DECISIVE in still:
        found[DECISIVE] = auroc_interval(predictions, confidence)
    right = predictions.predicted == predictions.label
    for name, rows in _counted(predictions).items():
        if name in still:
            wider = share(right[rows], predictions.group[rows], confidence)
            found[name] = wider or found[name]
    return found


def _counted(predictions: Predictions) -> dict[str, NDArray[np.bool_]]:
    """The rows of which a score is the share that is right, where the data decide what it is."""
    everybody = np.ones(len(predictions.label), dtype=bool)
    if len(np.unique(predictions.predicted)) == 1:
        return {"accuracy": everybody}  # who calls all alike has sensitivity 0 or 1 by definition
    ill = predictions.label == 1
    return {"accuracy": everybody, "sensitivity": ill, "specificity": ~ill}


def verdict(comparisons: Sequence[Comparison], *, without_graph: Estimate) -> str:
    """What may be said of the graph.

    It helps if the network is better than itself without edges, than itself on random edges, and
    than every model that has no graph at all: each of these must be beaten, so the chance of a
    wrong "helps" is at most that of one comparison (an intersection-union test, Berger 1982). It
    hurts if the network is worse than itself without edges, and that one better than chance: where
    nothing predicts the label, cross-validation pushes models below one half, some more, some less.

    Args:
        comparisons: of the network with its controls.
        without_graph: AUROC of the network without edges.
    """
    decisive = [one for one in comparisons if one.metric == DECISIVE]
    plain = next(one for one in decisive if one.against == NO_EDGES)
    if plain.high < 0 and without_graph.low > CHANCE:
        loss, low, high = -plain.difference, -plain.high, -plain.low
        return f"the graph hurts by {loss:.3f} [{low:.3f}, {high:.3f}] AUROC"
    rivals = [one for one in decisive if one.against not in ON_THE_GRAPH and one.low <= 0]
    if not rivals:
        return (
            f"the graph helps by {plain.difference:.3f} [{plain.low:.3f}, {plain.high:.3f}] AUROC"
        )
    gain = f"no evidence that the graph helps: {_signed(plain)} AUROC over no edges"
    if plain.low <= 0:
        return gain
    best = min(rivals, key=lambda one: one.difference)
    which = f"{best.against} {'on random edges' if best.against == REWIRED else 'without a graph'}"
    how = "is better" if best.high < 0 else "is not clearly worse"
    return f"{gain}, but {which} {how} ({_signed(best)})"


def verdict_on_network(comparisons: Sequence[Comparison]) -> str:
    """What may be said of a network that has no graph: whether it beats every control.

    Each must be beaten, so the chance of a wrong "beats" is at most that of one comparison (an
    intersection-union test, Berger 1982).

    Args:
        comparisons: of the network with its controls.
    """
    decisive = [one for one in comparisons if one.metric == DECISIVE]
    nearest = min(decisive, key=lambda one: one.low)
    network, control = nearest.model, nearest.against
    if nearest.low > 0:
        return f"{network} beats every control, {control} by {_signed(nearest)} AUROC"
    if nearest.high < 0:
        return f"{network} is worse than {control}: {_signed(nearest)} AUROC"
    return f"no evidence that {network} beats {control}: {_signed(nearest)} AUROC"


def _signed(one: Comparison) -> str:
    return f"{one.difference:+.3f} [{one.low:+.3f}, {one.high:+.3f}]"
