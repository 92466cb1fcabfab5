"""The cohort and the arithmetic of the benchmark of training in batches."""

import numpy as np

from experiments.benchmark.batches import growth
from experiments.benchmark.cohort_on_disk import COLUMNS, NEIGHBOURS, write_cohort


def test_everybody_hears_ten_who_are_alike(tmp_path):
    write_cohort(tmp_path, 300)
    x, table, label = (np.load(tmp_path / f"{name}.npy") for name in ("x", "table", "label"))
    assert x.shape == (300, COLUMNS)
    assert x.dtype == np.float32
    assert set(label.tolist()) == {0, 1}
    assert table.shape == (300, NEIGHBOURS)
    assert all(len({row, *heard}) == NEIGHBOURS + 1 for row, heard in enumerate(table.tolist()))
    near = np.linalg.norm(x[table] - x[:, None], axis=2).mean()
    assert near < 0.9 * np.linalg.norm(x[:150] - x[150:], axis=1).mean()


def test_growth_is_of_memory_between_the_largest_sizes_and_of_time_over_all():
    sizes = (10_000, 100_000, 1_000_000)
    by_size = {
        size: {"epochs_s": [seconds], "peak_mb": peak}
        for size, seconds, peak in zip(sizes, (1.0, 9.0, 120.0), (100.0, 400.0, 580.0), strict=True)
    }
    line = growth("GCN", "batches", by_size)
    seconds, memory = (value for _, value in line.measured)
    assert seconds == "120.0 times for 100 times the patients"
    assert memory == "200 bytes per further patient"
    assert line.reached
    by_size[1_000_000]["peak_mb"] = 2400.0
    assert not growth("GCN", "batches", by_size).reached
