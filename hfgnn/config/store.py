"""Hand every schema to Hydra, under schema/<group>/<option>."""

from typing import Any, get_type_hints

from hydra.core.config_store import ConfigStore

from hfgnn.config.audit import Audit, MeasuredTable, Probing
from hfgnn.config.augment import Balanced, Unbalanced
from hfgnn.config.beat_model import BeatCNN, BeatTransformer, CnnMlp, ConvXgb, XgbFeatures
from hfgnn.config.beat_protocol import InterPatient, RandomBeats
from hfgnn.config.beats import BeatRun
from hfgnn.config.config import Config
from hfgnn.config.data import EcgImages, Simulated
from hfgnn.config.evaluation import ClassEvaluation, Controls, Evaluation
from hfgnn.config.features import (
    Concatenated,
    Embedding,
    NoClinical,
    NoRecording,
    Recorded,
    ResNet18,
    Rhythm,
    Synthesized,
    Table,
)
from hfgnn.config.graph import Knn
from hfgnn.config.infarction import (
    InfarctionRun,
    InfarctionTable,
    PatientFolds,
    PtbRecords,
    PtbXlRecords,
    PublishedBeats,
    SourceRecords,
    TwoLayerCNN,
)
from hfgnn.config.model import GAT, GCN, SAGE, Transformer
from hfgnn.config.oversample import AsTheyAre, Smote
from hfgnn.config.place import settings_folder
from hfgnn.config.predict import Predict
from hfgnn.config.protocol import Honest, Thesis
from hfgnn.config.ptbxl import Ptbxl
from hfgnn.config.recordings import (
    BeatTable,
    FixedWindow,
    KaggleWindow,
    SimulatedRecords,
    WfdbRecords,
)
from hfgnn.config.study import STUDIES
from hfgnn.config.training import BatchTraining, CsvLogger, Training, WandbLogger

SCHEMAS: dict[str, dict[str, Any]] = {
    "data": {
        "simulated": Simulated,
        "ecg_images": EcgImages,
        "ptbxl": Ptbxl,
        "table": MeasuredTable,
        "wfdb_records": WfdbRecords,
        "beat_table": BeatTable,
        "simulated_records": SimulatedRecords,
        "ptbxl_records": PtbXlRecords,
        "ptb_records": PtbRecords,
        "infarction_table": InfarctionTable,
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
        "thesis": Thesis,
        "inter_patient": InterPatient,
        "random_beats": RandomBeats,
        "patient_folds": PatientFolds,
        "published_beats": PublishedBeats,
    },
    "augment": {"balanced": Balanced, "thesis": Balanced, "none": Unbalanced},
    "backbone": {"resnet18": ResNet18},
    "clinical": {
        "synthesized": Synthesized,
        "table": Table,
        "recorded": Recorded,
        "none": NoClinical,
    },
    "recording": {"none": NoRecording, "rhythm": Rhythm, "embedding": Embedding},
    "nodes": {"concatenated": Concatenated, "thesis": Concatenated},
    "graph": {"knn": Knn, "thesis": Knn},
    "model": {
        "gcn": GCN,
        "gat": GAT,
        "sage": SAGE,
        "transformer": Transformer,
        "beat_cnn": BeatCNN,
        "cnn_mlp": CnnMlp,
        "conv_xgb": ConvXgb,
        "xgb_features": XgbFeatures,
        "beat_transformer": BeatTransformer,
        "two_layer_cnn": TwoLayerCNN,
    },
    "training": {
        "default": Training,
        "quick": Training,
        "thesis": Training,
        "beats": BatchTraining,
        "beat_windows": BatchTraining,
        "pretraining": BatchTraining,
        "infarction": BatchTraining,
    },
    "evaluation": {"default": Evaluation, "thesis": Evaluation, "classes": ClassEvaluation},
    "controls": {"default": Controls},
    "probe": {"default": Probing},
    "logger": {"csv": CsvLogger, "wandb": WandbLogger},
}

GROUPS = SCHEMAS | {"study": STUDIES}
"""All groups with a schema; the yaml files of studies are in experiments/study."""

SETTINGS: dict[str, Any] = {
    "config": Config,
    "infarction": InfarctionRun,
    "audit": Audit,
    "beats": BeatRun,
    "predict": Predict,
}
"""Schema of the whole settings of a task, by the name of their yaml file."""

EXPERIMENTS = {
    "config": ("thesis", "sweep", "study"),
    "beats": ("published", "sweep"),
    "infarction": ("sweep",),
}
"""Folders of experiments that a task's settings name."""

OWN_SETTINGS: dict[str, Any] = {
    schema.__name__: schema for name, schema in SETTINGS.items() if name != "config"
}
"""Schemas of the tasks that have settings of their own, by the names that Hydra calls them."""


def register() -> None:
    """Make the schemas known to Hydra."""
    store = ConfigStore.instance()
    for name, schema in SETTINGS.items():
        store.store(group="schema", name=name, node=schema)
    for group, options in GROUPS.items():
        for name, schema in options.items():
            store.store(group=f"schema/{group}", name=name, node=schema)


def options_of(settings: str) -> dict[str, list[str]]:
    """The options that a task takes, by group.

    Args:
        settings: name of the yaml file of its settings, such as "config" or "beats".
    """
    wanted = get_type_hints(SETTINGS[settings])
    return {
        group: sorted(name for name, schema in options.items() if _takes(wanted[group], schema))
        for group, options in SCHEMAS.items()
        if group in wanted
    }


def _takes(wanted: Any, schema: Any) -> bool:
    """Whether a setting of this type may be of that schema."""
    return wanted is Any or issubclass(schema, wanted)


def options_with(key: str, kind: str) -> list[str]:
    """Options whose schema has ``key``: "data.root" gives ["data=ecg_images", "data=ptbxl"].

    Args:
        key: group and setting.
        kind: name of a class that their schemas are, such as "Data"; "" for any.
    """
    group, _, name = key.partition(".")
    return [
        f"{group}={option}"
        for option, schema in options_that_are(group, kind).items()
        if name in schema.__dataclass_fields__
    ]


def options_that_are(group: str, kind: str) -> dict[str, Any]:
    """The options of a group whose schemas are of a class.

    Args:
        group: of options.
        kind: name of the class; "" for any.
    """
    return {
        option: schema
        for option, schema in GROUPS.get(group, {}).items()
        if not kind or kind in {one.__name__ for one in schema.__mro__}
    }


def options_text(settings: str = "config") -> str:
    """The options of every group, a line each, for --help.

    Args:
        settings: name of the yaml file of the task's settings.
    """
    groups = options_of(settings)
    for group in EXPERIMENTS.get(settings, ()):
        files = (settings_folder("experiments") / group).glob("*.yaml")
        groups[group] = sorted(file.stem for file in files)
    return "\n".join(f"{group}: {', '.join(options)}" for group, options in groups.items())
