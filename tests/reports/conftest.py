"""A small finished run, made by hand: 30 patients in two folds, with pages on disk."""

from dataclasses import replace

import numpy as np
import pytest
from PIL import Image

from hfgnn.config.evaluation import Evaluation, Recalibration, Threshold
from hfgnn.evaluation.compare import evaluate
from hfgnn.evaluation.statistics import statistics
from hfgnn.evaluation.usefulness import use
from hfgnn.reports.finished import DrawnGraph, Finished
from hfgnn.types import Cohort, Duplicate, Graph, Nodes, Parts, Predictions, Records, Refusal, Split

NUMBER = 30
STAMPS = ("simulated cohort", "clinical features synthesized from the label", "random backbone")
CONTROLS = (
    "no_edges",
    "rewired",
    "logistic_all",
    "logistic_image",
    "logistic_clinical",
    "boosting",
    "label_propagation",
    "majority",
)
SETTINGS = "seed: 0\nevaluation:\n  confidence: 0.95\n  resamples: 100\n  specificity: 0.9\n"
LABEL = np.arange(NUMBER) % 3 % 2
"""Ten diseased among thirty."""


def names(form):
    return np.array([form.format(number) for number in range(NUMBER)])


def records_in(folder):
    """Thirty tiny pages, four of them files."""
    paths = names(f"{folder}/page{{}}.png")
    for number in (0, 1, 15, 16):
        shade = 200 + number
        Image.new("RGB", (120, 100), (shade, shade, shade)).save(paths[number])
    blank = np.full(NUMBER, "")
    return Records(
        record_id=names("page{}.png"),
        patient_id=names("patient{}"),
        group=np.arange(NUMBER),
        class_name=np.where(LABEL == 1, "heart_failure", "normal"),
        label=LABEL,
        path=paths,
        content_hash=names("{}"),
        perceptual_hash=names("{}"),
        copy=np.zeros(NUMBER, dtype=np.int64),
        parent=blank,
    )


def answers(model, seed):
    """Better than chance, with ties; the majority says the same of everybody."""
    generator = np.random.default_rng(seed)
    probability = np.round(generator.random(NUMBER) * 0.7 + 0.3 * LABEL, 2)
    if model == "majority":
        probability = np.full(NUMBER, 1 / 3)
    return Predictions(
        model=model,
        record_id=names("page{}.png"),
        patient_id=names("patient{}"),
        group=np.arange(NUMBER),
        repeat=np.zeros(NUMBER, dtype=np.int64),
        seed=np.zeros(NUMBER, dtype=np.int64),
        fold=(np.arange(NUMBER) >= 12).astype(np.int64),
        label=LABEL,
        probability=probability,
        threshold=np.where(np.arange(NUMBER) >= 12, 0.5, 1 / 3 + 0.1),
        calibrated=0.1 + 0.8 * probability,
        may_be_healthy=probability < 0.8,
        may_be_ill=probability > 0.3,
    )


def first_fold():
    """Rows of random numbers, each receiving from two of the training rows."""
    generator = np.random.default_rng(0)
    nodes = Nodes(
        x=generator.normal(size=(NUMBER, 6)).astype(np.float32) + LABEL[:, None],
        columns=(*(f"image_{number:03d}" for number in range(4)), "sbp_mmhg", "age_years"),
        label=LABEL,
        group=np.arange(NUMBER),
        record_id=names("page{}.png"),
    )
    parts = Parts(np.arange(12, 24), np.arange(24, 30), np.arange(12))
    receivers = np.repeat(np.arange(NUMBER), 2)
    senders = 12 + (receivers + np.tile([1, 2], NUMBER)) % 12
    edges = np.stack([senders, receivers])
    return DrawnGraph(nodes, Graph(edges[:, senders != receivers], None, NUMBER), parts)


