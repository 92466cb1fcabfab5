"""How far a run's answers can be believed: scores, tests, calibration, audit."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from hfgnn.audits.audited import Audited
from hfgnn.evaluation.compare import Evaluated, evaluate
from hfgnn.evaluation.statistics import Statistics, statistics
from hfgnn.evaluation.usefulness import Use, use
from hfgnn.reports.progress import progress
from hfgnn.tasks.clock import Clock
from hfgnn.tasks.prepared import Prepared
from hfgnn.tasks.suspicions import RunAudit
from hfgnn.types import Predictions


@dataclass(frozen=True)
class Evidence:
    """Everything that is said beside the answers of the network.

    Attributes:
        evaluated: scores with intervals, comparisons, verdict.
        statistics: tests, the spread by seed and split, base rate.
        use: calibration, decision curve, conformal sets, subgroups.
        audited: what may be wrong.
    """

    evaluated: Evaluated
    statistics: Statistics
    use: Use
    audited: Audited

    def as_json(self) -> dict[str, Any]:
        """The parts of metrics.json."""
        return {
            **self.evaluated.as_json(),
            "statistics": self.statistics.as_json(),
            "use": self.use.as_json(),
            "audit": self.audited.as_json(),
        }


def gather(
    prepared: Prepared, network: Predictions, controls: Sequence[Predictions], clock: Clock
) -> Evidence:
    """Evaluate, test, calibrate and audit.

    Args:
        prepared: what the run worked on.
        network: answers of the network.
        controls: answers of every control.
        clock: of the run.
    """
    settings = prepared.settings
    evaluated = evaluate(network, controls, settings=settings.evaluation, seed=settings.seed)
    tested = statistics(
        network,
        controls,
        confidence=settings.evaluation.confidence,
        test_to_train=prepared.arrangement.test_to_train,
    )
    used = use(
        network,
        attributes=attributes(prepared),
        settings=settings.evaluation,
        seed=settings.seed,
    )
    clock.lap("evaluation")
    audited = RunAudit(prepared, progress).audit(network)
    clock.lap("audit")
    return Evidence(evaluated, tested, used, audited)


def attributes(prepared: Prepared) -> dict[str, Mapping[str, str]]:
    """What subgroups can be made of: the manifest's columns, and the clinical numbers.

    Returns:
        Column to record_id to value.
    """
    records, clinical = prepared.arrangement.records, prepared.clinical
    measured = {
        name: {
            record: clinical.levels[name][int(value)] if name in clinical.levels else f"{value:g}"
            for record, value in zip(records.record_id.tolist(), column.tolist(), strict=True)
            if np.isfinite(value)
        }
        for name, column in zip(clinical.columns, clinical.values.T, strict=True)
    }
    return measured | dict(prepared.cohort.attributes)
