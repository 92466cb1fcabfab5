"""The graph of nearest neighbours against scikit-learn's, and a million patients in little memory.

Patients are simulated: 517 columns with the spectrum of real embeddings. Of 112 different ECG pages
through the ImageNet ResNet18 to its third layer, with every column brought to unit variance, the
i-th direction holds about 1/i of what the first one holds, and Gaussian points with that spectrum
have the same local dimension, 20. Points that differ alike in all directions, which patients never
do, stand beside them as the hardest case.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import time
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray
from sklearn.neighbors import NearestNeighbors, kneighbors_graph

from experiments.benchmark.floors import measure
from experiments.benchmark.neighbours import nearest
from experiments.benchmark.rounds import Line, Paired, seconds_of, side_by_side
from hfgnn.config.graph import Search
from hfgnn.config.protocol import Edges
from hfgnn.graphs.screening import BFLOAT16, precisions
from hfgnn.reports.progress import progress
from hfgnn.types import CLINICAL_COLUMNS, IMAGE_COLUMNS, Graph, Nodes, Parts

Points = NDArray[np.float32]

NEIGHBOURS = 10
WIDTH = len(IMAGE_COLUMNS) + len(CLINICAL_COLUMNS)
SLICE = 10
"""Of the largest cohort scikit-learn searches for every tenth patient; that takes long enough."""

MEMORY_GB = 16
RECALL = 0.99
SIMULATED = "simulated patients with the spectrum of real embeddings"
HARDEST = "simulated points that differ alike in all directions, the hardest case"


def lines(rounds: int) -> Iterator[Line]:
    """Exact search by size, approximate search, and a million patients."""
    for number in (1_000, 10_000, 30_000):
        yield exact(cohort(number), rounds, SIMULATED)
    yield exact(formless(10_000), rounds, HARDEST)
    yield from large(cohort(100_000), min(rounds, 3))
    yield without_form(formless(30_000), rounds)
    yield million()


def cohort(number: int) -> Points:
    """Simulated patients whose variance along the i-th direction is proportional to 1/i."""
    generator = np.random.default_rng(0)
    spread = np.sqrt(1 / np.arange(1, WIDTH + 1))
    turned, _ = np.linalg.qr(generator.normal(size=(WIDTH, WIDTH)))
    directions = (np.sqrt(WIDTH) * spread / np.linalg.norm(spread))[:, None] * turned.T
    points = np.empty((number, WIDTH), dtype=np.float32)
    for start in range(0, number, 50_000):
        rows = min(50_000, number - start)
        latent = generator.standard_normal((rows, WIDTH), dtype=np.float32)
        np.matmul(latent, directions.astype(np.float32), out=points[start : start + rows])
    return points


def formless(number: int) -> Points:
    """Gaussian points without a spectrum."""
    return np.random.default_rng(0).standard_normal((number, WIDTH), dtype=np.float32)


def patients(points: Points) -> Nodes:
    """As a run has them."""
    number = len(points)
    return Nodes(
        points,
        IMAGE_COLUMNS + CLINICAL_COLUMNS,
        np.zeros(number, dtype=np.int64),
        np.arange(number),
        np.arange(number).astype(str),
    )


def connect(nodes: Nodes, search: Search) -> Graph:
    """The graph as a run makes it, among all patients."""
    nobody = np.empty(0, dtype=np.int64)
    parts = Parts(np.arange(len(nodes.x)), nobody, nobody)
    return nearest(NEIGHBOURS, search).connect(nodes, parts, Edges.transductive, progress)


def plain_graph(points: Points) -> object:
    """What a user would write instead."""
    return kneighbors_graph(points, NEIGHBOURS, include_self=False, n_jobs=-1)


def exact(points: Points, rounds: int, data: str) -> Line:
    """All neighbours of some thousand patients."""
    nodes = patients(points)
    paired = side_by_side(
        lambda: plain_graph(points), lambda: connect(nodes, Search.exact), rounds=rounds
    )
    return Line(
        "knn",
        "exact graph against kneighbors_graph",
        size(points),
        paired=paired,
        measured=(("share of equal edges", f"{equal_edges(points):.6f}"),),
        goal=3,
        floor_s=floor_s(len(points)),
        floor=f"{screened_in()} product of all pairs",
        notes=(data,),
        limited_by="some sixty steps of a tenth of a millisecond each around a product that takes "
        "less than one, and by threads that are waked for each",
    )


def equal_edges(points: Points) -> float:
    """Share of the edges that both ways of searching have."""
    other = kneighbors_graph(points, NEIGHBOURS, include_self=False, n_jobs=-1).tocoo()
    graph = connect(patients(points), Search.exact)
    number = len(points)
    ours = graph.edges[1] * number + graph.edges[0]
    return float(np.isin(ours, other.row.astype(np.int64) * number + other.col).mean())


def every_tenth(points: Points) -> float:
    """Seconds of scikit-learn for all patients, from those for every tenth."""
    found = NearestNeighbors(n_neighbors=NEIGHBOURS, n_jobs=-1).fit(points)
    some = points[::SLICE]
    return SLICE * seconds_of(lambda: found.kneighbors_graph(some))


def large(points: Points, rounds: int) -> Iterator[Line]:
    """A hundred thousand patients, exactly and nearly so, in turns with scikit-learn."""
    nodes, plain = patients(points), []
    made: dict[Search, Graph] = {}
    fast: dict[Search, list[float]] = {Search.exact: [], Search.approximate: []}
    for _ in range(rounds):
        plain.append(every_tenth(points))
        for search, seconds in fast.items():
            begin = time.perf_counter()
            made[search] = connect(nodes, search)
            seconds.append(time.perf_counter() - begin)
    for search, seconds in fast.items():
        recall, is_exact = made[search].recall, search is Search.exact
        yield Line(
            "knn",
            f"{search.value} graph against kneighbors_graph",
            size(points),
            paired=Paired(tuple(plain), tuple(seconds)),
            measured=() if recall is None else (("recall", f"{recall:.4f}"),),
            goal=None if is_exact else 10,
            reached=None if recall is None else recall >= RECALL,
            floor_s=floor_s(len(points)) if is_exact else None,
            floor=f"{screened_in()} product of all pairs" if is_exact else "",
            notes=(
                SIMULATED,
                f"scikit-learn for every {SLICE}th patient, its seconds times {SLICE}; "
                f"{rounds} rounds",
            ),
            limited_by="a product of all pairs, along fewer directions than there are columns",
        )


def without_form(points: Points, rounds: int) -> Line:
    """An approximate search where there is nothing to be approximated by."""
    made: list[Graph] = []
    nodes = patients(points)
    paired = side_by_side(
        lambda: connect(nodes, Search.exact),
        lambda: made.append(connect(nodes, Search.approximate)),
        rounds=rounds,
    )
    recall = made[-1].recall
    return Line(
        "knn",
        "approximate graph against the exact one",
        size(points),
        paired=paired,
        measured=(("recall", f"{recall:.4f}"),),
        notes=(HARDEST, "no goal: an exact search is the right one here"),
    )


def million() -> Line:
    """A million patients in a process of their own."""
    command = [sys.executable, "-m", "experiments.benchmark.knn", "1000000"]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    told = json.loads(done.stdout)
    return Line(
        "knn",
        "graph of a million, search=auto",
        "1,000,000 patients x 517",
        measured=(
            ("seconds", f"{told['seconds']:.0f}"),
            ("peak memory", f"{told['peak_gb']:.1f} GB"),
            ("of that the patients themselves", f"{told['before_gb']:.1f} GB"),
            ("recall", f"{told['recall']:.4f}"),
        ),
        reached=told["peak_gb"] < MEMORY_GB and told["recall"] >= RECALL,
        notes=(SIMULATED, f"goal: under {MEMORY_GB} GB with a recall of at least {RECALL}"),
    )


def in_this_process(number: int) -> dict[str, float | None]:
    """Seconds and memory of one graph."""
    nodes = patients(cohort(number))
    before = peak_gb()
    begin = time.perf_counter()
    graph = connect(nodes, Search.auto)
    return {
        "seconds": time.perf_counter() - begin,
        "before_gb": before,
        "peak_gb": peak_gb(),
        "recall": graph.recall,
    }


def peak_gb() -> float:
    """The most memory that this process has held; Linux counts in 1,024 bytes."""
    return 1024e-9 * resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def floor_s(number: int) -> float:
    """Seconds of the product of all pairs, in the numbers in which they are screened."""
    return measure().product_s(2 * WIDTH * number**2, kind=screened_in())


def screened_in() -> str:
    """The fastest numbers that this processor multiplies."""
    return "bfloat16" if precisions()[0] is BFLOAT16 else "float32"


def size(points: Points) -> str:
    """As the table has it."""
    return f"{len(points):,} patients x {points.shape[1]}"


if __name__ == "__main__":
    print(json.dumps(in_this_process(int(sys.argv[1]))))
