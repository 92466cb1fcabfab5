"""Band energies: seventy-two numbers that do not depend on loudness and find a murmur."""

import numpy as np

from hfgnn.features.sounds.band_energy import band_energy, band_energy_columns

NOISE = np.random.default_rng(0).normal(size=4000).astype(np.float32)


def test_there_is_a_name_for_every_number():
    columns = band_energy_columns(2000)
    assert band_energy([NOISE], 2000).shape == (1, len(columns)) == (1, 72)
    assert len(set(columns)) == 72
    assert columns[0].startswith("median_25_to_")


def test_loudness_does_not_matter():
    found = band_energy([NOISE, 5 * NOISE + 1], 2000)
    np.testing.assert_allclose(found[0], found[1], atol=1e-3)


def test_the_faintest_is_below_the_median_and_the_loudest_above():
    median, faint, loud = band_energy([NOISE], 2000)[0].reshape(3, 24)
    assert (faint < median).all()
    assert (median < loud).all()


def test_a_tone_is_seen_in_its_band():
    tone = NOISE * 0.01 + np.sin(2 * np.pi * 300 * np.arange(4000) / 2000).astype(np.float32)
    median = band_energy([tone], 2000)[0, :24]
    low, high = band_energy_columns(2000)[int(median.argmax())].split("_")[1:4:2]
    assert float(low) < 300 < float(high)


def test_a_low_rate_has_bands_up_to_half_of_it():
    assert band_energy_columns(1000)[23].endswith("_500_hz")
    assert np.isfinite(band_energy([NOISE], 1000)).all()
