"""What a clinic would ask of the network: can it be believed, does it help, for whom."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from hfgnn.config.evaluation import Evaluation
from hfgnn.evaluation.bootstrap import draw_patients
from hfgnn.evaluation.calibration import Calibration, calibration
from hfgnn.evaluation.conformal import conformal_scores
from hfgnn.evaluation.decision_curve import DecisionCurve, decision_curve
from hfgnn.evaluation.subgroups import Subgroup, subgroups
from hfgnn.types import DataError, Estimate, Predictions

DRAWS = 500
"""Bootstrap draws at most: these intervals inform, they decide nothing."""


@dataclass(frozen=True)
class Use:
    """What one model's probabilities are good for.

    Attributes:
        raw: calibration of the probabilities as the model says them.
        recalibrated: and as corrected on validation rows.
        decision_curve: net benefit, on the corrected ones.
        conformal: coverage of the conformal sets, and how many of them decide.
        subgroups: by the columns that the settings name.
    """

    raw: Calibration
    recalibrated: Calibration
    decision_curve: DecisionCurve
    conformal: dict[str, Estimate]
    subgroups: tuple[Subgroup, ...]

    def as_json(self) -> dict[str, Any]:
        """Plain dictionaries and lists for metrics.json."""
        return {
            "calibration": {
                "raw": _plain(asdict(self.raw)),
                "recalibrated": _plain(asdict(self.recalibrated)),
            },
            "decision_curve": _plain(asdict(self.decision_curve)),
            "conformal": {name: asdict(estimate) for name, estimate in self.conformal.items()},
            "subgroups": [asdict(subgroup) for subgroup in self.subgroups],
        }


def use(
    network: Predictions,
    *,
    attributes: Mapping[str, Mapping[str, str]],
    settings: Evaluation,
    seed: int,
) -> Use:
    """Calibration, decision curve, conformal sets and subgroups of one model.

    Args:
        network: its answers.
        attributes: column to record_id to value, at least the columns of settings.subgroups.
        settings: of the evaluation; of its draws, at most 500.
        seed: of the draws.

    Raises:
        DataError: settings.subgroups names a column that there is not.
    """
    for column in settings.subgroups:
        if column not in attributes:
            there = ", ".join(sorted(attributes)) or "none"
            raise DataError(
                f"evaluation.subgroups names {column}, but it must be one of the columns: {there}"
            )
    chosen = {column: attributes[column] for column in settings.subgroups}
    settings = replace(settings, resamples=min(settings.resamples, DRAWS))
    weights = draw_patients(network.group, resamples=settings.resamples, seed=seed)
    label, group, confidence = network.label, network.group, settings.confidence
    raw, recalibrated = (
        calibration(column, label, group, weights=weights, confidence=confidence, seed=seed)
        for column in (network.probability, network.calibrated)
    )
    return Use(
        raw=raw,
        recalibrated=recalibrated,
        decision_curve=decision_curve(
            network.calibrated, label, weights=weights, confidence=confidence
        ),
        conformal=conformal_scores(network, confidence),
        subgroups=subgroups(network, chosen, settings=settings, seed=seed),
    )


def _plain(values: Mapping[str, Any]) -> dict[str, Any]:
    """Tuples as the lists that JSON makes of them."""
    return {
        name: list(value) if isinstance(value, tuple) else value for name, value in values.items()
    }
