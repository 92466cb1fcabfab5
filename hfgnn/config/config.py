"""The whole of what may be set, and the combinations that cannot work."""

from dataclasses import dataclass, field

from omegaconf import MISSING

from hfgnn.config.audit import Probing
from hfgnn.config.augment import Augment
from hfgnn.config.check import need
from hfgnn.config.data import Data, EcgImages
from hfgnn.config.evaluation import Controls, Evaluation
from hfgnn.config.features import Clinical, Concatenated, RecordingColumns, ResNet18
from hfgnn.config.graph import Direction, Knn, Weights
from hfgnn.config.model import Attentive, Network
from hfgnn.config.protocol import Edges, Protocol
from hfgnn.config.study import Study, check_study
from hfgnn.config.training import Logger, Training

TASKS = ("patients", "graph_verdict", "leak_dial")
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
    backbone: ResNet18 = MISSING
    clinical: Clinical = MISSING
    recording: RecordingColumns = MISSING
    nodes: Concatenated = MISSING
    graph: Knn = MISSING
    model: Network = MISSING
    training: Training = MISSING
    evaluation: Evaluation = MISSING
    controls: Controls = MISSING
    probe: Probing = MISSING
    logger: Logger = MISSING
    claim: Claim | None = None
    study: Study = field(default_factory=Study)

    def __post_init__(self) -> None:
        need(self.task in TASKS, "task", self.task, f"one of {', '.join(TASKS)}")
        need(0 <= self.seed < 2**32, "seed", self.seed, "in [0, 4294967296)")
        check_study(self)
        if isinstance(self.data, EcgImages):
            positive = self.data.positive
            need(len(positive) > 0, "data.positive", positive, "one class or more, as [mi]")
        if isinstance(self.model, Attentive):
            rule = "none, since a network with attention learns its own weights"
            weights = self.graph.weights
            need(weights is Weights.none, "graph.weights", weights.value, rule)
        if self.protocol.graph is Edges.inductive:
            rule = "to_query, since in an inductive graph a new patient only receives"
            direction = self.graph.direction
            need(direction is Direction.to_query, "graph.direction", direction.value, rule)
