"""The data sets of a study, fold by fold: real ones as users run them, and simulated ones."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from hydra.core.override_parser.overrides_parser import OverridesParser

from hfgnn.config.composed import composed
from hfgnn.config.config import Config
from hfgnn.config.study import Study, World
from hfgnn.config.which_graph import WhichGraph
from hfgnn.data.simulated_nodes import STAMP, draw_nodes
from hfgnn.reports.cohort_lines import Line
from hfgnn.reports.provenance import data_hash
from hfgnn.tasks.clock import Clock
from hfgnn.tasks.fold import nodes_of
from hfgnn.tasks.judged import arranged, nodes_from, with_seed
from hfgnn.tasks.kept_nodes import read_nodes, write_nodes
from hfgnn.tasks.prepared import prepare
from hfgnn.types import Nodes, Split


@dataclass(frozen=True)
class SetFold:
    """One fold of one data set.

    Attributes:
        settings: of graph, networks and training, with the seed of the data set.
        nodes: its patients.
        split: which of them train, choose and test.
    """

    settings: Config
    nodes: Nodes
    split: Split


@dataclass(frozen=True)
class StudySets:
    """Where the folds of all data sets come from.

    Args:
        settings: of the study.
        folder: in which the folds of real data lie.
        world: of the simulated cohorts.
        kept: settings of each set of real data that was prepared.
    """

    settings: Config
    folder: Path
    world: World
    kept: dict[str, Config] = field(default_factory=dict)

    def fold(self, job: Line) -> SetFold:
        """A fold, of real data as ``keep`` left it, of a simulated cohort drawn anew.

        Args:
            job: name of the data set; number of the division into folds, or of the cohort; number
                of the fold.
        """
        study: Any = self.settings.study
        if job["set"] in study.simulated:
            return self._drawn(study, job)
        nodes, parts = read_nodes(self._file(job))
        return SetFold(self.kept[job["set"]], nodes, Split(job["repeat"], job["fold"], parts))

    def keep(self, name: str) -> Line:
        """Prepare a set of real data once for all that will work on its folds.

        Returns:
            What the set says of itself: where it comes from, stamps, hash.

        Raises:
            DataError: data that cannot be used.
        """
        study: Any = self.settings.study
        own = settings_of(study.sets[name], self.settings)
        prepared = prepare(own, Clock())
        for split in prepared.arrangement.splits:
            nodes = nodes_of(
                own, prepared.arrangement, prepared.embedded.rows, prepared.clinical, split.parts
            )
            job = {"set": name, "repeat": split.repeat, "fold": split.fold}
            write_nodes(self._file(job), nodes, split.parts)
        self.kept[name] = own
        return {
            "source": prepared.cohort.source,
            "unit": prepared.cohort.unit,
            "patients": len(set(prepared.arrangement.records.patient_id.tolist())),
            "stamps": prepared.stamps,
            "data_sha256": data_hash(prepared.cohort.records),
        }

    def _file(self, job: Line) -> Path:
        return self.folder / f"{job['set']}_{job['repeat']}_{job['fold']}.npz"

    def _drawn(self, study: WhichGraph, job: Line) -> SetFold:
        """The cohort of this number, the same as that of study=graph_verdict."""
        drawn = study.simulated[job["set"]]
        graph: Any = self.settings.graph
        words = [drawn.kind.value, float(drawn.level), study.patients, job["repeat"]]
        own = with_seed(self.settings, words)
        own = replace(
            own, task="patients", study=Study(), protocol=_repeated(own.protocol, repeats=1)
        )
        cohort = draw_nodes(
            self.world,
            drawn.kind,
            level=drawn.level,
            patients=study.patients,
            neighbours=graph.k,
            seed=own.seed,
        )
        arrangement = arranged(own, cohort.cohort)
        nodes = nodes_from(arrangement, cohort.x, cohort.columns)
        return SetFold(own, nodes, arrangement.splits[job["fold"]])


def world_of_verdicts() -> World:
    """The world of study=graph_verdict, so that both studies see the same cohorts."""
    verdict: Any = composed(["study=graph_verdict"]).study
    world: World = verdict.world
    return world


def drawn_facts(study: WhichGraph, name: str) -> Line:
    """What a simulated kind says of itself."""
    return {
        "source": f"{study.cohorts} cohorts of {study.patients:,} simulated patients",
        "unit": "patient",
        "patients": study.patients,
        "stamps": [STAMP],
        "kind": study.simulated[name].kind.value,
        "level": float(study.simulated[name].level),
    }


def settings_of(words: Sequence[str], own: Config) -> Config:
    """Data and columns as these words say; graph, training and protocol as the study does.

    Args:
        words: that a user would type.
        own: settings of the study.
    """
    study: Any = own.study
    found = composed(words)
    return replace(
        own,
        task="patients",
        study=Study(),
        data=found.data,
        augment=found.augment,
        backbone=found.backbone,
        clinical=found.clinical,
        recording=found.recording,
        columns=found.columns,
        nodes=found.nodes,
        second_model=None,
        protocol=_repeated(own.protocol, repeats=study.repeats),
    )


def _repeated(protocol: Any, *, repeats: int) -> Any:
    return replace(protocol, repeats=repeats)


def missing(words: Sequence[str], root: str | None) -> str:
    """Why a set of real data cannot be run here; "" where it can.

    Args:
        words: that a user would type.
        root: folder of the real data.
    """
    if root is None:
        return "study.root is not given"
    for one in OverridesParser.create().parse_overrides(list(words)):
        value: Any = one.value()
        is_ours = isinstance(value, str) and Path(value).is_relative_to(root)
        if is_ours and not Path(value).exists():
            return f"there is no {value}"
    return ""
