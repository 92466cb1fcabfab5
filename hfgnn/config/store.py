"""Hand every schema to Hydra, under schema/<group>/<option>."""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, get_type_hints

from hydra.core.config_store import ConfigStore
from omegaconf import OmegaConf

from hfgnn.config.audit import Audit
from hfgnn.config.beats import BeatRun
from hfgnn.config.config import Config, TabularRun
from hfgnn.config.heatmaps import HeatmapRun
from hfgnn.config.infarction import InfarctionRun
from hfgnn.config.place import settings_folder
from hfgnn.config.predict import Predict
from hfgnn.config.schemas import SCHEMAS
from hfgnn.config.shelf import Shelf
from hfgnn.config.sounds import SoundRun
from hfgnn.config.studies import STUDIES

GROUPS = SCHEMAS | {"study": STUDIES}
"""All groups with a schema; the yaml files of studies are in experiments/study."""

SETTINGS: dict[str, Any] = {
    "config": Config,
    "infarction": InfarctionRun,
    "audit": Audit,
    "beats": BeatRun,
    "heart_sounds": SoundRun,
    "predict": Predict,
    "heatmaps": HeatmapRun,
    "tabular": TabularRun,
}
"""Schema of the whole settings of a task, by the name of their yaml file."""

EXPERIMENTS = {
    "config": ("thesis", "sweep", "study"),
    "beats": ("published", "sweep"),
    "heart_sounds": ("published", "sweep"),
    "tabular": ("sweep",),
    "infarction": ("sweep",),
    "heatmaps": ("sweep",),
}
"""Folders of experiments that a task's settings name."""

OWN_SETTINGS: dict[str, Any] = {
    schema.__name__: schema for name, schema in SETTINGS.items() if name != "config"
}
"""Schemas of the tasks that have settings of their own, by the names that Hydra calls them."""


def register() -> None:
    """Make the schemas known to Hydra, and ``${hfgnn.experiments:}`` and ``${hfgnn.options:}``."""
    shelf = Shelf({f"{name}.yaml": schema for name, schema in SETTINGS.items()})
    for group, options in GROUPS.items():
        shelf[group] = Shelf({f"{name}.yaml": schema for name, schema in options.items()})
    store = ConfigStore.instance()
    store.repo = Shelf(store.repo, schema=shelf)
    experiments = str(settings_folder("experiments"))
    OmegaConf.register_new_resolver("hfgnn.experiments", lambda: experiments, replace=True)
    OmegaConf.register_new_resolver("hfgnn.options", options_text, replace=True)


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


OVERRIDE = re.compile(r"override /(\w+)(?:@\S+)?: (\w+)")
"""How an experiment chooses the option of a group."""


def _fits(experiment: Path, options: Mapping[str, Sequence[str]]) -> bool:
    """Whether a task takes all options that an experiment chooses."""
    chosen = OVERRIDE.findall(experiment.read_text(encoding="utf-8"))
    return all(option in options.get(group, ()) for group, option in chosen)


def options_text(settings: str = "config") -> str:
    """The options of every group, a line each, for --help.

    Args:
        settings: name of the yaml file of the task's settings.
    """
    groups = options_of(settings)
    for group in EXPERIMENTS.get(settings, ()):
        files = (settings_folder("experiments") / group).glob("*.yaml")
        groups[group] = sorted(file.stem for file in files if _fits(file, groups))
    return "\n".join(f"{group}: {', '.join(options)}" for group, options in groups.items())
