"""From answers to scores: by seed, over patients, and beside what age alone tells."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit

from hfgnn.config.infarction import InfarctionRun, PatientFolds
from hfgnn.data.infarction.diagnosed import Diagnosed
from hfgnn.evaluation.by_seed import by_seed, over_seeds, record_means
from hfgnn.evaluation.compare import Comparison
from hfgnn.evaluation.learning_curve import (
    SCRATCH,
    TRANSFERRED,
    Curve,
    Point,
    over_patients,
)
from hfgnn.evaluation.paired_seeds import gain_sentence
from hfgnn.tasks.infarction_cells import STARTS, Answer
from hfgnn.types import Estimate, Predictions, Rows

AGE = "age"
HALF = 0.5


@dataclass(frozen=True)
class Judged:
    """What the answers come to.

    Attributes:
        curve: scores by record, or by beat where beats were divided, over the share of the labels.
        predictions: of every share and start, by these.
        models: scores with all labels, with intervals over patients.
        comparisons: of the transferred network with the others, on the same drawn patients.
        by_beat: with all labels, scores of single beats, mean over seeds, by start.
        verdict: one line on the gain.
        validation_auroc: mean over fits of the transferred network with all labels.
        trained: beats that train a fit with all labels, the fewest of all fits.
    """

    curve: Curve
    predictions: dict[tuple[float, str], Predictions]
    models: dict[str, dict[str, Estimate]]
    comparisons: tuple[Comparison, ...]
    by_beat: dict[str, dict[str, Estimate]]
    verdict: str
    validation_auroc: float
    trained: int


def judge(settings: InfarctionRun, target: Diagnosed, answers: Sequence[Answer]) -> Judged:
    """Score every share and start, and compare."""
    apart = isinstance(settings.protocol, PatientFolds)
    confidence = settings.evaluation.confidence
    groups = {
        (share, start): [
            one for one in answers if (one.cell.share, one.cell.start) == (share, start)
        ]
        for share in settings.transfer.shares
        for start in STARTS
    }
    predictions = {
        key: predictions_of(target, group, by_record=apart, model=key[1])
        for key, group in groups.items()
    }
    unit = target.beats.group if apart else np.arange(len(target.beats))
    points = [Point(*key, labelled(groups[key], unit), by_seed(predictions[key])) for key in groups]
    curve = Curve(points, confidence)
    models, comparisons = _with_all_labels(settings, target, predictions, is_apart=apart)
    beats = {start: groups[1, start] for start in STARTS}
    gain = curve.gain(1, "auroc")
    return Judged(
        curve=curve,
        predictions=predictions,
        models=models,
        comparisons=comparisons,
        by_beat={
            start: _of_beats(target, group, confidence=confidence) for start, group in beats.items()
        },
        verdict=gain_sentence(gain, pairs=curve.seeds, score="AUROC"),
        validation_auroc=float(np.mean([one.validation_auroc for one in beats[TRANSFERRED]])),
        trained=min(len(one.cell.train) for one in beats[TRANSFERRED]),
    )


def labelled(answers: Sequence[Answer], unit: Rows) -> float:
    """How many units had a label, on average over the fits."""
    return float(np.mean([len(np.unique(unit[one.cell.train])) for one in answers]))


def predictions_of(
    target: Diagnosed, answers: Sequence[Answer], *, by_record: bool, model: str
) -> Predictions:
    """The answers of one share and start as a table, rows of all seeds and folds."""
    pieces = []
    for one in answers:
        rows, log_odds = one.cell.split.parts.test, one.log_odds
        if by_record:
            first, log_odds = record_means(target.beats.take(rows), log_odds)
            rows = rows[first]
        pieces.append((one.cell, rows, log_odds))
    rows = np.concatenate([rows for _, rows, _ in pieces])
    probability = expit(np.concatenate([log_odds for *_, log_odds in pieces]))
    sizes = [len(rows) for _, rows, _ in pieces]
    repeats, folds = (
        np.repeat([getattr(cell.split, name) for cell, *_ in pieces], sizes)
        for name in ("repeat", "fold")
    )
    return _table(target, rows, probability, model=model, repeat=repeats, fold=folds)


def _table(
    target: Diagnosed,
    rows: Rows,
    probability: NDArray[np.float64],
    *,
    model: str,
    repeat: Rows,
    fold: Rows,
) -> Predictions:
    beats, possible = target.beats, np.ones(len(rows), dtype=bool)
    return Predictions(
        model=model,
        record_id=beats.record_id[rows],
        patient_id=beats.patient_id[rows],
        group=beats.group[rows],
        repeat=repeat,
        seed=np.zeros(len(rows), dtype=np.int64),
        fold=fold,
        label=beats.label[rows],
        probability=probability,
        threshold=np.full(len(rows), HALF),
        calibrated=probability,
        may_be_healthy=possible,
        may_be_ill=possible,
    )


def _with_all_labels(
    settings: InfarctionRun,
    target: Diagnosed,
    predictions: dict[tuple[float, str], Predictions],
    *,
    is_apart: bool,
) -> tuple[dict[str, dict[str, Estimate]], tuple[Comparison, ...]]:
    """Intervals over patients where these are apart, else over seeds."""
    network, scratch = predictions[1, TRANSFERRED], predictions[1, SCRATCH]
    confidence = settings.evaluation.confidence
    if is_apart:
        others = [scratch, *_age(target, network)]
        return over_patients(network, others, settings=settings.evaluation, seed=settings.seed)
    models = {
        one.model: {name: over_seeds(values, confidence) for name, values in by_seed(one).items()}
        for one in (network, scratch)
    }
    return models, ()


def _age(target: Diagnosed, network: Predictions) -> list[Predictions]:
    """What age alone tells, for the records of a model; the unknown get the mean age."""
    first, ages = record_means(target.beats, target.age_years)
    if np.isnan(ages).all():
        return []
    ages = np.where(np.isnan(ages), np.nanmean(ages), ages)
    of_record = dict(zip(target.beats.record_id[first].tolist(), ages.tolist(), strict=True))
    known = np.array([of_record[name] for name in network.record_id.tolist()])
    row_of = dict(zip(target.beats.record_id[first].tolist(), first.tolist(), strict=True))
    rows = np.array([row_of[name] for name in network.record_id.tolist()])
    # Shares of a thousand years: they rank, and reach one half for nobody.
    return [_table(target, rows, known / 1000, model=AGE, repeat=network.repeat, fold=network.fold)]


def _of_beats(
    target: Diagnosed, answers: Sequence[Answer], *, confidence: float
) -> dict[str, Estimate]:
    single = predictions_of(target, answers, by_record=False, model="beats")
    names = ("accuracy", "balanced_accuracy", "sensitivity", "specificity")
    found = by_seed(single)
    return {name: over_seeds(found[name], confidence) for name in names}
