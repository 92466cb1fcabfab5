"""Lightning says only what somebody can act on."""

import logging
import warnings


def quiet() -> None:
    """Lightning's advice on data loaders does not fit batches that are in memory."""
    logging.getLogger("pytorch_lightning").setLevel(logging.WARNING)
    logging.getLogger("lightning.pytorch").setLevel(logging.WARNING)
    warnings.filterwarnings("ignore", message=".*does not have many workers.*")
    warnings.filterwarnings("ignore", message=".*smaller than the logging interval.*")
    warnings.filterwarnings("ignore", message=".*LeafSpec.*")
    warnings.filterwarnings("ignore", message=".*log directory .* exists and is not empty.*")
