"""Boosted trees on what is measured of each beat, with its signal beside where that is wanted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray

from hfgnn.augment.spliced import Spliced
from hfgnn.baselines.boosted_trees import BoostedTrees, FittedTrees
from hfgnn.config.build import build
from hfgnn.data.recordings.symbols import JOINED, THREE_CLASSES
from hfgnn.features.beats.describe import describe
from hfgnn.training.beats.fitted import Fitting, State
from hfgnn.training.beats.shown import ShownBeats
from hfgnn.types import Beats, Parts, Rows, TrainingBeats, TrainingRecordings

TREES = "trees"
FUSION = "F"
VENTRICULAR = THREE_CLASSES.index(JOINED[FUSION])
Floats = NDArray[np.float32]


@dataclass(frozen=True)
class TreesOnColumns:
    """Fitted trees on single beats.

    Attributes:
        trees: grown.
        signal: whether they see the samples too.
        classes: how many are told apart; trees that have grown for one more have learned fusion
            beats for themselves, which then count as ventricular.
    """

    trees: FittedTrees
    signal: bool
    classes: int

    def probability(self, shown: ShownBeats) -> NDArray[np.float64]:
        """Probability of each class, (beats, classes)."""
        said = self.trees.probability(_seen(shown, self.signal))
        if said.shape[1] > self.classes:
            said[:, VENTRICULAR] += said[:, self.classes]
        return said[:, : self.classes]

    def state(self) -> State:
        """The trees as bytes."""
        return {TREES: torch.from_numpy(self.trees.as_bytes())}


def fit_trees(how: Fitting, shown: ShownBeats, parts: Parts) -> TreesOnColumns:
    """Grow trees on training rows; validation rows say when to stop.

    Args:
        how: trees, seed.
        shown: all beats.
        parts: which of them train and choose.
    """
    signal, beats = how.model.signal, shown.beats
    label, classes = learned_classes(beats, parts.train, fusion_apart=how.model.fusion_apart)
    trees: BoostedTrees = build(how.model.trees)
    table, grown = _grown(how, shown, (parts.train, label, classes), signal=signal)
    recording = np.full(len(grown), "", dtype=beats.record_id.dtype)
    recording[: len(parts.train)] = beats.record_id[parts.train]
    train = [(table, grown, trees.weigh(grown, recording))]
    if how.model.spliced is not None:
        apart = len(classes) > len(beats.classes)
        train += _spliced(how, shown, parts.train, total=len(grown), fusion_apart=apart)
    chosen = parts.validation
    weight = trees.weigh(label[chosen], beats.record_id[chosen])
    fitted = trees.fit(
        _below(train),
        (_seen(shown, signal)[chosen], label[chosen], weight),
        classes=len(classes),
        seed=how.seed,
    )
    return TreesOnColumns(fitted, signal, len(beats.classes))


Weighed = tuple[Floats, Rows, Floats]
"""Columns, labels and weights of some rows."""


def _below(tables: Sequence[Weighed]) -> Weighed:
    """All of them below each other."""
    x, label, weight = (np.concatenate(column) for column in zip(*tables, strict=True))
    return x, label, weight


def _spliced(
    how: Fitting, shown: ShownBeats, train: Rows, *, total: int, fusion_apart: bool
) -> list[Weighed]:
    """Training recordings made over, measured anew, each row with the same small weight."""
    maker: Spliced = build(how.model.spliced)
    copies = maker.make(TrainingRecordings(shown.beats.take(train)), seed=how.seed)
    if not copies:
        return []
    made = [ShownBeats(one, describe(one)) for one in copies]
    names = shown.columns.columns
    if any(one.columns.columns != names for one in made):
        raise ValueError("recordings made over have other columns than those they were made from")
    weight = maker.weight * total / sum(len(one) for one in made)
    return [
        (
            _seen(one, how.model.signal),
            _learned(one.beats, fusion_apart=fusion_apart),
            np.full(len(one), weight, dtype=np.float32),
        )
        for one in made
    ]


def learned_classes(
    beats: Beats, train: Rows, *, fusion_apart: bool
) -> tuple[Rows, tuple[str, ...]]:
    """The class of each beat that is learned, and the names of the classes.

    Where fusion beats count as ventricular ones, trees may still learn them for themselves, since
    they look like neither these nor normal ones.

    Args:
        beats: with their symbols.
        train: rows that are learned; only these say whether there are fusion beats.
        fusion_apart: whether fusion beats are learned for themselves.
    """
    is_there = bool((beats.symbol[train] == FUSION).any())
    if not fusion_apart or beats.classes != THREE_CLASSES or not is_there:
        return beats.label, beats.classes
    return _learned(beats, fusion_apart=True), (*beats.classes, FUSION)


def _learned(beats: Beats, *, fusion_apart: bool) -> Rows:
    """The class of each beat, fusion beats behind the others where they stand apart."""
    if not fusion_apart:
        return beats.label
    return np.where(beats.symbol == FUSION, len(beats.classes), beats.label)


Table = tuple[Floats, Rows, NDArray[np.str_]]
"""Columns, labels, and the recording of each row."""


def grow(
    trees: BoostedTrees, train: Table, validation: Table, *, classes: int, seed: int
) -> FittedTrees:
    """Weigh the rows, then grow.

    Args:
        trees: how.
        train: what is learned.
        validation: what says when to stop.
        classes: how many there are.
        seed: of the drawn rows and columns.
    """
    weighed = [(x, label, trees.weigh(label, of)) for x, label, of in (train, validation)]
    return trees.fit(weighed[0], weighed[1], classes=classes, seed=seed)


def _grown(
    how: Fitting, shown: ShownBeats, learned: tuple[Rows, Rows, tuple[str, ...]], *, signal: bool
) -> tuple[Floats, Rows]:
    """Training rows, with those that were made from them below."""
    train, label, classes = learned
    if how.oversample is None:
        return _seen(shown, signal)[train], label[train]
    part = TrainingBeats(shown.flat[train], label[train])
    grown = how.oversample.grow(part, classes, seed=how.seed)
    table = grown.x if signal else shown.unflat(grown.x)[1]
    return table, grown.label


def _seen(shown: ShownBeats, signal: bool) -> Floats:
    return shown.flat if signal else shown.columns.x
