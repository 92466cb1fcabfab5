"""Clusters of duplicates, against a double loop."""

import numpy as np
import pytest

from hfgnn.data.duplicates import BLOCK_ROWS, clusters, components


def random_hashes(rows, *, of, bits, seed=0):
    """Hashes around ``of`` centers, each with up to ``bits`` bits flipped, as bits and as text."""
    rng = np.random.default_rng(seed)
    hashes = rng.integers(0, 2, (of, 1024), dtype=np.uint8)[rng.integers(0, of, rows)]
    for row in hashes:
        row[rng.choice(1024, rng.integers(0, bits + 1), replace=False)] ^= 1
    return hashes, np.array([np.packbits(row).tobytes().hex() for row in hashes])


@pytest.mark.parametrize("bits", [0, 20, 38, 60])
def test_clusters_agree_with_a_double_loop(bits):
    rows = BLOCK_ROWS + 90
    hashes, text = random_hashes(rows, of=200, bits=20)
    distance = (hashes[:, None, :] != hashes[None, :, :]).sum(axis=2)
    expected = np.full(rows, -1)
    for row in range(rows):
        if expected[row] >= 0:
            continue
        waiting, number = [row], expected.max() + 1
        while waiting:
            one = waiting.pop()
            if expected[one] < 0:
                expected[one] = number
                waiting += np.flatnonzero(distance[one] <= bits).tolist()
    different = np.array([f"content{row}" for row in range(rows)])
    assert clusters(different, text, bits).tolist() == expected.tolist()


@pytest.mark.parametrize(("flipped", "number"), [(60, 1), (61, 2)])
def test_the_limit_counts_as_near(flipped, number):
    hashes = np.zeros((2, 1024), dtype=np.uint8)
    hashes[1, :flipped] = 1
    text = np.array([np.packbits(row).tobytes().hex() for row in hashes])
    assert len(set(clusters(np.array(["a", "b"]), text, 60))) == number


def test_clusters_chain_across_blocks():
    rows = 2 * BLOCK_ROWS
    steps = np.zeros((rows, 1024), dtype=np.uint8)
    for row in range(rows):
        steps[row, : row * 2] = 1
    text = np.array([np.packbits(row).tobytes().hex() for row in steps])
    order = np.random.default_rng(0).permutation(rows)
    names = np.array([f"content{row}" for row in order])
    assert set(clusters(names, text[order], 2)) == {0}
    assert len(set(clusters(names, text[order], 1))) == rows


def test_components_are_numbered_by_first_occurrence():
    pairs = [(np.array([4, 1]), np.array([2, 1])), (np.array([2]), np.array([0]))]
    assert components(5, pairs).tolist() == [0, 1, 0, 2, 0]


def test_equal_bytes_are_one_cluster_whatever_their_pictures():
    _, text = random_hashes(3, of=3, bits=0, seed=1)
    assert len(set(text)) > 1
    assert set(clusters(np.array(["a", "a", "a"]), text, 0)) == {0}
