"""Pictures of clips are drawn, whatever their size."""

import numpy as np
import pytest

from hfgnn.reports.canvas import png_bytes
from hfgnn.reports.sounds.looked_at import SeenClip, draw_looked_at


def seen(bands, windows, weight):
    picture = np.random.default_rng(0).normal(size=(bands, windows)).astype(np.float32)
    return SeenClip("murmur, probability 0.80", picture, 2.5, np.linspace(20, 800, bands), weight)


@pytest.mark.parametrize(("bands", "windows"), [(16, 300), (64, 64), (4, 1)])
def test_a_clip_of_any_size_is_drawn(bands, windows):
    clip = seen(bands, windows, np.random.default_rng(1).normal(size=(bands, windows)))
    figure = draw_looked_at([clip], "murmur", stamps=("simulated cohort",))
    assert png_bytes(figure)[:4] == b"\x89PNG"
    left, right = figure.axes[:2]
    assert left.get_xlim() == (0, 2.5)
    assert right.get_title(loc="left") == "speaks for murmur (log-odds)"


def test_a_network_that_looked_at_nothing_is_drawn_without_colour():
    figure = draw_looked_at([seen(8, 20, np.zeros((8, 20)))], "murmur", stamps=())
    low, high = figure.axes[1].images[0].get_clim()
    assert (low, high) == (-0.05, 0.05)
