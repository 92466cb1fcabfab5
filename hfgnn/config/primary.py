"""Which settings a command begins with: those of the main job, or a task's own."""

from collections.abc import Sequence

DEFAULT = ("conf", "config")
PRIMARY = {
    "audit": ("conf", "audit"),
    "beats": ("conf", "beats"),
    "infarction": ("conf", "infarction"),
    "heatmaps": ("conf", "heatmaps"),
    "heart_sounds": ("conf", "heart_sounds"),
    "tabular": ("conf", "tabular"),
    "predict": ("conf/tasks", "predict"),
}
"""Folder and name of the yaml file of each task that has settings of its own.

A task whose keys are called like option groups, as clinical=FILE, needs a folder without these."""


def primary(arguments: Sequence[str]) -> tuple[str, str]:
    """Folder and name of the yaml file that these arguments begin with.

    Args:
        arguments: of the command, as the user typed them.
    """
    for argument in arguments:
        key, _, task = argument.partition("=")
        if key == "task" and task in PRIMARY:
            return PRIMARY[task]
    return DEFAULT
