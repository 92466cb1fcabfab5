"""A few made-up recordings whose beats are told apart by their height, and by nothing else."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from hfgnn.config.beat_model import (
    BeatCNN,
    BeatModel,
    BeatTransformer,
    CnnMlp,
    ConvXgb,
    Trees,
    XgbFeatures,
)
from hfgnn.config.oversample import Smote
from hfgnn.config.training import Accelerator, BatchTraining, ClassWeighting, Schedule
from hfgnn.features.beats.columns import BeatColumns
from hfgnn.training.beats.fitted import Fitting
from hfgnn.training.beats.shown import ShownBeats
from hfgnn.types import Beats, Parts

EACH, SAMPLES, RECORDS = 50, 16, ("a", "b", "c", "d")
CLASSES = ("N", "S", "V")
COLUMNS = ("previous_by_pace11", "previous_rr_s", "lead0_steep")

TREES = Trees(
    trees=8,
    depth=2,
    learning_rate=0.5,
    row_share=1.0,
    column_share=1.0,
    least_weight=0.0,
    penalty=0.1,
    patience=3,
    class_power=0.5,
    record_power=0.5,
    threads=1,
)
NETWORK: dict[str, Any] = {"hidden_width": 8, "kernel_size": 3, "dropout": 0.0}
WINDOWS: dict[str, Any] = {
    "window": 9, "layers": 1, "heads": 2, "gain_spread": 0.0, "most_shift": 0,
}  # fmt: skip
MODELS: dict[str, BeatModel] = {
    "xgb_features": XgbFeatures(signal=False, fusion_apart=True, spliced=None, trees=TREES),
    "xgb_signal": XgbFeatures(signal=True, fusion_apart=False, spliced=None, trees=TREES),
    "beat_cnn": BeatCNN(**NETWORK),
    "cnn_mlp": CnnMlp(**NETWORK),
    "conv_xgb": ConvXgb(network=BeatCNN(**NETWORK), trees=TREES),
    "beat_transformer": BeatTransformer(**NETWORK, **WINDOWS, signal=False),
    "transformer_signal": BeatTransformer(**NETWORK, **WINDOWS, signal=True),
}


@pytest.fixture(params=MODELS)
def model(request: pytest.FixtureRequest) -> BeatModel:
    return MODELS[request.param]


@pytest.fixture
def models() -> dict[str, BeatModel]:
    return MODELS


def make_shown(seed: int = 0, *, gaps: bool = True) -> ShownBeats:
    """Four recordings of 50 beats; a class is a height, in the signal and in the first column."""
    generator = np.random.default_rng(seed)
    number = EACH * len(RECORDS)
    label = generator.choice(3, number, p=(0.6, 0.2, 0.2)).astype(np.int64)
    wave = np.sin(np.arange(SAMPLES) / 3)
    height = 1 + 2 * label[:, None]
    signal = height * wave + generator.normal(0, 0.1, (number, SAMPLES))
    x = generator.normal(0, 1, (number, 3)).astype(np.float32)
    x[:, 0] = label + generator.normal(0, 0.1, number)
    if gaps:
        x[::7, 1] = np.nan
        x[3, :] = np.nan
    names = np.repeat(np.array(RECORDS), EACH)
    symbol = np.array(CLASSES)[label]
    symbol[np.flatnonzero(label == 2)[::3]] = "F"  # fusion beats count as V
    beats = Beats(
        signal=signal[:, None].astype(np.float32),
        label=label,
        symbol=symbol,
        record_id=names,
        patient_id=names,
        group=np.repeat(np.arange(len(RECORDS)), EACH),
        sample=np.tile(np.arange(EACH), len(RECORDS)),
        number=np.tile(np.arange(EACH), len(RECORDS)),
        previous_rr_s=np.ones(number, dtype=np.float32),
        next_rr_s=np.ones(number, dtype=np.float32),
        classes=CLASSES,
        leads=("MLII",),
        sampling_hz=100.0,
        mark=3,
    )
    return ShownBeats(beats, BeatColumns(x, COLUMNS))


@pytest.fixture
def shown() -> ShownBeats:
    return make_shown()


@pytest.fixture
def parts() -> Parts:
    """Two recordings train, one chooses, one is tested."""
    rows = np.arange(EACH * len(RECORDS), dtype=np.int64)
    return Parts(rows[: 2 * EACH], rows[2 * EACH : 3 * EACH], rows[3 * EACH :])


@pytest.fixture
def how() -> Callable[..., Fitting]:
    training = BatchTraining(
        max_epochs=25,
        patience=None,
        learning_rate=0.02,
        weight_decay=0.0,
        accelerator=Accelerator.cpu,
        batch_size=16,
        schedule=Schedule.one_cycle,
        class_weighting=ClassWeighting.none,
        label_smoothing=0.0,
        threads=1,
    )

    def make(model: BeatModel, *, epochs: int = 25, oversample: Any = None, seed: int = 0):
        # A batch of windows holds several times as many beats as one of beats.
        size = 4 if isinstance(model, BeatTransformer) else 16
        settings = replace(training, max_epochs=epochs, batch_size=size)
        return Fitting(model, settings, oversample, seed, None)

    return make


@pytest.fixture
def smote() -> Smote:
    return Smote(targets={"S": 60, "V": 60}, neighbours=3)


@pytest.fixture
def without_test_answers() -> Callable[[ShownBeats, Parts], ShownBeats]:
    """The same beats; whatever is known of those that neither train nor choose is another."""

    def spoil(shown: ShownBeats, parts: Parts) -> ShownBeats:
        label, signal, x = (
            one.copy() for one in (shown.beats.label, shown.beats.signal, shown.columns.x)
        )
        label[parts.test] = (label[parts.test] + 1) % 3
        symbol = shown.beats.symbol.copy()
        symbol[parts.test] = "F"
        signal[parts.test] = 7.0
        x[parts.test] = -5.0
        beats = shown.beats.change(label=label, signal=signal, symbol=symbol)
        return ShownBeats(beats, BeatColumns(x, shown.columns.columns))

    return spoil
