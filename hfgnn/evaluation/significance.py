"""Tests of the network against each of its controls, corrected for their number."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass

import numpy as np

from hfgnn.evaluation.corrected_t import CorrectedT, auroc_differences, corrected_t
from hfgnn.evaluation.delong import AurocTest, auroc_difference
from hfgnn.evaluation.holm import holm
from hfgnn.evaluation.mcnemar import McNemar, mcnemar
from hfgnn.types import Predictions


@dataclass(frozen=True)
class Significance:
    """One control's tests.

    Attributes:
        model: the network.
        against: the control.
        delong: difference in AUROC over patients; None where no test fold holds both classes.
        holm_p: DeLong's p corrected for the number of controls; None where delong is.
        corrected_t: difference in AUROC over folds; None where it cannot be had.
        mcnemar: errors at the threshold. "one" is the network, "other" the control.
    """

    model: str
    against: str
    delong: AurocTest | None
    holm_p: float | None
    corrected_t: CorrectedT | None
    mcnemar: McNemar

    def as_json(self) -> dict[str, object]:
        """Plain dictionaries for metrics.json; a test that cannot be had is absent."""
        return {name: value for name, value in asdict(self).items() if value is not None}


def significance(
    network: Predictions,
    controls: Sequence[Predictions],
    *,
    confidence: float,
    test_to_train: float,
) -> tuple[Significance, ...]:
    """Test the network against every control.

    Args:
        network: the model in question.
        controls: models on the same rows.
        confidence: of the intervals, in (0, 1).
        test_to_train: rows of a test fold over rows it was trained on, the mean over the folds.

    Shapes:
        returns: (controls,), in their order.

    Raises:
        ValueError: a control does not answer the network's rows.
    """
    delong = [auroc_difference(network, control, confidence) for control in controls]
    adjusted = holm([np.nan if test is None else test.p for test in delong])
    return tuple(
        Significance(
            network.model,
            control.model,
            delong=test,
            holm_p=None if np.isnan(p) else float(p),
            corrected_t=corrected_t(
                auroc_differences(network, control),
                test_to_train=test_to_train,
                confidence=confidence,
            ),
            mcnemar=mcnemar(network, control),
        )
        for control, test, p in zip(controls, delong, adjusted, strict=True)
    )
