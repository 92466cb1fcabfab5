"""A convolutional network whose numbers per beat feed boosted trees."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import torch
from numpy.typing import NDArray

from hfgnn.baselines.boosted_trees import FittedTrees
from hfgnn.config.build import build
from hfgnn.models.beat_cnn import BeatCNN
from hfgnn.training.batches import numbers_of
from hfgnn.training.beats.fitted import Fitting, State
from hfgnn.training.beats.network import BeatNetwork, fit_network
from hfgnn.training.beats.shown import ShownBeats
from hfgnn.training.beats.trees import TREES, grow
from hfgnn.training.examples import Examples
from hfgnn.types import Parts


@dataclass(frozen=True)
class TreesOnNetwork:
    """Fitted trees on the numbers that a fitted network has before its last layer.

    Attributes:
        network: whose numbers are taken.
        trees: grown on them.
    """

    network: BeatNetwork
    trees: FittedTrees

    def probability(self, shown: ShownBeats) -> NDArray[np.float64]:
        """Probability of each class, (beats, classes)."""
        return self.trees.probability(_numbers(self.network, shown))

    def state(self) -> State:
        """Weights of the network, and the trees as bytes."""
        return self.network.state() | {TREES: torch.from_numpy(self.trees.as_bytes())}


def fit_cascade(how: Fitting, shown: ShownBeats, parts: Parts) -> TreesOnNetwork:
    """Train the network, then grow trees on its numbers, both on training rows.

    Args:
        how: network, trees, seed.
        shown: all beats.
        parts: which of them train and choose.
    """
    network = fit_network(replace(how, model=how.model.network), shown, parts, columns=False)
    numbers, beats = _numbers(network, shown), shown.beats
    train, validation = (
        (numbers[rows], beats.label[rows], beats.record_id[rows])
        for rows in (parts.train, parts.validation)
    )
    trees = grow(
        build(how.model.trees), train, validation, classes=len(beats.classes), seed=how.seed
    )
    return TreesOnNetwork(network, trees)


def _numbers(network: BeatNetwork, shown: ShownBeats) -> NDArray[np.float32]:
    assert isinstance(network.network, BeatCNN)
    asked = Examples.all_of({"signal": shown.beats.signal}, shown.beats.label)
    return numbers_of(network.network, network.network.features, asked, settings=network.training)
