"""Refuse a wrong setting in one sentence, before anything is read or built."""

import dataclasses
from difflib import get_close_matches
from typing import Any

from hydra.errors import CompactHydraException
from omegaconf import DictConfig, OmegaConf


class ConfigError(CompactHydraException):
    """A setting that cannot be used: the key, its value and the rule, in one sentence."""


def need(holds: bool, key: str, value: object, rule: str) -> None:
    """Raise unless ``holds``: "model.dropout is 1.5, but it must be in [0, 1)"."""
    if not holds:
        raise ConfigError(f"{key} is {value!r}, but it must be {rule}")


def check(config: DictConfig) -> Any:
    """Turn a composed config into its dataclasses, or raise a ConfigError.

    Hydra itself refuses unknown keys, wrong types and unknown choices. What it lets through
    is refused here: keys added with ``+``, other classes put in by ``_target_``, settings
    without a value, and whatever the dataclasses forbid in ``__post_init__``.
    """
    refuse_strangers(config)
    config = _without_unused(config)
    if missing := sorted(OmegaConf.missing_keys(config)):
        raise ConfigError(f"give a value for {', '.join(missing)}, as in {missing[0]}=...")
    return OmegaConf.to_object(config)


def _without_unused(config: DictConfig) -> DictConfig:
    """The same without what a schema's ``unless`` says is not looked at: {"data": "run"} takes
    ``data`` away where ``run`` is given.
    """
    unless: dict[str, str] = getattr(OmegaConf.get_type(config), "unless", {})
    unused = [key for key, other in unless.items() if config.get(other) is not None]
    if not unused:
        return config
    config = config.copy()
    OmegaConf.set_readonly(config, False)
    for key in unused:
        config[key] = None
    return config


def refuse_strangers(node: DictConfig, prefix: str = "") -> None:
    """Raise for a key that no schema has, and for a ``_target_`` that is not the schema's."""
    schema: Any = OmegaConf.get_type(node)
    if not dataclasses.is_dataclass(schema):
        return
    names = {field.name: field for field in dataclasses.fields(schema)}
    for key in map(str, node):
        if key not in names:
            raise ConfigError(stranger(key, prefix, list(names)))
        if not OmegaConf.is_missing(node, key) and OmegaConf.is_dict(node[key]):
            refuse_strangers(node[key], f"{prefix}{key}.")
    if "_target_" in names and node._target_ != names["_target_"].default:
        group = prefix.rstrip(".")
        raise ConfigError(f"choose {group} by name, as {group}=..., not by {prefix}_target_")


def stranger(key: str, prefix: str, names: list[str]) -> str:
    """One sentence about a key that is not there, with the nearest one that is."""
    settings = [name for name in names if name != "_target_"]
    if near := get_close_matches(key, settings, n=1):
        return f"there is no setting {prefix}{key}; did you mean {prefix}{near[0]}?"
    return f"there is no setting {prefix}{key}; there is {', '.join(settings) or 'none here'}"
