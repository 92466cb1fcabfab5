"""Hand every schema to Hydra, under schema/<group>/<option>."""

from typing import Any

from hydra.core.config_store import ConfigStore

from hfgnn.config.audit import Audit, MeasuredTable, Probing
from hfgnn.config.augment import Balanced, Unbalanced
from hfgnn.config.config import Config
from hfgnn.config.data import EcgImages, Simulated
from hfgnn.config.evaluation import Controls, Evaluation
from hfgnn.config.features import Concatenated, NoClinical, ResNet18, Synthesized, Table
from hfgnn.config.graph import Knn
from hfgnn.config.model import GAT, GCN, SAGE, Transformer
from hfgnn.config.place import settings_folder
from hfgnn.config.predict import Predict
from hfgnn.config.protocol import Honest, Thesis
from hfgnn.config.study import STUDIES
from hfgnn.config.training import CsvLogger, Training, WandbLogger

SCHEMAS: dict[str, dict[str, Any]] = {
    "data": {"simulated": Simulated, "ecg_images": EcgImages, "table": MeasuredTable},
    "protocol": {"honest": Honest, "thesis": Thesis},
    "augment": {"balanced": Balanced, "thesis": Balanced, "none": Unbalanced},
    "backbone": {"resnet18": ResNet18},
    "clinical": {"synthesized": Synthesized, "table": Table, "none": NoClinical},
    "nodes": {"concatenated": Concatenated, "thesis": Concatenated},
    "graph": {"knn": Knn, "thesis": Knn},
    "model": {"gcn": GCN, "gat": GAT, "sage": SAGE, "transformer": Transformer},
    "training": {"default": Training, "quick": Training, "thesis": Training},
    "evaluation": {"default": Evaluation, "thesis": Evaluation},
    "controls": {"default": Controls},
    "probe": {"default": Probing},
    "logger": {"csv": CsvLogger, "wandb": WandbLogger},
}

GROUPS = SCHEMAS | {"study": STUDIES}
"""All groups with a schema; the yaml files of studies are in experiments/study."""

OWN_SETTINGS: dict[str, Any] = {schema.__name__: schema for schema in (Audit, Predict)}
"""Schemas of the tasks that have settings of their own, by the names that Hydra calls them."""


def register() -> None:
    """Make the schemas known to Hydra."""
    store = ConfigStore.instance()
    store.store(group="schema", name="config", node=Config)
    store.store(group="schema", name="audit", node=Audit)
    store.store(group="schema", name="predict", node=Predict)
    for group, options in GROUPS.items():
        for name, schema in options.items():
            store.store(group=f"schema/{group}", name=name, node=schema)


def options_with(key: str) -> list[str]:
    """Options whose schema has ``key``: "data.root" gives ["data=ecg_images"]."""
    group, _, name = key.partition(".")
    return [
        f"{group}={option}"
        for option, schema in GROUPS.get(group, {}).items()
        if name in schema.__dataclass_fields__
    ]


def options_text() -> str:
    """The options of every group, a line each, for --help."""
    groups = {group: sorted(options) for group, options in SCHEMAS.items()}
    for group in ("thesis", "sweep", "study"):
        files = (settings_folder("experiments") / group).glob("*.yaml")
        groups[group] = sorted(file.stem for file in files)
    return "\n".join(f"{group}: {', '.join(options)}" for group, options in groups.items())
