"""What the members of the ensemble tell beside their answers, fold by fold."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from hfgnn.config.build import build
from hfgnn.ensembles.cluster_facts import over_folds
from hfgnn.ensembles.explained import Explained
from hfgnn.ensembles.fitted import FittedEnsemble
from hfgnn.ensembles.units import Units
from hfgnn.evaluation.stacking_gain import stacking_gain
from hfgnn.reports.ensembles.sections import STACKING, ensemble_sections
from hfgnn.reports.ensembles.shap_table import write_shap
from hfgnn.reports.section import Section
from hfgnn.tasks.answers import Answers
from hfgnn.tasks.fold import FoldGraph
from hfgnn.tasks.prepared import Prepared
from hfgnn.types import Predictions


@dataclass
class Members:
    """Collected while the folds are trained; the trained members themselves are let go.

    Attributes:
        prepared: what the run works on.
        explained: why the test rows of each fold of the first division are answered as they are.
        clusters: what was found among the training rows of each fold.
        names: of the members that were stacked.
    """

    prepared: Prepared
    explained: list[Explained] = field(default_factory=list)
    clusters: list[dict[str, Any]] = field(default_factory=list)
    names: list[str] = field(default_factory=list)

    def add(self, fold: FoldGraph, ensemble: FittedEnsemble) -> None:
        """What one fold's members tell; of further divisions the clusters alone.

        Args:
            fold: its nodes.
            ensemble: fitted on them.
        """
        self.names = [name for name in ensemble.probability if name != STACKING]
        if ensemble.clusters:
            self.clusters.append(dict(ensemble.clusters))
        if fold.split.repeat == 0:
            explained = ensemble.explain(fold.parts.test, self._units(fold))
            if explained is not None:
                self.explained.append(explained)

    def _units(self, fold: FoldGraph) -> Units:
        """In which the columns of this fold were measured."""
        train, clinical = fold.parts.train, self.prepared.clinical
        fitted = build(self.prepared.settings.nodes).fit(
            self.prepared.embedded.rows[train],
            clinical.values[train],
            level_counts=clinical.level_counts,
        )
        return Units.of(fitted, fold.nodes.columns)

    def facts(self, answers: Answers, predictions: Sequence[Predictions]) -> dict[str, Any]:
        """The parts of metrics.json: what stacking adds, and the clusters.

        Args:
            answers: with the validation AUROC of every fit.
            predictions: of all models.
        """
        by_name = {one.model: one for one in predictions}
        facts: dict[str, Any] = {}
        if STACKING in by_name:
            settings = self.prepared.settings
            gain = stacking_gain(
                by_name[STACKING],
                [by_name[name] for name in self.names],
                validation_auroc=answers.validation_auroc,
                settings=settings.evaluation,
                seed=settings.seed,
            )
            facts[STACKING] = gain.as_json()
        if self.clusters:
            facts["clusters"] = over_folds(self.clusters)
        return facts

    def sections(self, metrics: dict[str, Any]) -> tuple[Section, ...]:
        """What the report shows of them.

        Args:
            metrics: the content of metrics.json.
        """
        return ensemble_sections(metrics, self.explained)

    def write(self, folder: Path) -> None:
        """Write shap.csv, where there is something to write.

        Args:
            folder: of the run.
        """
        write_shap(self.explained, folder)
