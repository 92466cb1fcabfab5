"""Every schema of an option, by group and name."""

from typing import Any

from hfgnn.config.audit import Probing
from hfgnn.config.augment import Balanced, Unbalanced
from hfgnn.config.backbone import NoBackbone, ResNet18
from hfgnn.config.beat_model import BeatCNN, BeatTransformer, CnnMlp, ConvXgb, XgbFeatures
from hfgnn.config.beat_protocol import CrossValidated, InterPatient, RandomBeats
from hfgnn.config.data import EcgImages, Simulated
from hfgnn.config.ensemble import NoEnsemble, Stacking
from hfgnn.config.evaluation import ClassEvaluation, Controls, Evaluation
from hfgnn.config.features import (
    Concatenated,
    Embedding,
    MeasuredColumns,
    NoClinical,
    NoColumns,
    NoRecording,
    Recorded,
    Rhythm,
    Synthesized,
    Table,
)
from hfgnn.config.graph import Auto, Knn
from hfgnn.config.heatmap import HEATMAPS, HeatmapCNN
from hfgnn.config.heatmaps import TwelveLeads
from hfgnn.config.infarction import (
    InfarctionTable,
    PatientFolds,
    PtbRecords,
    PtbXlRecords,
    PublishedBeats,
    SourceRecords,
    TwoLayerCNN,
)
from hfgnn.config.loss import Auroc, CrossEntropy, Focal
from hfgnn.config.model import APPNP, GAT, GCN, SAGE, GATDistances, Gated, Transformer
from hfgnn.config.music import Music
from hfgnn.config.oversample import AsTheyAre, Smote
from hfgnn.config.protocol import Honest, LeaveSiteOut, RandomFiles, Thesis
from hfgnn.config.ptbxl import Ptbxl
from hfgnn.config.recordings import (
    BeatTable,
    FixedWindow,
    KaggleWindow,
    SimulatedRecords,
    WfdbRecords,
)
from hfgnn.config.rr_intervals import RrIntervals
from hfgnn.config.sound_model import SoundCNN, SoundPublished, SoundTraining
from hfgnn.config.sounds import SOUND_SOURCES, SoundControls, Spectrogram
from hfgnn.config.tables import HeartDisease, MeasuredTable
from hfgnn.config.training import BatchTraining, CsvLogger, Training, WandbLogger

SCHEMAS: dict[str, dict[str, Any]] = {
    "data": {
        "simulated": Simulated,
        "ecg_images": EcgImages,
        "ptbxl": Ptbxl,
        "rr_intervals": RrIntervals,
        "music": Music,
        "table": MeasuredTable,
        "heart_disease": HeartDisease,
        "heart_failure": MeasuredTable,
        "wfdb_records": WfdbRecords,
        "beat_table": BeatTable,
        "simulated_records": SimulatedRecords,
        "ptbxl_records": PtbXlRecords,
        "twelve_leads": TwelveLeads,
        "ptb_records": PtbRecords,
        "infarction_table": InfarctionTable,
        **SOUND_SOURCES,
    },
    "source": {"mitdb": SourceRecords},
    "segmentation": {
        "fixed": FixedWindow,
        "wide": FixedWindow,
        "kaggle": KaggleWindow,
        "one_second": FixedWindow,
    },
    "oversample": {"smote": Smote, "none": AsTheyAre},
    "protocol": {
        "honest": Honest,
        "leave_site_out": LeaveSiteOut,
        "thesis": Thesis,
        "random_files": RandomFiles,
        "inter_patient": InterPatient,
        "random_beats": RandomBeats,
        "cross_validated": CrossValidated,
        "patient_folds": PatientFolds,
        "published_beats": PublishedBeats,
    },
    "augment": {"balanced": Balanced, "thesis": Balanced, "none": Unbalanced},
    "backbone": {"resnet18": ResNet18, "none": NoBackbone},
    "clinical": {
        "synthesized": Synthesized,
        "table": Table,
        "recorded": Recorded,
        "five": Recorded,
        "none": NoClinical,
    },
    "recording": {"none": NoRecording, "rhythm": Rhythm, "embedding": Embedding},
    "columns": {"none": NoColumns, "measured": MeasuredColumns},
    "nodes": {"concatenated": Concatenated, "filled": Concatenated, "thesis": Concatenated},
    "heatmap": HEATMAPS,
    "spectrogram": {"default": Spectrogram, "published": Spectrogram},
    "graph": {"knn": Knn, "thesis": Knn, "auto": Auto},
    "model": {
        "gcn": GCN,
        "gat": GAT,
        "sage": SAGE,
        "transformer": Transformer,
        "gated": Gated,
        "appnp": APPNP,
        "gat_distances": GATDistances,
        "beat_cnn": BeatCNN,
        "cnn_mlp": CnnMlp,
        "conv_xgb": ConvXgb,
        "xgb_features": XgbFeatures,
        "beat_transformer": BeatTransformer,
        "two_layer_cnn": TwoLayerCNN,
        "sound_cnn": SoundCNN,
        "sound_published": SoundPublished,
        "heatmap_cnn": HeatmapCNN,
    },
    "ensemble": {"none": NoEnsemble, "stacking": Stacking},
    "training": {
        "default": Training,
        "quick": Training,
        "thesis": Training,
        "beats": BatchTraining,
        "beat_windows": BatchTraining,
        "pretraining": BatchTraining,
        "infarction": BatchTraining,
        "sounds": SoundTraining,
        "sounds_published": SoundTraining,
        "heatmaps": BatchTraining,
    },
    "loss": {"cross_entropy": CrossEntropy, "focal": Focal, "auroc": Auroc},
    "evaluation": {"default": Evaluation, "thesis": Evaluation, "classes": ClassEvaluation},
    "controls": {"default": Controls, "sounds": SoundControls},
    "probe": {"default": Probing},
    "logger": {"csv": CsvLogger, "wandb": WandbLogger},
}
