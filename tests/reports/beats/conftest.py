"""A small finished run on heartbeats, made by hand: six recordings, three classes."""

from dataclasses import replace

import numpy as np
import pytest

from hfgnn.config.evaluation import ClassEvaluation
from hfgnn.data.recordings.segmentation import LeftOut
from hfgnn.evaluation.classes.compare import evaluate_classes
from hfgnn.evaluation.classes.verdict import Strangers
from hfgnn.reports.beats.finished import FinishedBeats
from hfgnn.reports.beats.strip import Strip
from hfgnn.types import Beats, ClassPredictions, Estimate, Parts, Refusal, Split

CLASSES = ("N", "S", "V")
RECORDS = ("100", "101", "102", "103", "104", "<b>105")
EACH = 40
STAMPS = ("leaking protocol", "simulated recordings")


def beats_of_six():
    generator = np.random.default_rng(0)
    number = len(RECORDS) * EACH
    record = np.repeat(np.array(RECORDS), EACH)
    label = generator.choice(3, number, p=[0.7, 0.1, 0.2])
    label[::EACH], label[1::EACH], label[2::EACH] = 0, 1, 2
    shape = np.array([1.0, 0.8, 2.0])[label, None, None] * np.hanning(30)
    return Beats(
        signal=(shape + 0.05 * generator.normal(size=(number, 1, 30))).astype(np.float32),
        label=label,
        symbol=np.array(["N", "A", "V"])[label],
        record_id=record,
        patient_id=np.char.add("p", record),
        group=np.repeat(np.arange(len(RECORDS)), EACH),
        sample=np.tile(100 + 300 * np.arange(EACH), len(RECORDS)),
        number=np.tile(np.arange(EACH), len(RECORDS)),
        previous_rr_s=np.full(number, 0.8, np.float32),
        next_rr_s=np.full(number, 0.8, np.float32),
        classes=CLASSES,
        leads=("MLII",),
        sampling_hz=360.0,
        mark=15,
    )


def answers(tested, model, seeds=1):
    """Better than chance; the majority says the same of everybody."""
    parts = []
    for seed in range(seeds):
        logits = np.random.default_rng(seed).normal(size=(len(tested), 3))
        logits[np.arange(len(tested)), tested.label] += 2.0 if model == "xgb_features" else 1.0
        probability = np.exp(logits) / np.exp(logits).sum(axis=1, keepdims=True)
        if model == "majority":
            probability = np.tile([0.7, 0.1, 0.2], (len(tested), 1))
        parts.append(probability)
    return ClassPredictions(
        model=model,
        classes=CLASSES,
        record_id=np.tile(tested.record_id, seeds),
        patient_id=np.tile(tested.patient_id, seeds),
        group=np.tile(tested.group, seeds),
        sample=np.tile(tested.sample, seeds),
        seed=np.repeat(np.arange(seeds), len(tested)),
        label=np.tile(tested.label, seeds),
        probability=np.concatenate(parts),
    )


def strip_of(label):
    time = np.arange(1800) / 360
    return Strip(
        title="record 103, lead MLII",
        signal=np.sin(8 * time).astype(np.float32),
        sampling_hz=360.0,
        start_s=12.0,
        sample=np.array([100, 500, 900, 1500]),
        classes=CLASSES,
        predicted=np.array([0, 1, 2, 0]),
        probability=np.array([0.99, 0.62, 0.95, 0.7]),
        label=label,
    )


def finish(network, controls, *, stamps, honest=None, extra):
    leaks = bool(stamps)
    strangers = Strangers.of(network, ["p100"], leaks=leaks, honest=honest)
    settings = ClassEvaluation(resamples=100, confidence=0.95)
    evaluated = evaluate_classes(network, controls, strangers=strangers, settings=settings, seed=0)
    return {
        "task": "beats",
        "network": network.model,
        "protocol": {
            "name": "random_beats" if leaks else "inter_patient",
            "seeds": len(np.unique(network.seed)),
            "test_patients": 3,
        },
        "stamps": list(stamps),
        "cohort": {
            "source": "6 recordings made by hand",
            "records": 6,
            "patients": 6,
            "refused": 1,
            "beats": 240,
            "classes": {"N": 160, "S": 30, "V": 50},
            "tested_beats": 120,
        },
        **evaluated.as_json(),
        "audit": {"findings": [], "probes": []},
        **extra,
    }


def made(stamps, *, seeds, extra, **columns):
    beats = beats_of_six()
    test = np.arange(3 * EACH, 6 * EACH)
    tested = beats.take(test)
    network = answers(tested, "xgb_features", seeds)
    controls = (answers(tested, "beat_cnn"), answers(tested, "majority"))
    run = FinishedBeats(
        metrics=finish(network, controls, stamps=stamps, extra=extra, honest=columns.get("honest")),
        network=network,
        controls=controls,
        beats=beats,
        splits=(Split(0, 0, Parts(np.arange(80), np.arange(80, 120), test)),),
        refused=(Refusal("<script>.hea", "there is no such .dat"),),
        left_out=(
            LeftOut("100", "too near an end", 2),
            LeftOut("101", "too near an end", 1),
            LeftOut("100", "marks that are no beats", 1200),
        ),
        notes=("6 records were recorded at 250 Hz",),
        strips=(strip_of(np.array([0, 0, 2, 0])),),
        settings="evaluation:\n  confidence: 0.95\n  resamples: 100\n",
        command="python -m hfgnn task=beats",
    )
    return replace(run, **{name: one for name, one in columns.items() if name != "honest"})


@pytest.fixture
def finished():
    """A leaking run with everything that can occur."""
    apart = {"macro_f1": {"value": 0.5, "low": 0.4, "high": 0.6}}
    extra = {
        "claim": {"source": "A. Author 2025", "accuracy": 0.985, "macro_f1": 0.929},
        "honest": {"models": {"xgb_features": apart}},
        "timing": {"reading_seconds": 2.0, "milliseconds_per_beat": 0.03},
    }
    return made(STAMPS, seeds=2, extra=extra, honest=Estimate(0.5, 0.4, 0.6))


@pytest.fixture
def bare():
    """A run with as little as there can be, patients apart."""
    return made((), seeds=1, extra={}, refused=(), left_out=(), notes=(), strips=(), settings="")