INTERVAL = {"value": 0.9, "low": 0.8, "high": 0.95}
AUDIT = {
    "findings": [
        {
            "name": "image shortcut: header",
            "severity": "warning",
            "what": "the header <strip> tells the classes apart",
            "where": [f"page{row}.png" for row in range(20)],
            "evidence": [
                {
                    "score": "AUROC of the header",
                    "leaking": INTERVAL,
                    "clean": {"value": 0.5, "low": 0.4, "high": 0.6},
                    "meaning_of_clean": "labels permuted",
                }
            ],
            "advice": "cut it away with data.crop",
        },
        {
            "name": "exact copies across folds",
            "severity": "leak",
            "what": "two pages stand on both sides",
            "where": ["page1.png"],
            "evidence": [],
            "advice": "use each page once",
        },
    ],
    "probes": [
        {"name": "header", "target": "the label", "auroc": INTERVAL, "chance": INTERVAL},
    ],
}


def metrics_of(network, controls):
    settings = Evaluation(
        threshold=Threshold.balanced,
        resamples=100,
        confidence=0.95,
        specificity=0.9,
        recalibration=Recalibration.platt,
        coverage=0.9,
        subgroups=["sex"],
    )
    evaluated = evaluate(network, controls, settings=settings, seed=0)
    tested = statistics(network, controls, confidence=0.95, test_to_train=1)
    sex = {name: "FM"[row % 2] for row, name in enumerate(network.record_id.tolist())}
    used = use(network, attributes={"sex": sex}, settings=settings, seed=0)
    return {
        "task": "patients",
        "network": network.model,
        "protocol": {
            "name": "honest",
            "graph": "inductive",
            "folds": 2,
            "threshold": "balanced",
            "direction": "to_query",
        },
        "stamps": list(STAMPS),
        "cohort": {
            "source": "30 simulated patients",
            "files": 32,
            "records": 30,
            "duplicates": 1,
            "used": 30,
            "patients": 30,
            "tested_pages": 30,
            "refused": 2,
            "classes": {"heart_failure": 10, "normal": 20},
            "positive": ["heart_failure"],
        },
        "backbone": "ResNet18, random, seed 0",
        **evaluated.as_json(),
        "statistics": tested.as_json(),
        "use": used.as_json(),
        "audit": AUDIT,
        "ceiling": {"accuracy": 0.984, "auroc": 0.9988},
        "claim": {"source": "A. Author 2025, GCN", "tested_pages": 906, "accuracy": 0.97},
        "graph": {
            "k": 2,
            "metric": "euclidean",
            "edges_per_patient": 1.9,
            "homophily": float("nan"),
            "homophily_by_chance": 0.5,
        },
        "validation": {"auroc": 0.8},
        "timing": {"reading_seconds": 2.0, "embedded_images": 52},
    }


@pytest.fixture
def finished(tmp_path):
    """A run with everything that can occur: stamps, ceiling, claim, refusals, copies."""
    network = answers("gcn", 0)
    controls = tuple(answers(name, seed) for seed, name in enumerate(CONTROLS, 1))
    cohort = Cohort(
        records=records_in(tmp_path),
        refused=(
            Refusal("<script>alert(1)</script>&.png", "not an image"),
            Refusal("b.png", "empty file (0 bytes)"),
        ),
        stamps=STAMPS[:1],
        positive=("heart_failure",),
        source="30 simulated patients",
        crop=None,
    )
    return Finished(
        metrics=metrics_of(network, controls),
        network=network,
        controls=controls,
        cohort=cohort,
        duplicates=(Duplicate("a.png", "page0.png", "exact copy"),),
        records=cohort.records,
        splits=(
            Split(0, 0, Parts(np.arange(12, 24), np.arange(24, 30), np.arange(12))),
            Split(0, 1, Parts(np.arange(6), np.arange(6, 12), np.arange(12, 30))),
        ),
        drawn=first_fold(),
        settings=SETTINGS,
        command="python -m hfgnn data.patients=30",
    )


@pytest.fixture
def bare(finished):
    """A run with as little as there can be: real data, no clinical numbers, nothing refused."""
    controls = tuple(one for one in finished.controls if one.model != "logistic_clinical")
    metrics = metrics_of(finished.network, controls)
    for name in ("ceiling", "claim", "timing", "graph"):
        del metrics[name]
    metrics["stamps"] = []
    cohort = replace(finished.cohort, refused=(), stamps=())
    return replace(
        finished, metrics=metrics, controls=controls, cohort=cohort, duplicates=(), settings=""
    )
