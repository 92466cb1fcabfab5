"""What a finished run on heartbeats hands to its report."""

from dataclasses import dataclass
from typing import Any

from hfgnn.data.recordings.segmentation import LeftOut
from hfgnn.reports.beats.strip import Strip
from hfgnn.reports.section import Section
from hfgnn.types import Beats, ClassPredictions, Refusal, Split


@dataclass(frozen=True)
class FinishedBeats:
    """Everything that a table, a figure or the report shows.

    Attributes:
        metrics: the content of metrics.json.
        network: answers of the model in question.
        controls: answers of every other model, in the order of the table.
        beats: every beat that a split uses.
        splits: which of these rows train, choose and test.
        refused: files that could not be used.
        left_out: marks that did not become beats, per recording and reason.
        notes: what was changed in reading and dividing, one sentence each.
        strips: pieces of tested recordings to show, such as those with most errors.
        settings: the run's settings as yaml text.
        command: what the user typed.
        extra: parts that only some runs have, shown below the classes.
    """

    metrics: dict[str, Any]
    network: ClassPredictions
    controls: tuple[ClassPredictions, ...]
    beats: Beats
    splits: tuple[Split, ...]
    refused: tuple[Refusal, ...]
    left_out: tuple[LeftOut, ...]
    notes: tuple[str, ...]
    strips: tuple[Strip, ...]
    settings: str
    command: str
    extra: tuple[Section, ...] = ()
