"""Settings that a finished run has stored, as the schemas they belong to."""

from typing import Any

from omegaconf import OmegaConf

from hfgnn.config.schemas import SCHEMAS
from hfgnn.types import DataError

ADDED: dict[str, dict[str, Any]] = {
    "graph": {
        "search": "auto",
        "space": "raw",
        "shares": {},
        "components": 1,
        "inner_folds": 2,
        "penalties": [1.0],
        "rebuilds": 1,
    },
    "model": {"residual": False, "jumping_knowledge": False},
}
"""Settings that runs of earlier versions have not stored, and what they did without them."""


def schema(group: str, settings: Any) -> Any:
    """Stored settings as the schema that their ``_target_`` belongs to; no other class is built.

    Raises:
        DataError: this version has no such class, or other settings.
    """
    known = {
        one.__dataclass_fields__["_target_"].default: one
        for one in SCHEMAS[group].values()
        if "_target_" in one.__dataclass_fields__
    }
    if settings._target_ not in known:
        raise DataError(f"the run's {group} is {settings._target_}, which this version has not")
    return _merged(group, known[settings._target_], settings)


def option(group: str, name: str, settings: Any) -> Any:
    """Stored settings as the schema of the option that they were chosen by.

    Raises:
        DataError: this version has no such option, or other settings.
    """
    if name not in SCHEMAS[group]:
        raise DataError(f"the run's {group} is {name}, which this version has not")
    return _merged(group, SCHEMAS[group][name], settings)


def _merged(group: str, known: Any, settings: Any) -> Any:
    fields = known.__dataclass_fields__
    added = {name: value for name, value in ADDED.get(group, {}).items() if name in fields}
    try:
        return OmegaConf.to_object(OmegaConf.merge(known, added, settings))
    except Exception as error:  # omegaconf raises several kinds for a key that is unknown
        reason = str(error).splitlines()[0]
        raise DataError(f"the run's {group} was set in another version: {reason}") from None
