"""Second opinions beside the bootstrap: tests, the spread by seed and split, base rates."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from hfgnn.evaluation.base_rate import auprc_base_rate
from hfgnn.evaluation.compare import NO_EDGES
from hfgnn.evaluation.delong import auroc_interval
from hfgnn.evaluation.significance import Significance, significance
from hfgnn.evaluation.variance import AurocSpread, auroc_spread
from hfgnn.types import Estimate, Predictions


@dataclass(frozen=True)
class Statistics:
    """What a statistician asks for beside the table of scores.

    Attributes:
        tests: the network against every control.
        delong: AUROC of every model with DeLong's interval.
        spread: of the network's AUROC over repeats and seeds.
        auprc_base_rate: AUPRC of a model without any knowledge.
    """

    tests: tuple[Significance, ...]
    delong: dict[str, Estimate]
    spread: AurocSpread
    auprc_base_rate: float

    def caution(self, verdict: str, *, confidence: float) -> str:
        """What speaks against taking a verdict for more than it is, "" where nothing does.

        A verdict that the graph helps or hurts rests on a bootstrap over patients, which holds
        the trained models fixed.

        Args:
            verdict: on the graph.
            confidence: of the intervals.
        """
        if not verdict.startswith(("the graph helps", "the graph hurts")):
            return ""
        words = []
        if self.spread.repeats * self.spread.seeds == 1:
            words.append("this is one division into folds and one seed")
        tests = [one.corrected_t for one in self.tests if one.against == NO_EDGES]
        if tests and tests[0] is not None and tests[0].p > 1 - confidence:
            words.append(f"the t-test over folds does not agree (p = {tests[0].p:.3f})")
        return "; ".join(words)

    def as_json(self) -> dict[str, Any]:
        """Plain dictionaries for metrics.json; what cannot be had is absent."""
        spread = {name: value for name, value in asdict(self.spread).items() if value is not None}
        return {
            "tests": [test.as_json() for test in self.tests],
            "delong": {name: asdict(estimate) for name, estimate in self.delong.items()},
            "spread": spread,
            "auprc_base_rate": self.auprc_base_rate,
        }


def statistics(
    network: Predictions,
    controls: Sequence[Predictions],
    *,
    confidence: float,
    test_to_train: float,
) -> Statistics:
    """All of it for one run.

    Args:
        network: the model in question.
        controls: models on the same rows.
        confidence: of the intervals, in (0, 1).
        test_to_train: pages of a test fold over pages it was trained on, the mean over the folds.
    """
    return Statistics(
        tests=significance(network, controls, confidence=confidence, test_to_train=test_to_train),
        delong={one.model: auroc_interval(one, confidence) for one in (network, *controls)},
        spread=auroc_spread(network),
        auprc_base_rate=auprc_base_rate(network),
    )
