"""What a run on heart sounds says of itself in metrics.json."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from hfgnn.evaluation.compare import Evaluated
from hfgnn.tasks.arrangement import Arrangement
from hfgnn.tasks.evidence import Evidence
from hfgnn.tasks.heart_sounds_fold import SoundModels
from hfgnn.tasks.heart_sounds_prepared import PreparedSounds
from hfgnn.types import Predictions, Rows


@dataclass(frozen=True)
class Beside:
    """The same models on patients apart, beside a protocol that leaks."""

    arrangement: Arrangement
    evaluated: Evaluated


@dataclass(frozen=True)
class MadeSounds:
    """Everything that the stages of a run made, and how long each took."""

    prepared: PreparedSounds
    network: Predictions
    controls: tuple[Predictions, ...]
    evidence: Evidence
    beside: Beside | None
    models: SoundModels
    test_reads: dict[str, Any]
    validation_auroc: float
    seconds: dict[str, float]

    def metrics(self) -> dict[str, Any]:
        """The content of metrics.json."""
        return {
            "task": self.prepared.settings.task,
            "network": self.network.model,
            "protocol": self._protocol(),
            "stamps": self.prepared.stamps,
            "cohort": self._cohort(),
            "loss": str(self.prepared.settings.loss._target_).split(".")[-2],
            **self.evidence.as_json(),
            "verdict": self._verdict(),
            **self._where_there_is_such(),
            "validation": {"auroc": self.validation_auroc},
            "timing": self.seconds,
        }

    def confusion(self) -> Rows:
        """How often a test clip of each class is called each class, over all folds and seeds.

        Shapes:
            returns: (classes, classes), row the truth.
        """
        number = len(self.prepared.classes)
        counts = np.zeros((number, number), dtype=np.int64)
        for split in self.prepared.arrangement.splits:
            truth = self.prepared.class_number[split.parts.test]
            for (repeat, _, fold), said in self.models.said.items():
                if (repeat, fold) == (split.repeat, split.fold):
                    np.add.at(counts, (truth, said.argmax(axis=1)), 1)
        return counts

    def _verdict(self) -> str:
        """Nothing may be said of the network where test patients are known from training."""
        said = self.evidence.evaluated.verdict
        if self.prepared.arrangement.stamps:
            return f"no verdict, since the protocol leaks (by the numbers: {said})"
        return said

    def _protocol(self) -> dict[str, Any]:
        splits, settings = self.prepared.arrangement.splits, self.prepared.settings
        return {
            "name": settings.protocol.name,
            "folds": len({split.fold for split in splits}),
            "repeats": len({split.repeat for split in splits}),
            "seeds": settings.protocol.seeds,
            "threshold": settings.evaluation.threshold.value,
            "recalibration": settings.evaluation.recalibration.value,
        }

    def _cohort(self) -> dict[str, Any]:
        cohort = self.prepared.heard.sounds.cohort
        readable, used = cohort.records, self.prepared.arrangement.records
        names, counts = np.unique(used.class_name, return_counts=True)
        return {
            "source": cohort.source,
            "unit": cohort.unit,
            "files": len(readable) + len(cohort.refused),
            "records": len(readable),
            "duplicates": len(readable) - len(set(readable.content_hash.tolist())),
            "used": len(used),
            "patients": len(set(used.patient_id.tolist())),
            "tested_pages": len(set(self.network.record_id.tolist())),
            "refused": len(cohort.refused),
            "classes": dict(zip(names.tolist(), counts.tolist(), strict=True)),
            "positive": list(cohort.positive),
            **({"notes": list(cohort.notes)} if cohort.notes else {}),
        }

    def _where_there_is_such(self) -> dict[str, Any]:
        """Several classes, the published claim, and the same on patients apart."""
        facts: dict[str, Any] = {}
        if len(self.prepared.classes) > 2:
            facts["classes"] = {
                "names": list(self.prepared.classes),
                "confusion": self.confusion().tolist(),
            }
        if self.prepared.settings.claim is not None:
            claim = asdict(self.prepared.settings.claim)
            facts["claim"] = {name: value for name, value in claim.items() if value is not None}
        if self.beside is not None:
            facts["apart"] = self.beside.evaluated.as_json()
        return facts
