"""Pictures of clips: the same at any loudness, of the size asked for, silence without trouble."""

import numpy as np
import pytest

from hfgnn.features.sounds.spectrogram import Spectrogram

SETTINGS = {
    "window_s": 0.05,
    "hop_s": 0.02,
    "num_mels": 16,
    "low_hz": 20,
    "high_hz": 500,
    "range_db": 60,
    "scaling": "standard",
    "is_centred": False,
    "picture_px": None,
}
SCALINGS = ["standard", "loud", "median", "unit"]


def clip(seconds=2.0, seed=0):
    samples = round(1000 * seconds)
    time = np.arange(samples) / 1000
    noise = np.random.default_rng(seed).normal(scale=0.01, size=samples)
    beats = np.sin(2 * np.pi * 60 * time) * (np.sin(2 * np.pi * 1.2 * time) > 0.8)
    return (beats + noise).astype(np.float32)


@pytest.mark.parametrize("scaling", SCALINGS)
def test_loudness_and_offset_do_not_matter(scaling):
    spectrogram = Spectrogram(**SETTINGS | {"scaling": scaling})
    picture = spectrogram.picture(clip(), 1000)
    louder = spectrogram.picture(8 * clip() + 0.5, 1000)
    assert picture.dtype == np.float32
    np.testing.assert_allclose(louder, picture, atol=2e-3)


def test_rows_are_pitches_and_columns_windows():
    picture = Spectrogram(**SETTINGS).picture(clip(), 1000)
    assert picture.shape == (16, 98)  # (2000 - 50) / 20 + 1
    assert picture.mean() == pytest.approx(0, abs=1e-6)
    assert picture.std() == pytest.approx(1, abs=1e-6)


def test_what_is_too_faint_counts_as_so_faint():
    decibels = Spectrogram(**SETTINGS | {"range_db": 20}).decibels(clip(), 1000)
    assert decibels.max() == 0
    assert decibels.min() == -20


def test_a_grey_picture_runs_from_zero_to_one():
    picture = Spectrogram(**SETTINGS | {"scaling": "unit"}).picture(clip(), 1000)
    assert 0 <= picture.min() < picture.max() == 1


def test_median_takes_out_what_a_band_always_is():
    picture = Spectrogram(**SETTINGS | {"scaling": "median"}).picture(clip(), 1000)
    np.testing.assert_allclose(np.median(picture, axis=1), 0, atol=1e-6)


def test_a_clip_of_any_length_is_drawn_to_the_same_size():
    spectrogram = Spectrogram(**SETTINGS | {"picture_px": 32, "is_centred": True})
    pictures = spectrogram.pictures([clip(0.6), clip(7.0)], 1000)
    assert [one.shape for one in pictures] == [(32, 32), (32, 32)]
    assert spectrogram.rows == 32


def test_a_clip_shorter_than_a_window_gives_one_column():
    spectrogram = Spectrogram(**SETTINGS | {"window_s": 1.0})
    assert spectrogram.picture(clip(0.5), 1000).shape == (16, 1)


@pytest.mark.parametrize("scaling", SCALINGS)
def test_digital_silence_within_a_clip_gives_numbers(scaling):
    signal = clip()
    signal[500:1500] = 0
    assert np.isfinite(Spectrogram(**SETTINGS | {"scaling": scaling}).picture(signal, 1000)).all()


def test_pitches_that_the_sound_cannot_hold_are_refused():
    with pytest.raises(ValueError, match="nothing above 400 Hz"):
        Spectrogram(**SETTINGS).picture(clip(), 800)
