"""Scanned pages to 512 numbers, against the loop that a user would write.

The plain loop opens a page with Pillow, converts it to RGB, applies torchvision's Resize, ToTensor
and Normalize, and runs ResNet18 in float32 on 32 pages at a time, in one process. Both sides begin
with JPEG files and end with rows in memory; the fast one also writes them to its cache, which is
empty at the start of every round. Networks are built before the clock runs.

With HFGNN_REAL_DATA the pages and weights are real; else pages are drawn and weights are random,
which says something of the time and little of the rows.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch.utils.flop_counter import FlopCounterMode

from experiments.benchmark.embedding_pages import (
    Material,
    Rows,
    find_material,
    plain,
    plain_network,
)
from experiments.benchmark.embedding_process import peak_mb, records_of
from experiments.benchmark.floors import measure
from experiments.benchmark.rounds import Line, Paired, seconds_of
from hfgnn.augment.none import Unbalanced
from hfgnn.config.backbone import Decoding, Engine
from hfgnn.data.every_pixel import load_every_pixel
from hfgnn.data.image import load
from hfgnn.features.embedding import embed
from hfgnn.features.imagenet import IMAGE_SIDE_PX
from hfgnn.features.picture import SQUARE_SIDE_PX
from hfgnn.features.resnet18 import ResNet18

GOAL, LEAST_COSINE, LEAST_SHARE, MOST_MB = 4.0, 0.995, 0.9, 1500
NEIGHBOURS = range(5, 11)
MANY, MORE = 200, 1000
"""Pages of which the memory is compared."""

Way = tuple[Engine, str, Decoding]

WAYS: dict[str, Way] = {
    "default: torch, bfloat16, JPEG at half its size": (Engine.torch, "auto", Decoding.reduced),
    "torch, bfloat16, every pixel": (Engine.torch, "auto", Decoding.full),
    "OpenVINO, bfloat16, JPEG at half its size": (Engine.openvino, "auto", Decoding.reduced),
    "OpenVINO, bfloat16, every pixel": (Engine.openvino, "auto", Decoding.full),
    "OpenVINO, int8, every pixel": (Engine.openvino, "int8", Decoding.full),
}
MEASURED = ("default: torch, bfloat16, JPEG at half its size", "OpenVINO, bfloat16, every pixel")
"""The ways whose memory is measured."""


def lines(rounds: int) -> Iterator[Line]:
    """Each way against the plain loop, then the memory of two of them."""
    with tempfile.TemporaryDirectory() as folder:
        material = find_material(Path(folder))
        ways = {name: material.backbone(*way) for name, way in WAYS.items() if is_there(way)}
        works: dict[str, Any] = {"plain": partial(plain, material)}
        works |= {name: partial(fast, material, backbone) for name, backbone in ways.items()}
        rows = {name: work() for name, work in works.items()}
        seconds = in_turns(works, rounds)
        decode = {one: median(decoding_s(material, one) for _ in range(3)) for one in Decoding}
        for name, backbone in ways.items():
            paired = Paired(tuple(seconds["plain"]), tuple(seconds[name]))
            yield line(material, name, backbone, paired, rows, decode[backbone.decoding])
        for name in MEASURED:
            if is_there(WAYS[name]):
                yield memory(material, name, WAYS[name])


def is_there(way: Way) -> bool:
    """Whether its engine is installed."""
    return way[0] is Engine.torch or find_spec("openvino") is not None


def fast(material: Material, backbone: ResNet18) -> Rows:
    """The same by this package, with an empty cache."""
    with tempfile.TemporaryDirectory() as folder:
        return embed(
            records_of(material.pages),
            backbone,
            Path(folder) / "rows.sqlite",
            crop=None,
            distortion=Unbalanced(),
            progress=lambda batches, **_: batches,
        ).rows


def in_turns(works: dict[str, Any], rounds: int) -> dict[str, list[float]]:
    """Seconds of every way in every round; in each, another one begins."""
    seconds: dict[str, list[float]] = {name: [] for name in works}
    names = list(works)
    for number in range(rounds):
        first = number % len(names)
        for name in names[first:] + names[:first]:
            seconds[name].append(seconds_of(works[name]))
    return seconds


def decoding_s(material: Material, decoding: Decoding) -> float:
    """Seconds of reading and decoding alone, one thread per core, at the scale that is used."""
    reduced = partial(load, least_side_px=SQUARE_SIDE_PX, crop=None)
    work: Any = partial(load_every_pixel, crop=None) if decoding is Decoding.full else reduced

    def all_pages() -> None:
        with ThreadPoolExecutor(torch.get_num_threads()) as workers:
            for _ in workers.map(lambda page: work(page) is None, material.pages):
                pass

    return seconds_of(all_pages)


def line(
    material: Material,
    name: str,
    backbone: ResNet18,
    paired: Paired,
    rows: dict[str, Rows],
    decode_s: float,
) -> Line:
    """One way beside the plain loop: time, floor, and how far its rows are the same."""
    number = len(material.pages)
    cosine = cosines(rows["plain"], rows[name])
    shares = [equal_edges(rows["plain"], rows[name], k) for k in NEIGHBOURS]
    network_s = measure().product_s(number * operations(material), kind="bfloat16")
    taken = median(paired.fast)
    return Line(
        topic="embedding",
        name=name,
        size=material.size,
        paired=paired,
        measured=(
            (
                "pages per second",
                f"{number / taken:.0f} (plain {number / median(paired.plain):.0f})",
            ),
            ("cosine with the plain rows", f"{np.median(cosine):.4f} (least {cosine.min():.4f})"),
            (
                "equal edges of the kNN graph",
                f"{100 * shares[0]:.1f} % (k = {NEIGHBOURS[0]}) to "
                f"{100 * shares[-1]:.1f} % (k = {NEIGHBOURS[-1]})",
            ),
            ("decoding alone", f"{100 * decode_s / taken:.0f} % of the time"),
        ),
        goal=GOAL,
        reached=bool(np.median(cosine) >= LEAST_COSINE and min(shares) >= LEAST_SHARE),
        floor_s=decode_s + network_s,
        floor=f"decoding {decode_s:.2f} s, products in bfloat16 {network_s:.2f} s",
        notes=("pages and weights stand in for real ones",) if material.weights == "random" else (),
        limited_by="pages decoded at half their size, whose rows differ most from the "
        "plain ones, and the network in bfloat16 as torch runs it"
        if backbone.decoding is Decoding.reduced
        else "the arithmetic of the network and the JPEG decoder, which take turns on all cores",
    )


def operations(material: Material) -> float:
    """Multiplications and additions of one image."""
    with FlopCounterMode(display=False) as counter, torch.inference_mode():
        plain_network(material)(torch.zeros(1, 3, IMAGE_SIDE_PX, IMAGE_SIDE_PX))
    return float(counter.get_total_flops())


def cosines(one: Rows, other: Rows) -> NDArray[np.float64]:
    """Of each row with the same row of the other table."""
    lengths = np.linalg.norm(one, axis=1) * np.linalg.norm(other, axis=1)
    return np.asarray((one.astype(np.float64) * other).sum(axis=1) / lengths)


def equal_edges(one: Rows, other: Rows, k: int) -> float:
    """Share of the edges to the k nearest pages that both tables have."""
    both = [nearest(rows.astype(np.float64), k) for rows in (one, other)]
    return float((both[0] & both[1]).sum() / both[0].sum())


def nearest(rows: NDArray[np.float64], k: int) -> NDArray[np.bool_]:
    """Whether a page (column) is among the k nearest of another (row)."""
    square = (rows**2).sum(axis=1)
    distance = square[:, None] + square - 2 * rows @ rows.T
    np.fill_diagonal(distance, np.inf)
    found = np.zeros(distance.shape, dtype=bool)
    np.put_along_axis(found, np.argsort(distance, axis=1)[:, :k], True, axis=1)
    return found


def memory(material: Material, name: str, way: Way) -> Line:
    """Peak of a process of its own, of a few pages and of many."""
    peaks = [
        peak_mb(material.pages, number, weights=material.weights, output=material.output, how=way)
        for number in (MANY, MORE)
    ]
    return Line(
        topic="embedding",
        name=f"memory, {name}",
        size=f"{MANY} and {MORE:,} pages",
        measured=(("peak", f"{peaks[0]:.0f} MB and {peaks[1]:.0f} MB"),),
        reached=max(peaks) <= MOST_MB,
        notes=("all of a process of its own; each row that is given back takes 2 kB",),
    )
