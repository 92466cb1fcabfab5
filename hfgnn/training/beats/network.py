"""Networks that see one beat: its signal alone, or with its columns."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn

from hfgnn.config.build import build
from hfgnn.config.training import BatchTraining
from hfgnn.training.batches import fit_batches, predict_batches
from hfgnn.training.beats.fitted import Fitting, State
from hfgnn.training.beats.shown import ColumnScale, ShownBeats, Widths
from hfgnn.training.examples import Examples
from hfgnn.types import Parts, Rows

Inputs = dict[str, NDArray[np.float32]]


@dataclass(frozen=True)
class BeatNetwork:
    """A fitted network on single beats.

    Attributes:
        network: on the processor.
        scale: of the columns; None where the network sees the signal alone.
        training: for the size of batches.
    """

    network: nn.Module
    scale: ColumnScale | None
    training: BatchTraining

    def probability(self, shown: ShownBeats) -> NDArray[np.float64]:
        """Probability of each class, (beats, classes)."""
        asked = Examples.all_of(_inputs(shown, self.scale), shown.beats.label)
        return predict_batches(self.network, asked, settings=self.training)

    def state(self) -> State:
        """Weights, and the scale of the columns."""
        weights = {f"network.{name}": value for name, value in self.network.state_dict().items()}
        return weights | scale_state(self.scale)


def fit_network(how: Fitting, shown: ShownBeats, parts: Parts, *, columns: bool) -> BeatNetwork:
    """Train on training rows, multiplied where that is asked for; validation rows choose.

    Args:
        how: network, training, seed.
        shown: all beats.
        parts: which of them train and choose.
        columns: whether the network sees the columns too.
    """
    scale = ColumnScale.fit(shown.columns.x[parts.train]) if columns else None
    validation = Examples(_inputs(shown, scale), shown.beats.label, parts.validation)
    fitted = fit_batches(
        lambda: make_network(how.model, shown.widths, columns=columns),
        _grown(how, shown, parts.train, scale),
        validation,
        num_classes=len(shown.beats.classes),
        settings=how.training,
        seed=how.seed,
        logger=how.logger,
    )
    return BeatNetwork(fitted.network, scale, how.training)


def _grown(how: Fitting, shown: ShownBeats, train: Rows, scale: ColumnScale | None) -> Examples:
    """Training rows with those that were made from them."""
    if how.oversample is None:
        return Examples(_inputs(shown, scale), shown.beats.label, train)
    grown = how.oversample.grow(shown.training(train), shown.beats.classes, seed=how.seed)
    signal, x = shown.unflat(grown.x)
    inputs: Inputs = {"signal": signal}
    if scale is not None:
        inputs["columns"] = scale.apply(x)
    return Examples.all_of(inputs, grown.label)


def _inputs(shown: ShownBeats, scale: ColumnScale | None) -> Inputs:
    inputs: Inputs = {"signal": shown.beats.signal}
    if scale is not None:
        inputs["columns"] = scale.apply(shown.columns.x)
    return inputs


def make_network(model: object, widths: Widths, *, columns: bool) -> nn.Module:
    """A fresh network for such beats.

    Args:
        model: its settings.
        widths: numbers of leads, columns and classes.
        columns: whether the network sees the columns too.
    """
    known = {"num_leads": widths.leads, "num_classes": widths.classes}
    if columns:
        known["num_columns"] = widths.columns
    network: nn.Module = build(model, **known)
    return network


def scale_state(scale: ColumnScale | None) -> State:
    """The scale as tensors, none where there is none."""
    if scale is None:
        return {}
    return {
        "scale.mean": torch.from_numpy(scale.mean),
        "scale.spread": torch.from_numpy(scale.spread),
    }


def restored_scale(state: State) -> ColumnScale | None:
    """The scale that ``scale_state`` gave."""
    if "scale.mean" not in state:
        return None
    return ColumnScale(state["scale.mean"].numpy(), state["scale.spread"].numpy())


def restored_network(network: nn.Module, state: State) -> nn.Module:
    """The network with its stored weights."""
    prefix = "network."
    network.load_state_dict(
        {name.removeprefix(prefix): one for name, one in state.items() if name.startswith(prefix)}
    )
    return network.eval()
