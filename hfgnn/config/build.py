"""Turn a checked setting into the object it describes."""

from dataclasses import fields
from importlib import import_module
from typing import Any


def build(settings: Any, **known: Any) -> Any:
    """An instance of the class that ``settings._target_`` names.

    Args:
        settings: a checked schema with a ``_target_``; its other fields become arguments.
        known: further arguments that only the data know, such as in_width.
    """
    module, _, name = settings._target_.rpartition(".")
    arguments = {field.name: getattr(settings, field.name) for field in fields(settings)}
    del arguments["_target_"]
    return getattr(import_module(module), name)(**arguments, **known)
