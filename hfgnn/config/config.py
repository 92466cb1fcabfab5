"""The whole of what may be set, and the combinations that cannot work."""

from dataclasses import dataclass, field

from omegaconf import MISSING

from hfgnn.config.audit import Probing
from hfgnn.config.augment import Augment
from hfgnn.config.backbone import Backbone
from hfgnn.config.check import need
from hfgnn.config.data import Data, EcgImages
from hfgnn.config.ensemble import Ensemble
from hfgnn.config.evaluation import Controls, Evaluation
from hfgnn.config.features import Clinical, Columns, Concatenated, RecordingColumns
from hfgnn.config.graph import Direction, Neighbours, Weights
from hfgnn.config.model import Attentive, Network, name_of, refuse_batches
from hfgnn.config.protocol import Edges, Protocol
from hfgnn.config.studies import check_study
from hfgnn.config.study import Study
from hfgnn.config.training import Logger, Training

TASKS = ("patients", "graph_verdict", "leak_dial", "which_graph")
"""What can be run; each is a file in hfgnn/tasks."""


@dataclass
class Claim:
    """Published numbers, to stand beside the measured ones."""

    source: str = MISSING
    tested_pages: int | None = None
    accuracy: float | None = None
    macro_f1: float | None = None


@dataclass
class Config:
    """One run."""

    task: str = MISSING
    seed: int = MISSING
    data: Data = MISSING
    protocol: Protocol = MISSING
    augment: Augment = MISSING
    backbone: Backbone = MISSING
    clinical: Clinical = MISSING
    recording: RecordingColumns = MISSING
    columns: Columns = MISSING
    nodes: Concatenated = MISSING
    graph: Neighbours = MISSING
    model: Network = MISSING
    second_model: Network | None = None
    ensemble: Ensemble = MISSING
    training: Training = MISSING
    evaluation: Evaluation = MISSING
    controls: Controls = MISSING
    probe: Probing = MISSING
    logger: Logger = MISSING
    claim: Claim | None = None
    study: Study = field(default_factory=Study)

    def __post_init__(self) -> None:
        self._check_task()
        need(0 <= self.seed < 2**32, "seed", self.seed, "in [0, 4294967296)")
        check_study(self)
        if isinstance(self.data, EcgImages):
            positive = self.data.positive
            need(len(positive) > 0, "data.positive", positive, "one class or more, as [mi]")
        attentive = isinstance(self.model, Attentive) or isinstance(self.second_model, Attentive)
        if attentive:
            rule = "none, since a network with attention learns its own weights"
            weights = self.graph.weights
            need(weights is Weights.none, "graph.weights", weights.value, rule)
        for network in (self.model, self.second_model):
            refuse_batches(network, self.training.batch_size)
        if self.second_model is not None:
            other, own = name_of(self.second_model), name_of(self.model)
            need(other != own, "second_model", other, f"another network than model, {own}")
        if self.protocol.graph is Edges.inductive:
            rule = "to_query, since in an inductive graph a new patient only receives"
            direction = self.graph.direction
            need(direction is Direction.to_query, "graph.direction", direction.value, rule)

    def _check_task(self) -> None:
        need(self.task in TASKS, "task", self.task, f"one of {', '.join(TASKS)}")


@dataclass
class TabularRun(Config):
    """A run of the same pipeline on patients that are lines of a table."""

    def _check_task(self) -> None:
        need(self.task == "tabular", "task", self.task, "tabular")
