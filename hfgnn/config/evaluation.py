"""Settings of the evaluation and of the controls."""

from dataclasses import dataclass
from enum import StrEnum

from omegaconf import MISSING

from hfgnn.config.check import need


class Threshold(StrEnum):
    """The probability from which a page is called diseased."""

    balanced = "balanced"  # highest balanced accuracy on the validation rows
    half = "half"  # one half, as published


class Recalibration(StrEnum):
    """How a fold's validation rows correct its probabilities."""

    platt = "platt"  # logit times a positive number, plus a number
    temperature = "temperature"  # logit times a positive number
    isotonic = "isotonic"  # any rising steps; ties arise
    none = "none"  # as the model says them


@dataclass
class Evaluation:
    """Intervals, thresholds and what stands on calibrated probabilities (hfgnn/evaluation)."""

    threshold: Threshold = MISSING
    resamples: int = MISSING
    confidence: float = MISSING
    specificity: float = MISSING
    recalibration: Recalibration = MISSING
    coverage: float = MISSING
    subgroups: list[str] = MISSING

    def __post_init__(self) -> None:
        need(self.resamples >= 100, "evaluation.resamples", self.resamples, "at least 100")
        need(0 < self.confidence < 1, "evaluation.confidence", self.confidence, "in (0, 1)")
        need(0 < self.specificity < 1, "evaluation.specificity", self.specificity, "in (0, 1)")
        need(0 < self.coverage < 1, "evaluation.coverage", self.coverage, "in (0, 1)")
        columns = self.subgroups
        rule = "different names of manifest columns, as [sex,age_years]"
        need(all(columns) and len(set(columns)) == len(columns), SUBGROUPS, columns, rule)


SUBGROUPS = "evaluation.subgroups"


@dataclass
class Controls:
    """The models that use no graph, or no network (hfgnn/baselines)."""

    logistic_penalties: list[float] = MISSING
    boosting_trees: int = MISSING
    boosting_leaves: int = MISSING
    boosting_learning_rate: float = MISSING
    propagation_steps: int = MISSING
    rewiring_swaps_per_edge: int = MISSING

    def __post_init__(self) -> None:
        penalties = self.logistic_penalties
        rule = "one or more numbers above 0"
        need(bool(penalties) and min(penalties) > 0, "controls.logistic_penalties", penalties, rule)
        for name in ("boosting_trees", "boosting_leaves", "propagation_steps"):
            least = 2 if name == "boosting_leaves" else 1
            need(
                getattr(self, name) >= least,
                f"controls.{name}",
                getattr(self, name),
                f"at least {least}",
            )
        rate = self.boosting_learning_rate
        need(0 < rate <= 1, "controls.boosting_learning_rate", rate, "in (0, 1]")
        swaps = self.rewiring_swaps_per_edge
        need(swaps >= 1, "controls.rewiring_swaps_per_edge", swaps, "at least 1")


@dataclass
class ClassEvaluation:
    """Intervals of scores over several classes (hfgnn/evaluation/classes)."""

    resamples: int = MISSING
    confidence: float = MISSING
    multipliers: bool = MISSING

    def __post_init__(self) -> None:
        need(self.resamples >= 100, "evaluation.resamples", self.resamples, "at least 100")
        need(0 < self.confidence < 1, "evaluation.confidence", self.confidence, "in (0, 1)")
