"""The network that a run of task=infarction taught heartbeats, as it was stored."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from omegaconf import OmegaConf
from torch import Tensor

from hfgnn.config.build import build
from hfgnn.config.infarction import TwoLayerCNN as Settings
from hfgnn.config.recordings import KaggleWindow, SimulatedRecords
from hfgnn.data.recordings.simulated_records import STAMP
from hfgnn.data.recordings.symbols import FIVE_CLASSES
from hfgnn.features.recording.embedding import HeartbeatNetwork, Layer
from hfgnn.models.two_layer_cnn import FIRST, TwoLayerCNN
from hfgnn.serving.stored_settings import schema
from hfgnn.training.checkpoint import read_checkpoint
from hfgnn.types import DataError

TASK = "infarction"
NEEDED = {"source", "segmentation", "model"}
SIMULATED = f"heartbeats learned from {STAMP}"


def read_heartbeat_network(path: Path) -> HeartbeatNetwork:
    """A network that tells the five classes of heartbeats apart, ready to be asked.

    Beats must be cut as those that it learned, so how that is done comes with it.

    Args:
        path: checkpoints/source.ckpt of a run of task=infarction.

    Raises:
        DataError: the file holds no such network.
    """
    weights, text = read_checkpoint(path)
    settings: Any = OmegaConf.create(text)
    if settings.get("task") != TASK or not settings.keys() >= NEEDED or FIRST not in weights:
        raise DataError(
            f"{path} holds no network that learned heartbeats; take checkpoints/source.ckpt of a "
            "run of task=infarction"
        )
    network = _network(path, settings, weights)
    filters = weights["convolve.3.weight"].shape[0]
    simulated = settings.source["_target_"] == SimulatedRecords._target_
    return HeartbeatNetwork(
        layers={
            "logits": Layer(network, tuple(f"logit_{name}" for name in FIVE_CLASSES)),
            "features": Layer(
                network.features, tuple(f"feature_{number:03d}" for number in range(filters))
            ),
        },
        num_leads=network.shape[0],
        window=build(schema("segmentation", settings.segmentation)),
        stamps=(SIMULATED,) if simulated else (),
    )


def _network(path: Path, settings: Any, weights: Mapping[str, Tensor]) -> TwoLayerCNN:
    window, model = schema("segmentation", settings.segmentation), schema("model", settings.model)
    if not isinstance(model, Settings):
        raise DataError(f"{path} holds another network than TwoLayerCNN")
    kaggle = isinstance(window, KaggleWindow)
    try:
        network: TwoLayerCNN = build(
            model,
            num_leads=weights[FIRST].shape[1],
            num_samples=window.samples if kaggle else window.before + 1 + window.after,
            num_classes=len(FIVE_CLASSES),
        )
    except ValueError as error:
        raise DataError(f"{path} cannot be used: {error}") from None
    _refuse_others(path, weights, network.state_dict())
    network.load_state_dict(dict(weights))
    return network.eval()


def _refuse_others(path: Path, found: Mapping[str, Tensor], own: Mapping[str, Tensor]) -> None:
    """Raise where the weights are of another network than the settings beside them."""
    for name in sorted(own.keys() | found.keys()):
        is_, wanted = (
            tuple(one[name].shape) if name in one else "not there" for one in (found, own)
        )
        if is_ != wanted:
            raise DataError(
                f"{path} does not hold the network that its settings describe, with five classes "
                f"of heartbeats: {name} is {is_}, but must be {wanted}"
            )
