"""What a run of the patient pipeline says of itself in metrics.json."""

from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from hfgnn.config.config import Config
from hfgnn.evaluation.compare import Evaluated
from hfgnn.features.clinical.numbers import ClinicalNumbers
from hfgnn.features.embedding import Embedded
from hfgnn.features.resnet18 import ResNet18
from hfgnn.tasks.arrangement import Arrangement
from hfgnn.tasks.fold import FoldGraph
from hfgnn.types import Cohort, Predictions


@dataclass(frozen=True)
class Made:
    """Everything that the stages of a run made, and how long each took."""

    settings: Config
    cohort: Cohort
    arrangement: Arrangement
    clinical: ClinicalNumbers
    backbone: ResNet18
    embedded: Embedded
    graphs: list[FoldGraph]
    network: Predictions
    controls: tuple[Predictions, ...]
    evaluated: Evaluated
    validation_auroc: float
    seconds: dict[str, float]

    @property
    def stamps(self) -> list[str]:
        """What every table and figure of this run must carry."""
        sources = (self.cohort, self.clinical, self.arrangement, self.backbone)
        return [stamp for source in sources for stamp in source.stamps]

    def metrics(self) -> dict[str, Any]:
        """The content of metrics.json."""
        return {
            "task": self.settings.task,
            "network": self.network.model,
            "protocol": self._protocol(),
            "stamps": self.stamps,
            "cohort": self._cohort(),
            "backbone": self.backbone.name,
            **self.evaluated.as_json(),
            "verdict": self._verdict(),
            **self._where_there_is_such(),
            "graph": self._graph(),
            "validation": {"auroc": self.validation_auroc},
            "timing": self.seconds | self._embedding(),
        }

    def _verdict(self) -> str:
        """Nothing may be said of the graph where test pages are known from training."""
        if self.arrangement.stamps:
            return (
                f"no verdict, since the protocol leaks (by the numbers: {self.evaluated.verdict})"
            )
        return self.evaluated.verdict

    def _protocol(self) -> dict[str, Any]:
        return {
            "name": self.settings.protocol.name,
            "graph": self.settings.protocol.graph.value,
            "folds": len(self.arrangement.folds),
            "threshold": self.settings.evaluation.threshold.value,
            "direction": self.settings.graph.direction.value,
        }

    def _cohort(self) -> dict[str, Any]:
        readable = self.cohort.records
        used = self.arrangement.records.take(self.arrangement.records.copy == 0)
        names, counts = np.unique(used.class_name, return_counts=True)
        return {
            "source": self.cohort.source,
            "files": len(readable) + len(self.cohort.refused),
            "records": len(readable),
            "duplicates": len(readable) - len(set(readable.content_hash.tolist())),
            "used": len(used),
            "patients": len(set(used.patient_id.tolist())),
            "tested_pages": len(self.network.record_id),
            "refused": len(self.cohort.refused),
            "classes": dict(zip(names.tolist(), counts.tolist(), strict=True)),
            "positive": list(self.cohort.positive),
        }

    def _graph(self) -> dict[str, Any]:
        """Shares are means over folds; homophily is that of the edges that test rows receive."""
        graph = self.settings.graph
        means = {
            name: float(np.mean([fold.diagnostics[name] for fold in self.graphs]))
            for name in self.graphs[0].diagnostics
        }
        return {"k": graph.k, "metric": graph.metric.value} | means

    def _where_there_is_such(self) -> dict[str, Any]:
        """The ceiling of synthesized numbers, patients without any, the published claim."""
        facts: dict[str, Any] = {}
        if self.clinical.ceiling is not None:
            facts["ceiling"] = asdict(self.clinical.ceiling)
        if self.clinical.missing_patients:
            facts["patients_without_clinical_numbers"] = self.clinical.missing_patients
        if self.settings.claim is not None:
            claim = asdict(self.settings.claim)
            facts["claim"] = {name: value for name, value in claim.items() if value is not None}
        return facts

    def _embedding(self) -> dict[str, float]:
        computed, seconds = self.embedded.computed, self.embedded.seconds
        facts: dict[str, float] = {"embedded_images": computed}
        if computed:
            facts["embedding_images_per_second"] = computed / seconds
        return facts
