"""What a run on heartbeats says of itself in metrics.json."""

from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from hfgnn.audits.audited import Audited
from hfgnn.config.beat_protocol import RandomBeats
from hfgnn.evaluation.classes.compare import EvaluatedClasses
from hfgnn.evaluation.classes.drawn import DECISIVE
from hfgnn.tasks.beats_answers import Answered
from hfgnn.tasks.beats_prepared import PreparedBeats
from hfgnn.types import Estimate


@dataclass(frozen=True)
class Beside:
    """The same model on patients apart, beside a result of a leaking protocol."""

    prepared: PreparedBeats
    evaluated: EvaluatedClasses

    @property
    def score(self) -> Estimate:
        """Its macro-F1."""
        return next(iter(self.evaluated.models.values())).overall[DECISIVE]


@dataclass(frozen=True)
class Told:
    """What a run on heartbeats says of itself in metrics.json."""

    prepared: PreparedBeats
    answered: Answered
    evaluated: EvaluatedClasses
    audited: Audited
    beside: Beside | None
    seconds: dict[str, float]

    def metrics(self) -> dict[str, Any]:
        """The content of metrics.json."""
        settings = self.prepared.settings
        facts: dict[str, Any] = {
            "task": settings.task,
            "network": self.answered.network.model,
            "protocol": self._protocol(self.prepared),
            "stamps": self.prepared.stamps,
            "cohort": self._cohort(),
            **self.evaluated.as_json(),
            "audit": self.audited.as_json(),
            "validation": {DECISIVE: self.answered.validation_macro_f1},
            "multipliers": dict(
                zip(self.answered.network.classes, self.answered.multipliers, strict=True)
            ),
            "timing": self.seconds
            | {"classification_ms_per_beat": 1000 * self.answered.seconds_per_beat},
        }
        if settings.claim is not None:
            claim = asdict(settings.claim)
            facts["claim"] = {name: value for name, value in claim.items() if value is not None}
        if self.beside is not None:
            evaluated = self.beside.evaluated.as_json()
            honest = {"protocol": self._protocol(self.beside.prepared)}
            facts["honest"] = honest | {
                name: evaluated[name] for name in ("models", "classes", "confusion", "comparisons")
            }
        return facts

    def _protocol(self, prepared: PreparedBeats) -> dict[str, Any]:
        beats, division = prepared.shown.beats, prepared.division
        protocol = self.prepared.settings.protocol
        if prepared is not self.prepared and isinstance(protocol, RandomBeats):
            protocol = protocol.honest or protocol
        return {
            "name": protocol.name,
            "classes": list(beats.classes),
            "folds": len(division.splits),
            "seeds": protocol.seeds,
            "test_patients": len(np.unique(beats.group[division.test])),
        }

    def _cohort(self) -> dict[str, Any]:
        found, beats = self.prepared.read, self.prepared.shown.beats
        counts = np.bincount(beats.label, minlength=len(beats.classes)).tolist()
        return {
            "source": found.source,
            "records": len(np.unique(beats.record_id)),
            "patients": len(np.unique(beats.group)),
            "refused": len(found.refused),
            "beats": len(beats),
            "tested_beats": len(self.prepared.division.test),
            "left_out": sum(one.count for one in found.left_out),
            "leads": list(beats.leads),
            "classes": dict(zip(beats.classes, counts, strict=True)),
        }
