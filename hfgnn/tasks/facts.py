"""What a run of the patient pipeline says of itself in metrics.json."""

from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from hfgnn.config.graph import Knn, Space
from hfgnn.features.no_images import NoImages
from hfgnn.graphs.diagnostics import mean_over_folds
from hfgnn.tasks.evidence import Evidence
from hfgnn.tasks.fold import FoldGraph
from hfgnn.tasks.prepared import Prepared
from hfgnn.tasks.widened import Widened
from hfgnn.types import Predictions


@dataclass(frozen=True)
class Made:
    """Everything that the stages of a run made, and how long each took."""

    prepared: Prepared
    graphs: list[FoldGraph]
    network: Predictions
    controls: tuple[Predictions, ...]
    evidence: Evidence
    members: dict[str, Any]
    test_reads: dict[str, Any]
    validation_auroc: float
    listens: list[float]
    missing: Widened
    seconds: dict[str, float]

    def metrics(self) -> dict[str, Any]:
        """The content of metrics.json."""
        return {
            "task": self.prepared.settings.task,
            "network": self.network.model,
            "protocol": self._protocol(),
            "stamps": self.prepared.stamps,
            "cohort": self._cohort(),
            **self._backbone(),
            **self.evidence.as_json(),
            "verdict": self._verdict(),
            **self._caution(),
            **self._where_there_is_such(),
            **self.members,
            "graph": self._graph(),
            "validation": {"auroc": self.validation_auroc},
            "timing": self.seconds | self._embedding(),
        }

    def _backbone(self) -> dict[str, Any]:
        """Absent where there are no image columns."""
        backbone = self.prepared.backbone
        return {} if isinstance(backbone, NoImages) else {"backbone": backbone.name}

    def _verdict(self) -> str:
        """Nothing may be said of the graph where test pages are known from training."""
        said = self.evidence.evaluated.verdict
        if self.prepared.arrangement.stamps:
            return f"no verdict, since the protocol leaks (by the numbers: {said})"
        return said

    def _caution(self) -> dict[str, str]:
        """What must be read beside the verdict, where there is such."""
        confidence = self.prepared.settings.evaluation.confidence
        said = self.evidence.statistics.caution(self._verdict(), confidence=confidence)
        return {"verdict_caution": said} if said else {}

    def _protocol(self) -> dict[str, Any]:
        return {
            "name": self.prepared.settings.protocol.name,
            "graph": self.prepared.settings.protocol.graph.value,
            "folds": len({split.fold for split in self.prepared.arrangement.splits}),
            "repeats": len({split.repeat for split in self.prepared.arrangement.splits}),
            "seeds": self.prepared.settings.protocol.seeds,
            "threshold": self.prepared.settings.evaluation.threshold.value,
            "direction": self.prepared.settings.graph.direction.value,
            "recalibration": self.prepared.settings.evaluation.recalibration.value,
        }

    def _cohort(self) -> dict[str, Any]:
        readable = self.prepared.cohort.records
        used = self.prepared.arrangement.records.take(self.prepared.arrangement.records.copy == 0)
        names, counts = np.unique(used.class_name, return_counts=True)
        return {
            "source": self.prepared.cohort.source,
            "unit": self.prepared.cohort.unit,
            "files": len(readable) + len(self.prepared.cohort.refused),
            "records": len(readable),
            "duplicates": len(readable) - len(set(readable.content_hash.tolist())),
            "used": len(used),
            "patients": len(set(used.patient_id.tolist())),
            "tested_pages": len(set(self.network.record_id.tolist())),
            "refused": len(self.prepared.cohort.refused),
            "classes": dict(zip(names.tolist(), counts.tolist(), strict=True)),
            "positive": list(self.prepared.cohort.positive),
            **self._noted(),
        }

    def _noted(self) -> dict[str, Any]:
        """What was changed or left out, where there is such."""
        facts: dict[str, Any] = {}
        if notes := self.prepared.cohort.notes:
            facts["notes"] = list(notes)
        if self.prepared.unseen:
            facts["not_asked"] = len(self.prepared.unseen)
        return facts

    def _graph(self) -> dict[str, Any]:
        """Means over folds; homophily is that of the edges that test rows receive."""
        settings = self.prepared.settings.graph
        facts: dict[str, Any] = {"metric": settings.metric.value}
        if isinstance(settings, Knn):
            facts = {"k": settings.k, "space": settings.space.value} | facts
        else:
            facts["chosen"] = [
                {"fold": one.split.name, "space": one.connected.knn.space.value}
                | ({} if one.connected.knn.space is Space.none else {"k": one.connected.knn.k})
                for one in self.graphs
            ]
        if self.listens:
            facts["gates"] = self.listens
        return facts | mean_over_folds([fold.diagnostics for fold in self.graphs])

    def _where_there_is_such(self) -> dict[str, Any]:
        """The ceiling of synthesized numbers, patients without any, the published claim."""
        facts: dict[str, Any] = {}
        if self.prepared.clinical.ceiling is not None:
            facts["ceiling"] = asdict(self.prepared.clinical.ceiling)
        if self.prepared.clinical.missing_patients:
            facts["patients_without_clinical_numbers"] = self.prepared.clinical.missing_patients
        if self.missing:
            facts["missing"] = self.missing
        if self.prepared.settings.claim is not None:
            claim = asdict(self.prepared.settings.claim)
            facts["claim"] = {name: value for name, value in claim.items() if value is not None}
        return facts

    def _embedding(self) -> dict[str, float]:
        if isinstance(self.prepared.backbone, NoImages):
            return {}
        computed, seconds = self.prepared.embedded.computed, self.prepared.embedded.seconds
        facts: dict[str, float] = {"embedded_images": computed}
        if computed:
            facts["embedding_images_per_second"] = computed / seconds
        return facts
