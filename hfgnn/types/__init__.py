"""The nouns every room shares: records, folds, nodes, graphs, predictions, and their units."""

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
