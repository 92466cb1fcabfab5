"""Where Hydra finds the schemas: made into nodes when it asks for them, and never copied."""

from __future__ import annotations

from typing import Any

from hydra.core.config_store import ConfigNode
from omegaconf import OmegaConf


class Shelf(dict[str, Any]):
    """Schemas of one group by file name, such as "gat.yaml", or groups by name.

    Hydra copies what it stores once for every group that it looks into, some three hundred times
    for --help, and copies a node again before it hands it out. The first of these is left out.
    """

    def __getitem__(self, name: str) -> Any:
        """The group, or the node of a schema, made when it is first asked for."""
        value = super().__getitem__(name)
        if isinstance(value, type):
            value = ConfigNode(
                name=name,
                node=OmegaConf.structured(value),
                group=None,
                package=None,
                provider=None,
            )
            self[name] = value
        return value

    def __deepcopy__(self, known: dict[int, Any]) -> Shelf:
        return self
