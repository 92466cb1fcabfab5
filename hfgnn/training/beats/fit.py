"""Fit whichever model the settings name, keep it as tensors, and bring it back."""

from __future__ import annotations

import numpy as np

from hfgnn.baselines.boosted_trees import FittedTrees
from hfgnn.config.beat_model import BeatModel, BeatTransformer, CnnMlp, ConvXgb, XgbFeatures
from hfgnn.config.training import BatchTraining
from hfgnn.training.beats.cascade import TreesOnNetwork, fit_cascade
from hfgnn.training.beats.fitted import FittedBeats, Fitting, State
from hfgnn.training.beats.network import (
    BeatNetwork,
    fit_network,
    make_network,
    restored_network,
    restored_scale,
)
from hfgnn.training.beats.sequence import SequenceNetwork, fit_sequence
from hfgnn.training.beats.shown import ShownBeats, Widths
from hfgnn.training.beats.trees import TREES, TreesOnColumns, fit_trees
from hfgnn.types import Parts


def fit_beats(how: Fitting, shown: ShownBeats, parts: Parts) -> FittedBeats:
    """Fit a model on training rows; validation rows choose its epoch, or its number of trees.

    Args:
        how: model, training, seed.
        shown: all beats.
        parts: which of them train and choose; test rows are not looked at.
    """
    model: BeatModel = how.model
    if isinstance(model, XgbFeatures):
        return fit_trees(how, shown, parts)
    if isinstance(model, ConvXgb):
        return fit_cascade(how, shown, parts)
    if isinstance(model, BeatTransformer):
        return fit_sequence(how, shown, parts)
    return fit_network(how, shown, parts, columns=isinstance(model, CnnMlp))


def restore(model: BeatModel, state: State, widths: Widths, training: BatchTraining) -> FittedBeats:
    """A fitted model from its settings and tensors.

    Args:
        model: its settings.
        state: as ``state`` gave it.
        widths: numbers of leads, columns and classes that it was fitted on.
        training: for the size of batches.
    """
    if isinstance(model, XgbFeatures):
        return TreesOnColumns(_trees(state, widths), model.signal, widths.classes)
    if isinstance(model, ConvXgb):
        network = restored_network(make_network(model.network, widths, columns=False), state)
        return TreesOnNetwork(BeatNetwork(network, None, training), _trees(state, widths))
    scale = restored_scale(state)
    columns = isinstance(model, CnnMlp | BeatTransformer)
    network = restored_network(make_network(model, widths, columns=columns), state)
    if isinstance(model, BeatTransformer):
        assert scale is not None
        return SequenceNetwork(network, scale, model.window, model.signal, training)
    return BeatNetwork(network, scale, training)


def _trees(state: State, widths: Widths) -> FittedTrees:
    return FittedTrees.from_bytes(np.asarray(state[TREES].numpy()), widths.classes)
