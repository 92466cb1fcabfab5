"""The settings that the words of a command come to, inside a run that has others."""

from collections.abc import Sequence
from typing import Any

from hydra import compose, initialize_config_dir
from hydra.core.global_hydra import GlobalHydra
from omegaconf import OmegaConf

from hfgnn.config.check import check
from hfgnn.config.place import settings_folder
from hfgnn.config.primary import primary
from hfgnn.config.store import options_text, register


def composed(words: Sequence[str]) -> Any:
    """The checked settings of ``python -m hfgnn WORDS``; those of the run itself stay.

    Args:
        words: as a user would type them, such as "data=music".

    Raises:
        hydra.errors.HydraException: what that command would be refused for.
    """
    register()
    experiments = str(settings_folder("experiments"))
    OmegaConf.register_new_resolver("hfgnn.experiments", lambda: experiments, replace=True)
    OmegaConf.register_new_resolver("hfgnn.options", options_text, replace=True)
    folder, name = primary(words)
    running = GlobalHydra.instance().hydra
    GlobalHydra.instance().clear()
    try:
        with initialize_config_dir(str(settings_folder(folder)), version_base="1.3"):
            return check(compose(name, overrides=list(words)))
    finally:
        GlobalHydra.instance().hydra = running
