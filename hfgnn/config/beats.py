"""Settings of a run on heartbeats."""

from dataclasses import dataclass
from typing import ClassVar

from omegaconf import MISSING

from hfgnn.config.beat_model import BeatModel, BeatTransformer
from hfgnn.config.beat_protocol import BeatProtocol, CrossValidated
from hfgnn.config.check import need
from hfgnn.config.config import Claim
from hfgnn.config.evaluation import ClassEvaluation
from hfgnn.config.oversample import Oversample, Smote
from hfgnn.config.recordings import BeatSource, Segmentation
from hfgnn.config.training import BatchTraining, Logger


@dataclass
class BeatRun:
    """One run on heartbeats (hfgnn/tasks/beats.py)."""

    own_task: ClassVar[str] = "beats"

    task: str = MISSING
    seed: int = MISSING
    data: BeatSource = MISSING
    segmentation: Segmentation = MISSING
    oversample: Oversample = MISSING
    model: BeatModel = MISSING
    protocol: BeatProtocol = MISSING
    training: BatchTraining = MISSING
    evaluation: ClassEvaluation = MISSING
    logger: Logger = MISSING
    claim: Claim | None = None

    def __post_init__(self) -> None:
        need(self.task == self.own_task, "task", self.task, self.own_task)
        need(0 <= self.seed < 2**32, "seed", self.seed, "in [0, 4294967296)")
        folded = isinstance(self.protocol, CrossValidated)
        rule = "false under protocol=cross_validated, where who validates one fit tests another"
        multipliers = self.evaluation.multipliers
        need(not (folded and multipliers), "evaluation.multipliers", multipliers, rule)
        is_made_up = isinstance(self.oversample, Smote)
        rule = "none beside model=beat_transformer, which reads beats in their order"
        need(
            not (is_made_up and isinstance(self.model, BeatTransformer)),
            "oversample",
            "smote",
            rule,
        )
