"""The mel scale, and power that lands in the band where it belongs."""

import numpy as np
import pytest

from hfgnn.features.sounds.mel import hz_of_mel, mel_edges, mel_of_hz, mel_power, mel_weights


def test_a_thousand_hertz_are_a_thousand_mel():
    assert mel_of_hz(np.array([0.0, 1000.0])) == pytest.approx([0, 1000], abs=0.02)


def test_the_inverse_inverts():
    hz = np.linspace(0, 2000, 50)
    np.testing.assert_allclose(hz_of_mel(mel_of_hz(hz)), hz, atol=1e-9)


def test_triangles_overlap_by_half_and_weights_sum_to_one():
    edges = mel_edges(3, (0, 1000))
    assert np.diff(mel_of_hz(edges)) == pytest.approx([250] * 4, abs=0.01)
    weights = mel_weights(edges, np.arange(0, 1001, 5.0))
    np.testing.assert_allclose(weights.sum(axis=1), 1)
    assert (weights[0] * weights[2]).sum() == 0
    assert (weights[0] * weights[1]).sum() > 0


def test_a_band_without_a_frequency_is_refused():
    with pytest.raises(ValueError, match="narrower"):
        mel_weights(mel_edges(64, (0, 1000)), np.arange(0, 1001, 100.0))


@pytest.mark.parametrize("hz", [60, 200, 450])
def test_a_tone_is_loudest_in_its_own_band(hz):
    edges = mel_edges(20, (20, 500))
    tone = np.sin(2 * np.pi * hz * np.arange(2000) / 1000).astype(np.float32)
    power = mel_power(tone, 1000, window_s=0.1, hop_s=0.05, edges=edges, is_centred=False)
    loudest = int(power.mean(axis=1).argmax())
    assert edges[loudest] < hz < edges[loudest + 2]


def test_windows_lie_within_the_sound_or_are_centred_on_it():
    edges = mel_edges(8, (20, 500))
    noise = np.random.default_rng(0).normal(size=1000).astype(np.float32)

    def windows(signal, is_centred):
        power = mel_power(
            signal, 1000, window_s=0.1, hop_s=0.05, edges=edges, is_centred=is_centred
        )
        return power.shape[1]

    assert windows(noise, is_centred=False) == 19  # (1000 - 100) / 50 + 1
    assert windows(noise, is_centred=True) == 21  # 1000 / 50 + 1
    assert windows(noise[:30], is_centred=False) == 1


def test_white_noise_has_as_much_power_in_narrow_bands_as_in_wide_ones():
    noise = np.random.default_rng(0).normal(size=200_000).astype(np.float32)
    edges = mel_edges(10, (20, 900))
    power = mel_power(noise, 2000, window_s=0.05, hop_s=0.05, edges=edges, is_centred=False)
    mean = power.mean(axis=1)
    assert mean.max() / mean.min() < 1.15
