"""The settings that the words of a command come to."""

from collections.abc import Sequence
from typing import Any

from hydra import compose, initialize_config_dir
from hydra.core.global_hydra import GlobalHydra
from omegaconf import DictConfig

from hfgnn.config.check import check
from hfgnn.config.place import settings_folder
from hfgnn.config.primary import primary
from hfgnn.config.store import register


def composed(words: Sequence[str]) -> Any:
    """The checked settings of ``python -m hfgnn WORDS``; those of the run itself stay.

    Args:
        words: as a user would type them, such as "data=music".

    Raises:
        hydra.errors.HydraException: what that command would be refused for.
    """
    return check(unchecked(words))


def unchecked(words: Sequence[str]) -> DictConfig:
    """The same as Hydra has them, before anything is checked.

    Args:
        words: as a user would type them.

    Raises:
        hydra.errors.HydraException: what Hydra itself would refuse.
    """
    register()
    folder, name = primary(words)
    running = GlobalHydra.instance().hydra
    GlobalHydra.instance().clear()
    try:
        with initialize_config_dir(str(settings_folder(folder)), version_base="1.3"):
            return compose(name, overrides=list(words))
    finally:
        GlobalHydra.instance().hydra = running
