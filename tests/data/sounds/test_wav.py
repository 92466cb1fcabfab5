"""WAV files of every kind come out alike, and what is no sound is refused in one sentence."""

import io

import numpy as np
import pytest
import soundfile

from hfgnn.data.image import Unreadable
from hfgnn.data.sounds.wav import WavLimits, read_wav, resample

LIMITS = WavLimits(
    sampling_hz=2000, min_sampling_hz=1000, min_seconds=0.5, max_seconds=10, min_rms=1e-4
)


def tone(rate=4000, seconds=1.0, hz=100.0, channels=1):
    time = np.arange(round(rate * seconds)) / rate
    signal = 0.5 * np.sin(2 * np.pi * hz * time)
    return np.repeat(signal[:, None], channels, axis=1)


def wav(samples, rate=4000, subtype="PCM_16", kind="WAV"):
    file = io.BytesIO()
    soundfile.write(file, samples, rate, subtype=subtype, format=kind)
    return file.getvalue()


@pytest.mark.parametrize("subtype", ["PCM_U8", "PCM_16", "PCM_24", "PCM_32", "FLOAT", "DOUBLE"])
def test_every_bit_depth_gives_the_same_sound(subtype):
    found = read_wav(wav(tone(), subtype=subtype), LIMITS)
    expected = tone(rate=2000)[:, 0]
    assert found.signal.dtype == np.float32
    # The filter rings at the edges, and 8 bits are steps of 1/128.
    assert np.abs(found.signal - expected)[50:-50].max() < 0.01


@pytest.mark.parametrize("rate", [1000, 2000, 4000, 11025, 44100])
def test_every_rate_gives_the_same_sound(rate):
    found = read_wav(wav(tone(rate=rate), rate=rate), LIMITS)
    assert found.read_hz == rate
    assert abs(len(found.signal) - 2000) <= 1
    middle = slice(100, 1900)
    assert np.abs(found.signal[middle] - tone(rate=2000)[middle, 0]).max() < 0.01


@pytest.mark.parametrize("kind", ["WAV", "WAVEX"])
def test_channels_are_averaged(kind):
    samples = tone(rate=2000, channels=8)
    samples[:, 0] *= 3
    found = read_wav(wav(samples / 4, rate=2000, subtype="FLOAT", kind=kind), LIMITS)
    assert found.channels == 8
    np.testing.assert_allclose(found.signal, (samples / 4).mean(axis=1), atol=1e-6)


def test_nothing_is_folded_back_by_resampling():
    high = tone(rate=8000, hz=1500)[:, 0]  # above half of the new rate
    assert np.abs(resample(high, 8000, 2000)[100:-100]).max() < 0.01


def test_a_rate_is_not_changed_without_need():
    signal = tone()[:, 0]
    assert resample(signal, 4000, 4000) is signal


def infinite():
    samples = tone()
    samples[7] = np.inf
    return samples


def unknown():
    samples = tone()
    samples[[3, 4]] = np.nan
    return samples


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"no sound at all, but some text", "not a WAV (its bytes do not begin as one)"),
        (wav(tone(), kind="FLAC"), "not a WAV, but FLAC"),
        (wav(tone())[:30], "damaged WAV"),
        (wav(tone())[:5000], "truncated (4,956 of 8,000 bytes of sound are there)"),
        (wav(np.zeros((0, 1))), "no sound (0 samples)"),
        (wav(tone(seconds=0.3)), "0.30 s long, but at least 0.5 s are needed"),
        (wav(tone(seconds=11)), "11 s long, but at most 10 s are read"),
        (wav(tone(rate=800), rate=800), "sampled at 800 Hz, but it must be at least 1000 Hz"),
        (wav(np.zeros((4000, 1))), "silence (root mean square 0 of full scale"),
        (wav(np.full((4000, 1), 0.5)), "silence (root mean square 0 of full scale"),
        (wav(tone() * 1e-5, subtype="FLOAT"), "but it must be at least 0.0001)"),
        (wav(unknown(), subtype="FLOAT"), "2 of 4000 samples are not finite (NaN or infinite)"),
        (wav(infinite(), subtype="DOUBLE"), "1 of 4000 samples are not finite (NaN or infinite)"),
    ],
)
def test_what_cannot_be_used_is_refused_with_a_reason(data, reason):
    with pytest.raises(Unreadable) as refusal:
        read_wav(data, LIMITS)
    assert reason in str(refusal.value)


def test_channels_that_cancel_are_silence():
    samples = tone(channels=2)
    samples[:, 1] *= -1
    with pytest.raises(Unreadable, match="silence"):
        read_wav(wav(samples, subtype="FLOAT"), LIMITS)


def test_a_size_that_was_never_written_is_no_damage():
    data = bytearray(wav(tone()))
    place = data.index(b"data") + 4
    data[place : place + 4] = b"\xff\xff\xff\xff"
    assert len(read_wav(bytes(data), LIMITS).signal) == 2000
