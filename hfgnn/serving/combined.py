"""Several networks' answers about one patient become one."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from hfgnn.serving.completed import without_block
from hfgnn.serving.fold_predictor import FoldAnswer, FoldPredictor
from hfgnn.serving.prediction import FoldSaid, Neighbour, Prediction
from hfgnn.serving.stored import Numbers
from hfgnn.serving.variants import shapley, subsets
from hfgnn.types import Estimate


def combine(
    folds: Sequence[FoldPredictor],
    answers: Sequence[FoldAnswer],
    *,
    patient: str,
    image: Path | None,
    known_to: int,
    values: Numbers,
    guessed: tuple[str, ...],
    confidence: float,
    out_of_range_percentile: float,
) -> Prediction:
    """The mean of the recalibrated probabilities, and everything that explains it.

    A class stays possible if at least half of the networks' conformal sets hold it. Each set
    promises its coverage by itself; their majority promises less, at worst twice the miss (Gasparin
    and Ramdas 2024, https://arxiv.org/abs/2401.09379).
    """
    calibrated = np.array([answer.calibrated for answer in answers])
    players = folds[0].players
    rows = answers[0].variants.coalitions
    value = {some: float(calibrated[:, rows[some]].mean()) for some in subsets(players)}
    said = tuple(_said(*pair) for pair in zip(folds, answers, strict=True))
    healthy, ill = zip(
        *(_possible(*pair) for pair in zip(folds, answers, strict=True)), strict=True
    )
    percentile = float(np.mean([answer.percentile for answer in answers]))
    return Prediction(
        patient=patient,
        image="" if image is None else str(image),
        probability=_interval(calibrated[:, 0].mean(), answers, confidence),
        confidence=confidence,
        threshold=float(np.mean([one.threshold for one in said])),
        may_be_healthy=bool(np.mean(healthy) >= 0.5),
        may_be_ill=bool(np.mean(ill) >= 0.5),
        never_ruled_out=_never_ruled_out(folds),
        contributions=shapley(value, players),
        baseline=value[frozenset()],
        neighbours=_merged(folds, answers),
        percentile=percentile,
        out_of_range=percentile > out_of_range_percentile,
        unusual=_unusual(folds, values),
        guessed=guessed,
        known_to=known_to,
        left_out=_left_out(folds, answers),
        too_near=_too_near(folds, answers),
        prevalence=float(np.mean([fold.stored.rows.label.mean() for fold in folds])),
        stamps=tuple(folds[0].stored.facts.stamps),
        folds=said,
        unit=folds[0].stored.facts.unit,
        missing={
            block: without_block([answer.completed[block] for answer in answers], confidence)
            for block in answers[0].completed
        },
    )


def _interval(value: float, answers: Sequence[FoldAnswer], confidence: float) -> Estimate:
    """Percentiles over the networks and their resampled recalibrations, each network alike."""
    drawn = np.concatenate([answer.drawn for answer in answers])
    tail = (1 - confidence) / 2
    low, high = np.quantile(drawn, [tail, 1 - tail])
    return Estimate(float(value), float(low), float(high))


def _said(fold: FoldPredictor, answer: FoldAnswer) -> FoldSaid:
    """The threshold was chosen on raw probabilities; on the calibrated scale it is its image."""
    threshold = fold.stored.recalibration.apply(np.array([fold.stored.facts.threshold]))[0]
    return FoldSaid(
        fold.stored.name, float(answer.raw[0]), float(answer.calibrated[0]), float(threshold)
    )


def _possible(fold: FoldPredictor, answer: FoldAnswer) -> tuple[bool, bool]:
    """Whether this network's conformal set holds "no disease", and "disease"."""
    limits = fold.stored.limits
    probability = answer.raw[:1]  # on which the limits were chosen
    return bool(limits.may_be_healthy(probability)[0]), bool(limits.may_be_ill(probability)[0])


def _never_ruled_out(folds: Sequence[FoldPredictor]) -> tuple[str, ...]:
    """Classes that at least half of the networks keep in every set, as too few pages limit them."""
    limits = [fold.stored.limits for fold in folds]
    kept = {"no disease": [one.healthy for one in limits], "disease": [one.ill for one in limits]}
    return tuple(name for name, some in kept.items() if np.mean(np.isinf(some)) >= 0.5)


def _left_out(folds: Sequence[FoldPredictor], answers: Sequence[FoldAnswer]) -> int:
    """Training pages of the same file or patient, each counted once."""
    names = (
        {fold.stored.facts.record_id[row] for row in answer.own.tolist()}
        for fold, answer in zip(folds, answers, strict=True)
    )
    return len(set().union(*names))


def _too_near(folds: Sequence[FoldPredictor], answers: Sequence[FoldAnswer]) -> tuple[str, ...]:
    """Neighbours that are nearer than any two training pages of their network, each once.

    Of a patient that lacks a block the distance is not that between complete pages.
    """
    names: dict[str, None] = {}
    for fold, answer in zip(folds, answers, strict=True):
        if answer.completed:
            continue
        near = answer.variants.distance[0] < fold.neighbourhood.least_distance
        rows = answer.variants.neighbours[0][near].tolist()
        names |= dict.fromkeys(fold.stored.facts.record_id[row] for row in rows)
    return tuple(names)


def _merged(folds: Sequence[FoldPredictor], answers: Sequence[FoldAnswer]) -> tuple[Neighbour, ...]:
    """The neighbours of all networks, each page once."""
    met: dict[str, list[tuple[float, float]]] = {}
    who: dict[str, tuple[str, int]] = {}
    for fold, answer in zip(folds, answers, strict=True):
        facts, variants = fold.stored.facts, answer.variants
        pairs = zip(variants.neighbours[0].tolist(), variants.distance[0].tolist(), strict=True)
        for place, (row, distance) in enumerate(pairs, start=1):
            name = facts.record_id[row]
            moved = float(answer.calibrated[0] - answer.calibrated[place])
            met.setdefault(name, []).append((distance, moved))
            who[name] = facts.patient_id[row], int(fold.stored.rows.label[row])
    neighbours = [
        Neighbour(
            record_id=name,
            patient_id=who[name][0],
            label=who[name][1],
            folds=len(seen),
            distance=float(np.mean([distance for distance, _ in seen])),
            moved=float(np.mean([moved for _, moved in seen])),
        )
        for name, seen in met.items()
    ]
    return tuple(sorted(neighbours, key=lambda one: (-one.folds, one.distance)))


def _unusual(folds: Sequence[FoldPredictor], values: Numbers) -> tuple[str, ...]:
    """Values that no training page of any network reaches; a category has no such range."""
    low = np.min([fold.stored.rows.low for fold in folds], axis=0)
    high = np.max([fold.stored.rows.high for fold in folds], axis=0)
    facts = folds[0].stored.facts
    return tuple(
        f"{name} is {value:g}, outside the training {facts.unit}s' [{least:g}, {most:g}]"
        for name, value, least, most in zip(facts.clinical_columns, values, low, high, strict=True)
        if name not in facts.levels and (value < least or value > most)
    )
