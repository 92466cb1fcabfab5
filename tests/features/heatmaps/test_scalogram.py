"""Scalograms: hand-computed answers, a second implementation, and what they must not see."""

import numpy as np
import pytest
import pywt
import torch

from hfgnn.features.heatmaps.scalogram import Scalogram, Wavelet

RATE, SAMPLES = 250.0, 500


def scalogram(**changes) -> Scalogram:
    usual = {
        "sampling_hz": RATE,
        "wavelet": Wavelet.morlet,
        "rows": 12,
        "columns": 20,
        "lowest_hz": 3,
        "highest_hz": 40,
        "cycles": 5,
        "floor_mv": 0.05,
    }
    return Scalogram(**(usual | changes))


def sine(hz: float, phase: float = 0.0) -> torch.Tensor:
    seconds = torch.arange(SAMPLES) / RATE
    return torch.sin(2 * torch.pi * hz * seconds + phase)[None, None].float()


def in_mv(picture: torch.Tensor, floor_mv: float = 0.05) -> torch.Tensor:
    return picture.sign() * picture.abs().expm1() * floor_mv


@pytest.mark.parametrize("wavelet", list(Wavelet))
def test_a_sine_of_one_millivolt_is_one_millivolt_in_the_row_of_its_frequency(wavelet):
    draw = scalogram(wavelet=wavelet, rows=13)
    row = 4
    drawn = in_mv(draw(sine(draw.hz[row])))[0, 0].abs()
    middle = drawn[:, 5:15]
    assert middle.amax(dim=1).argmax() == row
    # A wavelet that keeps the sign only reaches 1 where a crest meets the middle of a column.
    assert middle[row].max() == pytest.approx(1, abs=0.06)


def test_phase_does_not_matter_to_a_morlet_wavelet():
    draw = scalogram()
    pictures = [in_mv(draw(sine(12, phase)))[0, 0, 4:9, 4:16] for phase in (0, 0.7, 2.1)]
    for other in pictures[1:]:
        torch.testing.assert_close(pictures[0], other, atol=0.02, rtol=0)


def test_a_constant_signal_is_an_empty_picture_and_an_offset_changes_nothing():
    signal = sine(10) + 0.3 * sine(25)
    for wavelet in Wavelet:
        draw = scalogram(wavelet=wavelet)
        assert draw(torch.full((1, 1, SAMPLES), 3.0)).abs().max() < 1e-3
        torch.testing.assert_close(draw(signal), draw(signal + 2), atol=1e-3, rtol=0)


def test_edges_are_no_darker_than_the_middle():
    drawn = in_mv(scalogram()(sine(12)))[0, 0]
    row = drawn.mean(dim=1).argmax()
    assert drawn[row, [0, -1]].min() > 0.7


def test_an_event_stands_in_the_column_of_its_time():
    signal = torch.zeros(1, 1, SAMPLES)
    signal[..., 310] = 1
    for wavelet in Wavelet:
        drawn = scalogram(wavelet=wavelet, columns=250)(signal)[0, 0]
        assert drawn[0].argmax() == 310 * 250 // SAMPLES


def test_a_mexican_hat_keeps_the_sign_and_a_morlet_wavelet_does_not():
    signal = sine(8) * torch.hann_window(SAMPLES)
    keeps, forgets = scalogram(wavelet=Wavelet.mexican_hat), scalogram()
    torch.testing.assert_close(keeps(-signal), -keeps(signal))
    torch.testing.assert_close(forgets(-signal), forgets(signal))


def test_it_agrees_with_another_implementation():
    generator = torch.Generator().manual_seed(0)
    signal = torch.randn(1, 1, SAMPLES, generator=generator).cumsum(-1)
    signal = signal - torch.linspace(float(signal[..., 0]), float(signal[..., -1]), SAMPLES)
    draw = scalogram(columns=SAMPLES, lowest_hz=8, highest_hz=15)
    # With a centre of 1 the envelope is exp(-t^2 / B), and its deviation cycles / (2 pi).
    name = f"cmor{2 * (draw.cycles / (2 * np.pi)) ** 2:.6f}-1.0"
    scales = RATE / draw.hz
    theirs, _ = pywt.cwt(signal[0, 0].numpy(), scales, name, precision=14)
    # Theirs are of unit energy, these of unit answer to a sine.
    theirs = 2 * np.abs(theirs) / np.sqrt(scales)[:, None]
    ours = in_mv(draw(signal))[0, 0].numpy()
    inner = slice(120, -120)
    np.testing.assert_allclose(ours[:, inner], theirs[:, inner], atol=0.03 * theirs.max())


def test_leads_and_beats_are_drawn_for_themselves():
    signal = torch.randn(3, 2, SAMPLES)
    draw = scalogram()
    every = draw(signal)
    assert every.shape == (3, 2, 12, 20)
    torch.testing.assert_close(every[1:2, 1:2], draw(signal[1:2, 1:2]))


def test_no_pixel_is_computed_with_numbers_that_are_almost_nothing():
    for part in scalogram(highest_hz=100)._filters(SAMPLES):
        held = part[part != 0].abs()
        assert held.min() > np.finfo(np.float32).tiny
