"""What a finished run keeps of each fold, so that a new patient can be predicted."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from omegaconf import OmegaConf
from torch import Tensor

from hfgnn.config.build import build
from hfgnn.evaluation.conformal import Limits
from hfgnn.evaluation.recalibration_map import RecalibrationMap, from_arrays
from hfgnn.features.fitted_nodes import FittedNodes
from hfgnn.graphs.placement import AS_IT_IS, Placement, Places
from hfgnn.serving.stored_settings import schema
from hfgnn.training.checkpoint import read_content, write_checkpoint
from hfgnn.training.hidden_placement import HiddenPlacement
from hfgnn.types import BLOCKS, DataError

Numbers = NDArray[np.float64]
PATIENTS = "patients"
NUM_CLASSES = 2
ON_A_GRAPH = (PATIENTS, "tabular")
"""The tasks whose runs can be asked about a new patient among others."""


@dataclass(frozen=True)
class TrainingRows:
    """The training pages that send to others, augmented copies left out, since these only receive.

    Attributes:
        x: float32 (rows, columns), scaled.
        label: int64 (rows,), 1 for disease.
        group: int64 (rows,), pages that are never joined share a number.
        edges: int64 (2, edges), sender over receiver.
        weights: float32 (edges,), empty where all edges count alike.
        distances: float32 (edges,), as the graph has them; empty where they are not known.
        own_distance: float64 (rows,), each one's mean distance to its k nearest others, sorted.
        centre: float32 (columns,), mean of all training rows, copies included.
        low: (clinical,), the smallest value in training, in the unit of the column; NaN if none.
        high: (clinical,), the largest.
        points: float32 (rows, coordinates), where others find them, as the fold's placement says.
        lacks: bool (rows, blocks), which blocks of hfgnn.types.BLOCKS each one lacks as a whole.
    """

    x: NDArray[np.float32]
    label: NDArray[np.int64]
    group: NDArray[np.int64]
    edges: NDArray[np.int64]
    weights: NDArray[np.float32]
    distances: NDArray[np.float32]
    own_distance: Numbers
    centre: NDArray[np.float32]
    low: Numbers
    high: Numbers
    points: NDArray[np.float32]
    lacks: NDArray[np.bool_]


@dataclass(frozen=True)
class Facts:
    """What of a fold is text or a single number.

    Attributes:
        threshold: raw probability from which a page is called diseased.
        edge_scale: distance at which a Gaussian edge weighs 1/e.
        healthy_limit: of the conformal sets, as hfgnn.evaluation.conformal.Limits has it.
        ill_limit: of the conformal sets.
        clinical_columns: names of the clinical numbers, and of what else was measured.
        levels: of each of these that is a category, what its numbers stand for, in their order.
        trained_levels: those of them that training rows have.
        unit: what a record is, in one word.
        may_lack_all: whether some training patient has no clinical number at all.
        record_id: name of each training row.
        patient_id: whose page it is.
        content_hash: SHA-256 of its file.
        stamps: what everything made from this run must carry.
        crop: the used part of a page, as shares of its sides, or None.
        weights_path: file of the backbone's weights, or None for random ones.
        weights_fingerprint: what tells them from all others.
        dtype: number format in which the backbone ran.
    """

    threshold: float
    edge_scale: float
    healthy_limit: float
    ill_limit: float
    clinical_columns: list[str]
    levels: dict[str, list[str]]
    trained_levels: dict[str, list[str]]
    unit: str
    may_lack_all: bool
    record_id: list[str]
    patient_id: list[str]
    content_hash: list[str]
    stamps: list[str]
    crop: list[float] | None
    weights_path: str | None
    weights_fingerprint: str
    dtype: str


@dataclass(frozen=True)
class StoredFold:
    """One trained network, and all that a new patient's way through it needs.

    Attributes:
        name: of the checkpoint, without its ending.
        weights: of the network.
        settings: of the run, as yaml text.
        rows: who can be a neighbour.
        fitted: the scaling.
        placement: from scaled columns to where neighbours are searched.
        recalibration: from what the network says to how often it is so.
        draws: the same on resampled validation patients, for the interval.
        facts: the rest.
    """

    name: str
    weights: dict[str, Tensor]
    settings: str
    rows: TrainingRows
    fitted: FittedNodes
    placement: Places
    recalibration: RecalibrationMap
    draws: RecalibrationMap
    facts: Facts

    @property
    def limits(self) -> Limits:
        """Of the conformal sets."""
        return Limits(self.facts.healthy_limit, self.facts.ill_limit)

    def write(self, path: Path) -> None:
        """Write everything as tensors and text.

        Raises:
            DataError: the file cannot be written.
        """
        further: dict[str, dict[str, Tensor] | str] = {
            "rows": _tensors(vars(self.rows)),
            "nodes": _tensors(self.fitted.arrays()),
            "placement": _tensors(self.placement.arrays()),
            "recalibration": _tensors(self.recalibration.arrays()),
            "draws": _tensors(self.draws.arrays()),
            "facts": json.dumps(asdict(self.facts)),
        }
        write_checkpoint(path, self.weights, self.settings, further=further)


def read_fold(path: Path) -> StoredFold:
    """A fold from its checkpoint.

    Raises:
        DataError: the file is no checkpoint, or its run cannot predict a new patient.
    """
    content = read_content(path)
    refuse_other_graphs(content["settings"], path)
    if "facts" not in content:
        raise DataError(
            f"{path} holds a network, but not its training pages, so it cannot predict; "
            "make the run again"
        )
    try:
        rows = _training_rows(_arrays(content["rows"]))
        return StoredFold(
            name=path.stem,
            weights=content["weights"],
            settings=content["settings"],
            rows=rows,
            fitted=FittedNodes(**_arrays(content["nodes"])),
            placement=_placement(content, rows.x.shape[1]),
            recalibration=from_arrays(_arrays(content["recalibration"])),
            draws=from_arrays(_arrays(content["draws"])),
            facts=Facts(**json.loads(content["facts"])),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise DataError(f"{path} was written by another version of hfgnn: {error}") from None


def _placement(content: Mapping[str, Any], width: int) -> Places:
    """Where patients stand: in their columns, by a linear map, or in a network's hidden layer."""
    tensors = content.get("placement", {})
    if not tensors:
        return AS_IT_IS
    if tensors.keys() == AS_IT_IS.arrays().keys():
        return Placement(**_arrays(tensors))
    model = schema("model", OmegaConf.create(content["settings"]).model)
    network = build(model, in_width=width, num_classes=NUM_CLASSES)
    network.load_state_dict(tensors)
    return HiddenPlacement(network)


