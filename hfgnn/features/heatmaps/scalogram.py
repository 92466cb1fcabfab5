"""Scalogram of a beat: which frequencies it has, and when."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from functools import lru_cache

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

NOTHING = 1e-9
"""Below this share of a millivolt, a sample does not count in a pixel."""

Complex = NDArray[np.complex128]
Floats = NDArray[np.float64]


class Wavelet(StrEnum):
    """The wave whose stretched copies a signal is compared with."""

    morlet = "morlet"  # its picture is how strong a frequency is, whatever its phase
    mexican_hat = "mexican_hat"  # its picture keeps the sign of a deflection


class Scalogram:
    """Continuous wavelet transform of a short signal, looked at in a few places.

    Row r holds what is found of one frequency, column c what is found around one time, so every
    pixel is the inner product of the signal with one wave. All of them together are one matrix:
    short signals are many and pixels few, so that one matrix product takes less time than a
    Fourier transform for every frequency (measured in experiments/benchmark/heatmaps.py).

    A wave that reaches beyond an end of the signal is cut off there, freed of its mean, and
    weighed by what is left of its envelope; so a constant signal gives an empty picture, and the
    edges are no darker than the middle.

    Source: Torrence and Compo 1998, A Practical Guide to Wavelet Analysis,
    https://doi.org/10.1175/1520-0477(1998)079%3C0061:APGTWA%3E2.0.CO;2.

    Args:
        sampling_hz: samples of the signal per second.
        wavelet: morlet or mexican_hat.
        rows: frequencies, evenly spaced on a logarithmic scale, the highest first.
        columns: places in time, each in the middle of its share of the signal.
        lowest_hz: of the last row.
        highest_hz: of the first row.
        cycles: of a Morlet wave within its envelope; more tell frequencies better apart, and times
            worse.
        floor_mv: pixels grow with the logarithm from here on, and evenly below.

    Shapes:
        signal: (beats, leads, samples), float, mV.
        returns: (beats, leads, rows, columns), float, log(1 + |value| / floor_mv), below zero
            where a wavelet that keeps the sign finds the opposite of itself.
    """

    def __init__(
        self,
        *,
        sampling_hz: float,
        wavelet: Wavelet,
        rows: int,
        columns: int,
        lowest_hz: float,
        highest_hz: float,
        cycles: float,
        floor_mv: float,
    ) -> None:
        self.sampling_hz = sampling_hz
        self.wavelet = Wavelet(wavelet)
        self.columns = columns
        self.hz = np.geomspace(highest_hz, lowest_hz, rows)
        self.cycles = cycles
        self.floor_mv = floor_mv
        self._filters = lru_cache(maxsize=4)(self._filters_for)

    def __call__(self, signal: Tensor) -> Tensor:
        filters = [one.to(signal.device, signal.dtype) for one in self._filters(signal.shape[-1])]
        parts = [signal @ one for one in filters]
        shape = (*signal.shape[:-1], len(self.hz), self.columns)
        if len(parts) == 1:
            value = parts[0] / self.floor_mv
            return (value.sign() * value.abs().log1p()).reshape(shape)
        strength = (parts[0].square() + parts[1].square()).sqrt()
        return (strength / self.floor_mv).log1p().reshape(shape)

    def _filters_for(self, samples: int) -> list[Tensor]:
        """The real and, where there is one, the imaginary part of all waves.

        Shapes:
            returns: (samples, rows x columns), each.
        """
        waves = self.waves(samples).reshape(-1, samples)
        parts = [waves.real, waves.imag] if self.wavelet is Wavelet.morlet else [waves.real]
        # The far tail of an envelope is no normal float, and such make a product twentyfold slower.
        kept = [np.where(np.abs(part) > NOTHING, part, 0) for part in parts]
        return [torch.from_numpy(np.ascontiguousarray(part.T, dtype=np.float32)) for part in kept]

    def waves(self, samples: int) -> Complex:
        """The wave of each pixel, by which a sine of its frequency and 1 mV gives 1 mV.

        Args:
            samples: of the signal.

        Shapes:
            returns: (rows, columns, samples).
        """
        middle = (np.arange(self.columns) + 0.5) * samples / self.columns - 0.5
        seconds = (np.arange(samples) - middle[:, None]) / self.sampling_hz
        return np.stack([_wave(self._shape(), hz, seconds) for hz in self.hz])

    def _shape(self) -> Callable[[float, Floats], tuple[Floats, Complex]]:
        if self.wavelet is Wavelet.mexican_hat:
            return _mexican_hat
        return lambda hz, seconds: _morlet(hz, seconds, self.cycles)


def _wave(
    shape: Callable[[float, Floats], tuple[Floats, Complex]], hz: float, seconds: Floats
) -> Complex:
    """One frequency at all its places: without a mean, and of unit answer to its own sine."""
    envelope, wave = shape(hz, seconds)
    wave = wave - envelope * (wave.sum(-1) / envelope.sum(-1))[:, None]
    return np.asarray(wave * (2 / envelope.sum(-1))[:, None], dtype=np.complex128)


def _morlet(hz: float, seconds: Floats, cycles: float) -> tuple[Floats, Complex]:
    """Envelope and wave; the envelope's standard deviation is cycles / (2 pi hz)."""
    envelope = np.exp(-0.5 * (seconds * 2 * np.pi * hz / cycles) ** 2)
    return envelope, envelope * np.exp(-2j * np.pi * hz * seconds)


def _mexican_hat(hz: float, seconds: Floats) -> tuple[Floats, Complex]:
    """Envelope and wave: minus the second derivative of a Gaussian, strongest at this frequency."""
    width = np.sqrt(2) / (2 * np.pi * hz)
    by_width = (seconds / width) ** 2
    envelope = np.exp(-0.5 * by_width)
    # A sine of this frequency gives sqrt(2 pi) width 2 / e; the sum of the envelope has the rest.
    return envelope, (envelope * (1 - by_width) * (np.e / 4)).astype(np.complex128)
