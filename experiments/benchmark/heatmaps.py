"""How long a heat map and the network behind it take per beat, beside the time a beat lasts.

python experiments/benchmark/heatmaps.py ROOT [SETTING=VALUE ...]

ROOT is a folder of WFDB records, such as MIT-BIH. One thread; weights are not trained, which takes
as long. The scalogram, which is one matrix product, is also measured beside the same pixels by a
Fourier transform for every frequency (PyWavelets), in the same process.
"""

import sys
import time
from statistics import median

import numpy as np
import pywt
import torch

from hfgnn.config.build import build
from hfgnn.config.composed import composed
from hfgnn.data.recordings.segmentation import segment
from hfgnn.data.recordings.symbols import THREE_CLASSES
from hfgnn.evaluation.latency import milliseconds
from hfgnn.features.heatmaps.scalogram import Scalogram
from hfgnn.models.heatmap_cnn import HeatmapCNN

RECORDS = 4
"""So many records of the folder; a beat takes as long whosever it is."""


def main() -> None:
    """Print milliseconds per beat."""
    torch.set_num_threads(1)
    root, *overrides = sys.argv[1:]
    settings = composed(["task=heatmaps", f"data.root={root}", *overrides])
    found = build(settings.data).read(lambda things, **_: things).recordings[:RECORDS]
    beats = segment(found, window=build(settings.segmentation), classes=THREE_CLASSES).beats
    signal = torch.from_numpy(beats.signal)
    network = build(settings.model, num_leads=signal.shape[1], num_classes=3).eval()
    assert isinstance(network, HeatmapCNN)
    weights = sum(one.numel() for one in network.parameters())
    lasts = 1000 * median(beats.previous_rr_s[np.isfinite(beats.previous_rr_s)].tolist())
    print(f"{type(network.draw).__name__}, {weights:,} weights, {len(beats):,} beats, one thread")
    print(f"{'':24}{'heat map':>12}{'with network':>14}{'99 % below':>12}")
    with torch.inference_mode():
        for number, repetitions in ((1, 300), (256, 20)):
            line(network, signal[:number], repetitions)
        if isinstance(network.draw, Scalogram):
            beside_fourier(network.draw, signal[:256])
        all_of(network, signal)
    print(f"a beat lasts {lasts:.0f} ms (median)")


def line(network: HeatmapCNN, signal: torch.Tensor, repetitions: int) -> None:
    """One size of a batch."""
    drawn, whole = (
        milliseconds(work, items=len(signal), repetitions=repetitions)
        for work in (lambda: network.picture(signal), lambda: network(signal))
    )
    print(f"{f'batch of {len(signal)}, ms per beat':24}"
          f"{drawn.median:12.4f}{whole.median:14.4f}{whole.slowest:12.4f}")  # fmt: skip


def all_of(network: HeatmapCNN, signal: torch.Tensor) -> None:
    """Every beat's heat map once, in batches."""
    begin = time.perf_counter()
    for batch in torch.split(signal, 256):
        network.picture(batch)
    taken = time.perf_counter() - begin
    many = 100_000
    print(f"heat maps of {len(signal):,} beats: {taken:.2f} s, so {many:,} take "
          f"{many * taken / len(signal):.1f} s")  # fmt: skip


def beside_fourier(draw: Scalogram, signal: torch.Tensor) -> None:
    """The same pixels, all samples of every frequency by a Fourier transform."""
    wave = signal[:, 0].numpy()
    name = f"cmor{2 * (draw.cycles / (2 * np.pi)) ** 2:.6f}-1.0"
    scales = draw.sampling_hz / draw.hz

    def transform() -> object:
        return pywt.cwt(wave, scales, name, method="fft", axis=-1)

    product = milliseconds(lambda: draw(signal), items=len(signal), repetitions=20).median
    fourier = milliseconds(transform, items=len(signal), repetitions=5).median
    print(f"matrix product {product:.4f} ms, Fourier transforms {fourier:.4f} ms per beat, "
          f"ratio {fourier / product:.0f}")  # fmt: skip


if __name__ == "__main__":
    main()