def _training_rows(arrays: dict[str, NDArray[Any]]) -> TrainingRows:
    """In runs of earlier versions patients stand where their columns put them, without gaps."""
    added = {
        "points": arrays["x"],
        "distances": np.empty(0, dtype=np.float32),
        "lacks": np.zeros((len(arrays["x"]), len(BLOCKS)), dtype=bool),
    }
    return TrainingRows(**(added | arrays))


ASK = {
    "beats": "; ask it about heartbeats, as record=PATH",
    "heart_sounds": "; ask it about a heart sound, as sound=FILE.wav",
}
"""How runs of other tasks are asked."""


def refuse_other_graphs(settings: str, path: Path) -> None:
    """Raise where a patient's answer would depend on who else is asked.

    Raises:
        DataError: the run's graph is not inductive, or it has none.
    """
    stored: Any = OmegaConf.create(settings)
    if (task := stored.get("task", PATIENTS)) not in ON_A_GRAPH:
        raise DataError(
            f"{path.parent.parent} is a run of task={task}, which knows no pages"
            + ASK.get(task, "")
        )
    protocol = stored.protocol
    if protocol.graph == "inductive":
        return
    raise DataError(
        f"{path.parent.parent} was trained with protocol={protocol.name} and protocol.graph="
        f"{protocol.graph}, in which a page is judged together with all others of its part, so a "
        "new patient cannot be predicted in that system; take a run with protocol.graph=inductive"
    )


def _tensors(arrays: Mapping[str, NDArray[Any]]) -> dict[str, Tensor]:
    return {name: torch.from_numpy(np.array(values)) for name, values in arrays.items()}


def _arrays(tensors: Mapping[str, Tensor]) -> dict[str, Any]:
    return {name: tensor.numpy() for name, tensor in tensors.items()}
