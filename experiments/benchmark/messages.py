"""One epoch of the graph networks, against the same networks of torch_geometric's layers.

Patients are points in a cloud of 6 dimensions, seen through 517 columns; the graph joins each to
its 10 nearest among the training patients, in the cloud, by a tree. Rows stand in random order, so
a patient's neighbours lie anywhere in memory, and some patients are neighbours of many, as in a
graph of real patients. 60 % train, 20 % choose the epoch, 20 % test. In the transductive lines
everybody is joined to everybody's nearest.

An epoch is a step of Adam on the training patients' loss, dropout on, and the validation patients'
loss, dropout off. The plain side computes all patients in both, as the examples of torch_geometric
do; the fast side computes those that the loss asks about and those whom they hear.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from scipy.spatial import cKDTree
from torch import Tensor, nn
from torch.nn.functional import cross_entropy, dropout
from torch_geometric.nn import GATConv, GCNConv

from experiments.benchmark.cohort_on_disk import CLOUD, COLUMNS, NEIGHBOURS
from experiments.benchmark.floors import measure
from experiments.benchmark.networks import CLASSES, DROPOUT, HEADS, WIDTH, a_gat, a_gcn
from experiments.benchmark.rounds import Line, side_by_side
from hfgnn.models.adjacency import Adjacency

CASES = (
    ("inductive", 1_000),
    ("inductive", 10_000),
    ("transductive", 10_000),
    ("inductive", 100_000),
)
GOAL, GOAL_FROM = 4.0, 10_000
TOLERANCE = 1e-5


class Plain(nn.Module):
    """The network as the documentation of torch_geometric would have it."""

    def __init__(self, first: nn.Module, second: nn.Module, between: nn.Module) -> None:
        super().__init__()
        self.first, self.second, self.between = first, second, between
        self.classify = nn.Linear(WIDTH, CLASSES)

    def forward(self, x: Tensor, edges: Tensor) -> Tensor:
        for layer in (self.first, self.second):
            x = dropout(self.between(layer(x, edges)), DROPOUT, self.training)
        logits: Tensor = self.classify(x)
        return logits


def plain_gcn() -> Plain:
    """517-128-128-2."""
    return Plain(GCNConv(COLUMNS, WIDTH), GCNConv(WIDTH, WIDTH), nn.ReLU())


def plain_gat() -> Plain:
    """517-128-128-2, 4 heads of 32."""
    each: dict[str, Any] = {"heads": HEADS, "dropout": DROPOUT}
    width = WIDTH // HEADS
    return Plain(GATConv(COLUMNS, width, **each), GATConv(WIDTH, width, **each), nn.ELU())


NETWORKS: dict[str, tuple[Callable[[], nn.Module], Callable[[], nn.Module]]] = {
    "GCN": (plain_gcn, a_gcn),
    "GAT": (plain_gat, a_gat),
}


@dataclass(frozen=True)
class Cohort:
    """Patients and their graph as tensors."""

    x: Tensor
    label: Tensor
    edges: Tensor
    train: Tensor
    validation: Tensor

    def made_ready(self, rows: Tensor) -> Adjacency:
        """The graph, asked about some rows."""
        return Adjacency(self.edges, None, patients=len(self.x), asked=rows)


@dataclass(frozen=True)
class Side:
    """A network, and how it answers for the training and the validation patients."""

    network: nn.Module
    train: Callable[[], Tensor]
    validation: Callable[[], Tensor]


def lines(rounds: int) -> Iterator[Line]:
    """GCN and GAT at each size."""
    for protocol, size in CASES:
        cohort = cohort_of(size, protocol)
        for name in NETWORKS:
            yield epoch_line(name, cohort, protocol, rounds)


def cohort_of(patients: int, protocol: str) -> Cohort:
    """Random patients and their nearest neighbours."""
    draw = np.random.default_rng(patients)
    points = draw.standard_normal((patients, CLOUD), dtype=np.float32)
    x = points @ draw.standard_normal((CLOUD, COLUMNS), dtype=np.float32)
    x += draw.standard_normal(x.shape, dtype=np.float32)
    label = (points[:, 0] + draw.standard_normal(patients) > 0).astype(np.int64)
    train, validation, _ = np.split(
        draw.permutation(patients), [patients * 6 // 10, patients * 8 // 10]
    )
    senders = np.arange(patients) if protocol == "transductive" else train
    # The nearest of all is the patient itself, where it may send.
    _, found = cKDTree(points[senders]).query(points, NEIGHBOURS + 1)
    found = senders[found]
    is_itself = found == np.arange(patients)[:, None]
    is_itself[~is_itself.any(axis=1), -1] = True
    edges = np.stack(
        [found[~is_itself], np.repeat(np.arange(patients), NEIGHBOURS)],
    )
    parts = (torch.from_numpy(np.sort(rows)) for rows in (train, validation))
    return Cohort(*(torch.from_numpy(part) for part in (x, label, edges)), *parts)


def epoch_line(name: str, cohort: Cohort, protocol: str, rounds: int) -> Line:
    """Both sides, held to the same answers and gradients, then timed."""
    plain, fast, prepared = sides(name, cohort)
    apart = differences(plain, fast, cohort)
    steps = [epoch_of(side, cohort) for side in (plain, fast)]
    paired = side_by_side(*steps, rounds=rounds)
    floor_s, floor = least_seconds(name, cohort)
    patients = len(cohort.x)
    return Line(
        topic="messages",
        name=f"{name}, one epoch, {protocol}",
        size=f"{patients:,} patients",
        paired=paired,
        measured=(
            ("greatest difference of answers", f"{apart[0]:.1e}"),
            ("greatest difference of gradients", f"{apart[1]:.1e}"),
            ("once per training, not in the times: graph made ready in", f"{prepared:.3f} s"),
        ),
        goal=GOAL if patients >= GOAL_FROM else None,
        reached=max(apart) <= TOLERANCE,
        floor_s=floor_s,
        floor=floor,
        limited_by="rows gathered once per edge in each direction, which attention cannot sum "
        "before its weights are known",
    )


def sides(name: str, cohort: Cohort) -> tuple[Side, Side, float]:
    """The same weights on both sides, and the seconds that make the graph ready."""
    torch.manual_seed(0)
    plain, ours = (make() for make in NETWORKS[name])
    plain.load_state_dict(ours.state_dict())
    begin = time.perf_counter()
    train, validation = (cohort.made_ready(rows) for rows in (cohort.train, cohort.validation))
    with torch.no_grad():
        ours(cohort.x, train), ours(cohort.x, validation)
    prepared = time.perf_counter() - begin
    return (
        Side(
            plain,
            lambda: plain(cohort.x, cohort.edges)[cohort.train],
            lambda: plain(cohort.x, cohort.edges)[cohort.validation],
        ),
        Side(ours, lambda: ours(cohort.x, train), lambda: ours(cohort.x, validation)),
        prepared,
    )


def differences(plain: Side, fast: Side, cohort: Cohort) -> tuple[float, float]:
    """The greatest between both sides' logits, and between their gradients, without dropout.

    With a smooth non-linearity: where rounding moves a number over the edge of ReLU, the gradient
    of a patient jumps, on either side.
    """
    answers, gradients = [], []
    for side in (plain, fast):
        between, side.network.between = side.network.between, nn.ELU()
        side.network.eval().zero_grad()
        train = side.train()
        torch.autograd.backward(cross_entropy(train, cohort.label[cohort.train]))
        with torch.no_grad():
            answers.append(torch.cat([train, side.validation()]))
        named = sorted(side.network.named_parameters())
        gradients.append(torch.cat([grad_of(parameter) for _, parameter in named]))
        side.network.between = between
    return tuple(float((one - other).abs().max()) for one, other in (answers, gradients))  # type: ignore[return-value]  # two


def grad_of(parameter: nn.Parameter) -> Tensor:
    """A gradient that must be there."""
    assert parameter.grad is not None
    return parameter.grad.flatten()


def epoch_of(side: Side, cohort: Cohort) -> Callable[[], float]:
    """One step on the training loss, then the validation loss."""
    optimizer = torch.optim.Adam(side.network.parameters(), lr=5e-3, weight_decay=5e-4)

    def epoch() -> float:
        side.network.train()
        optimizer.zero_grad()
        torch.autograd.backward(cross_entropy(side.train(), cohort.label[cohort.train]))
        optimizer.step()
        side.network.eval()
        with torch.no_grad():
            loss = cross_entropy(side.validation(), cohort.label[cohort.validation])
        return float(loss)

    return epoch


def least_seconds(name: str, cohort: Cohort) -> tuple[float, str]:
    """What the fast side's products of matrices and its gathered rows take at least."""
    floors = measure()
    attends = name == "GAT"
    operations = gathered = 0
    for rows, learns in ((cohort.train, True), (cohort.validation, False)):
        for number, given in enumerate(cohort.made_ready(rows).rounds(2)):
            goes_in = len(given.strength) if attends else given.num_receivers
            width = COLUMNS if number == 0 else WIDTH
            times = 1 if not learns else 2 + number  # there; to the weights; to what went in
            operations += times * 2 * goes_in * width * WIDTH
            passes = 1 if not learns else 3 if attends else 2
            if attends or number > 0:  # a first convolution's sums are remembered
                gathered += passes * (given.edges.shape[1] + given.num_receivers) * WIDTH * 4
    seconds = floors.product_s(operations) + floors.moved_s(gathered, kind="gathered")
    return seconds, f"{operations / 1e9:.3g} G operations, {gathered / 1e9:.2g} GB gathered"
