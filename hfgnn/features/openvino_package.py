"""OpenVINO, which need not be installed."""

from importlib import import_module
from typing import Any

from hfgnn.types import DataError

CALIBRATION = "1"
"""To be raised with every change that makes int8 round otherwise."""


def require_openvino() -> Any:
    """The package.

    Raises:
        DataError: it is not installed.
    """
    try:
        return import_module("openvino")
    except ImportError:
        raise DataError(
            "backbone.engine is 'openvino', but that package is not installed; "
            "pip install 'hfgnn[export]', or take engine=torch"
        ) from None
