"""Settings of the study of graphs and networks on many data sets."""

from dataclasses import dataclass, field
from pathlib import Path

from omegaconf import MISSING

from hfgnn.config.check import need
from hfgnn.config.graph import Space
from hfgnn.config.study import LEAST, Cohorts, Kind

AUTO = "auto"
"""In place of a space: the graph that validation rows choose (hfgnn/tasks/chosen_graph.py)."""

SPACES = (*(space.value for space in Space if space is not Space.none), AUTO)


@dataclass
class Drawn:
    """A kind of simulated cohort (hfgnn/data/simulated_nodes.py).

    Attributes:
        kind: what is true of the graph.
        level: the gain of helps, the private share of hurts; without meaning otherwise.
    """

    kind: Kind = MISSING
    level: float = MISSING


@dataclass
class WhichGraph(Cohorts):
    """Every space and network on every data set (hfgnn/tasks/which_graph.py).

    Attributes:
        root: folder of the real data; None leaves them out.
        only: names of the data sets that are taken; all where there is none.
        sets: of each set of real data, the words that a user would type to run it.
        repeats: divisions of real data into folds.
        simulated: kinds of simulated cohorts, by name.
        patients: of a simulated cohort.
        networks: of each network, the words that a user would type to choose it.
        tried: of each space, which networks; all where none is named.
        shown: networks and spaces that the figure shows, as "gcn raw".
    """

    name: str = "which_graph"
    root: str | None = MISSING
    only: list[str] = MISSING
    sets: dict[str, list[str]] = field(default_factory=dict)
    repeats: int = MISSING
    simulated: dict[str, Drawn] = field(default_factory=dict)
    patients: int = MISSING
    networks: dict[str, list[str]] = field(default_factory=dict)
    tried: dict[str, list[str]] = field(default_factory=dict)
    shown: list[str] = MISSING

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.root is not None:
            rule = "the folder of the real data, or null"
            need(Path(self.root).is_dir(), "study.root", self.root, rule)
        need(self.repeats >= 1, "study.repeats", self.repeats, "at least 1")
        need(self.patients >= LEAST, "study.patients", self.patients, f"at least {LEAST}")
        both = sorted(set(self.sets) & set(self.simulated))
        need(not both, "study.simulated", both, "of other names than study.sets")
        there = [*self.sets, *self.simulated]
        unknown = [name for name in self.only if name not in there]
        need(not unknown, "study.only", unknown, f"some of {', '.join(there)}")
        need(bool(self.networks), "study.networks", self.networks, "one or more")
        self._check_tried()

    def _check_tried(self) -> None:
        for space, names in self.tried.items():
            need(space in SPACES, "study.tried", space, f"one of {', '.join(SPACES)}")
            unknown = [name for name in names if name not in self.networks]
            rule = f"some of {', '.join(self.networks)}, or [] for all"
            need(not unknown, f"study.tried.{space}", unknown, rule)
        pairs = list(self.pairs())
        unknown = [one for one in self.shown if one not in pairs]
        need(not unknown, "study.shown", unknown, 'tried ones, as "gcn raw"')

    def networks_in(self, space: str) -> list[str]:
        """The networks that are tried in a space."""
        return list(self.tried[space]) or list(self.networks)

    def pairs(self) -> list[str]:
        """Every network in every space in which it is tried, as "gcn raw"."""
        return [f"{name} {space}" for space in self.tried for name in self.networks_in(space)]

    def names(self) -> list[str]:
        """The data sets that are wanted, the real ones first."""
        return [
            name for name in (*self.sets, *self.simulated) if not self.only or name in self.only
        ]
