"""Which studies there are, and what the rest of a run must be for each."""

from typing import Any

from hfgnn.config.augment import Unbalanced
from hfgnn.config.check import ConfigError, need
from hfgnn.config.features import Synthesized
from hfgnn.config.graph import Knn
from hfgnn.config.protocol import Honest
from hfgnn.config.study import GraphVerdict, LeakDial
from hfgnn.config.which_graph import WhichGraph

STUDIES = {"graph_verdict": GraphVerdict, "leak_dial": LeakDial, "which_graph": WhichGraph}
"""Each study with its own settings; its name is that of its task too."""


def check_study(run: Any) -> None:
    """Raise where a task of a study lacks its settings, or the rest of a run does not suit it.

    Args:
        run: the settings of the run, as hfgnn.config.config.Config.

    Raises:
        ConfigError: the study would not be what it says.
    """
    named = getattr(run.study, "name", None)
    if run.task in STUDIES or named is not None:
        need(named == run.task, "task", run.task, f"chosen as study={named or run.task}")
    if named is None:
        return
    if not isinstance(run.augment, Unbalanced):
        raise ConfigError("augment must be none in a study, since its patients have no pictures")
    if named == LeakDial.name and not isinstance(run.clinical, Synthesized):
        raise ConfigError("clinical must be synthesized in this study, since it turns its dial")
    if named == WhichGraph.name and not isinstance(run.graph, Knn):
        raise ConfigError(
            "graph must be knn in this study, since it goes through all spaces itself"
        )
    if not isinstance(run.protocol, Honest):
        raise ConfigError("protocol must be honest in a study, since that is what it examines")
