"""A recording's columns are means and deviations of what a network says of its beats."""

import numpy as np
import pytest
import torch

from hfgnn.features.beats.embedding import embed_recordings
from hfgnn.models.two_layer_cnn import TwoLayerCNN
from hfgnn.types import UNKNOWN, Beats

NETWORK = TwoLayerCNN(
    num_leads=1, num_samples=40, num_classes=5, widths=(3, 4), kernel_size=5, pool=2, dropout=0.5
).eval()


def beats(record: list[str]) -> Beats:
    rows = len(record)
    generator = np.random.default_rng(0)
    unknown, nowhere = np.full(rows, UNKNOWN), np.full(rows, np.nan, dtype=np.float32)
    return Beats(
        signal=generator.standard_normal((rows, 1, 40)).astype(np.float32),
        label=unknown,
        symbol=np.full(rows, ""),
        record_id=np.array(record),
        patient_id=np.array(record),
        group=unknown,
        sample=unknown,
        number=unknown,
        previous_rr_s=nowhere,
        next_rr_s=nowhere,
        classes=("normal", "infarction"),
        leads=("II",),
        sampling_hz=125,
        mark=0,
    )


def test_columns_are_the_mean_and_the_deviation_of_the_networks_numbers():
    given = beats(["b", "a", "b", "b"])
    found = embed_recordings(NETWORK.features, given)
    with torch.no_grad():
        numbers = NETWORK.features(torch.from_numpy(given.signal)).numpy()
    of_b = numbers[[0, 2, 3]]
    assert found.record_id.tolist() == ["a", "b"]
    np.testing.assert_allclose(found.x[1], [*of_b.mean(axis=0), *of_b.std(axis=0)], rtol=1e-5)
    np.testing.assert_allclose(found.x[0], [*numbers[1], 0, 0, 0, 0], rtol=1e-5)
    assert found.columns[0] == "beat_mean_000"
    assert found.columns[-1] == "beat_spread_003"


def test_a_recording_has_the_same_columns_whatever_others_are_there():
    many = beats(["a", "a", *["b"] * 600])
    alone = embed_recordings(NETWORK.features, many.take(np.arange(2)))
    np.testing.assert_allclose(embed_recordings(NETWORK.features, many).x[:1], alone.x, rtol=1e-5)


def test_logits_give_two_columns_per_class():
    assert embed_recordings(NETWORK, beats(["a", "b"])).x.shape == (2, 10)


def test_no_beat_is_refused():
    with pytest.raises(ValueError, match="no beat"):
        embed_recordings(NETWORK.features, beats([]))
