"""The nouns every room shares: records, folds, nodes, graphs, predictions, and their units.

They are imported when they are first asked for: to refuse a wrong setting takes no NumPy.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hfgnn.types.beats import (
        UNKNOWN,
        Beats,
        ClassPredictions,
        TrainingBeats,
        TrainingRecordings,
    )
    from hfgnn.types.columns import (
        BLOCKS,
        CLINICAL_BLOCK,
        CLINICAL_COLUMNS,
        CLINICAL_FEATURES,
        FURTHER_BLOCK,
        IMAGE_COLUMNS,
        IMAGE_WIDTH,
        NODE_WIDTH,
        RECORDED_FEATURES,
        RECORDING_BLOCK,
        SEX_COLUMN,
        ClinicalFeature,
        block_of,
    )
    from hfgnn.types.errors import DataError
    from hfgnn.types.estimate import Estimate
    from hfgnn.types.finding import Evidence, Finding, Severity
    from hfgnn.types.graph import Graph, Nodes
    from hfgnn.types.measurements import Measurements
    from hfgnn.types.predictions import Predictions
    from hfgnn.types.recording import Recording, Recordings
    from hfgnn.types.records import Cohort, Duplicate, Records, Refusal, Rows, Strings
    from hfgnn.types.sounds import Sounds
    from hfgnn.types.split import Fold, Parts, Split, TrainingPart

__all__ = [
    "BLOCKS",
    "CLINICAL_BLOCK",
    "CLINICAL_COLUMNS",
    "CLINICAL_FEATURES",
    "FURTHER_BLOCK",
    "IMAGE_COLUMNS",
    "IMAGE_WIDTH",
    "NODE_WIDTH",
    "RECORDED_FEATURES",
    "RECORDING_BLOCK",
    "SEX_COLUMN",
    "UNKNOWN",
    "Beats",
    "ClassPredictions",
    "ClinicalFeature",
    "Cohort",
    "DataError",
    "Duplicate",
    "Estimate",
    "Evidence",
    "Finding",
    "Fold",
    "Graph",
    "Measurements",
    "Nodes",
    "Parts",
    "Predictions",
    "Recording",
    "Recordings",
    "Records",
    "Refusal",
    "Rows",
    "Severity",
    "Sounds",
    "Split",
    "Strings",
    "TrainingBeats",
    "TrainingPart",
    "TrainingRecordings",
    "block_of",
]

_FILES = (
    "errors", "columns", "estimate", "finding", "records", "split", "graph", "measurements",
    "predictions", "beats", "recording", "sounds",
)  # fmt: skip

if not TYPE_CHECKING:  # a type checker reads the imports above instead

    def __getattr__(name: str) -> object:
        if name in __all__:
            for file in _FILES:
                module = import_module(f"{__name__}.{file}")
                if hasattr(module, name):
                    globals()[name] = getattr(module, name)
                    return globals()[name]
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
