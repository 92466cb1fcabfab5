"""Whether a map of where a network looked can be believed."""

from __future__ import annotations

import copy
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from scipy.stats import rankdata
from torch import Tensor, nn

from hfgnn.evaluation.grad_cam import grad_cam
from hfgnn.types import Estimate, Rows

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Believed:
    """Two checks of maps, each a mean over pictures with an interval over patients.

    A map that stays the same when the network has forgotten everything shows the picture, not the
    network. A map whose best places can be taken away like any others shows nothing of the answer.

    Attributes:
        pictures: checked.
        kept_when_randomised: rank correlation of the map with that of the same network with
            random weights; 1 would be a map that has nothing to do with what was learned.
        kept_by_another_fit: the same with a fit on other patients, None where there is none.
        drop: by which the probability of the class falls when the pixels of the map's highest
            values become those of the usual picture.
        drop_elsewhere: the same when as many pixels in the same shape are taken elsewhere.
        difference: of the two, picture by picture.
        empty: share of the pictures in which nothing speaks for the class, so that there is no map.
    """

    pictures: int
    kept_when_randomised: Estimate
    kept_by_another_fit: Estimate | None
    drop: Estimate
    drop_elsewhere: Estimate
    difference: Estimate
    empty: float

    @property
    def passed(self) -> dict[str, bool]:
        """Whether the map changes with the weights, and whether what it marks counts for more."""
        return {
            "randomised weights": self.kept_when_randomised.high < CHANGED,
            "deletion": self.difference.low > 0,
        }

    def as_json(self) -> dict[str, Any]:
        """The part of metrics.json."""
        facts = {name: one for name, one in asdict(self).items() if one is not None}
        return facts | {"passed": self.passed}


CHANGED = 0.5
"""Rank correlation below which a map counts as another."""


@dataclass(frozen=True)
class Checked:
    """How maps are checked.

    Attributes:
        removed_share: of the pixels.
        shifts: places elsewhere.
        resamples: bootstrap draws of patients.
        confidence: of the intervals.
        seed: of the random weights, the places and the draws.
    """

    removed_share: float
    shifts: int
    resamples: int
    confidence: float
    seed: int


def believe(
    network: nn.Module,
    picture: Tensor,
    target: Tensor,
    *,
    group: Rows,
    another: nn.Module | None,
    how: Checked,
) -> Believed:
    """Check the maps of some pictures, of which none has trained the network.

    Sources: Adebayo et al. 2018, Sanity Checks for Saliency Maps,
    https://arxiv.org/abs/1810.03292; Petsiuk et al. 2018, RISE (deletion),
    https://arxiv.org/abs/1806.07421.

    Args:
        network: with ``maps`` and ``answer``, in evaluation mode.
        picture: what it looks at.
        target: the class that each picture is asked about.
        group: number of the patient of each picture.
        another: fitted on other patients, or None.
        how: shares, places, draws.

    Shapes:
        picture: (pictures, channels, rows, columns).
        target, group: (pictures,).
    """
    map_of = _maps(picture, target)
    own = map_of(network)
    there = own.amax(dim=(1, 2)) > 0
    estimate = _Over(group[there.numpy()], how)
    random = rank_correlation(own, map_of(randomised(network, how.seed)))[there.numpy()]
    others = None if another is None else rank_correlation(own, map_of(another))[there.numpy()]
    kept = (one[there] for one in (picture, target, own))
    drop, elsewhere = deletion(network, *kept, how=how)
    return Believed(
        pictures=len(picture),
        kept_when_randomised=estimate(random),
        kept_by_another_fit=None if others is None else estimate(others),
        drop=estimate(drop),
        drop_elsewhere=estimate(elsewhere),
        difference=estimate(drop - elsewhere),
        empty=float((~there).double().mean()),
    )


def _maps(picture: Tensor, target: Tensor) -> Callable[[nn.Module], Tensor]:
    return lambda network: grad_cam(network, picture, target)  # type: ignore[arg-type]


@dataclass(frozen=True)
class _Over:
    """Mean of a number per picture, with an interval over patients."""

    group: Rows
    how: Checked

    def __call__(self, values: Floats) -> Estimate:
        if not len(values):
            return Estimate(float("nan"), float("nan"), float("nan"))
        patients, member = np.unique(self.group, return_inverse=True)
        total, number = np.bincount(member, values), np.bincount(member)
        generator = np.random.default_rng(self.how.seed)
        drawn = generator.integers(len(patients), size=(self.how.resamples, len(patients)))
        means = total[drawn].sum(axis=1) / number[drawn].sum(axis=1)
        tail = (1 - self.how.confidence) / 2
        low, high = np.quantile(means, [tail, 1 - tail])
        return Estimate(float(values.mean()), float(low), float(high))


def randomised(network: nn.Module, seed: int) -> nn.Module:
    """The same network with fresh weights in every layer."""
    fresh = copy.deepcopy(network)
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        for layer in fresh.modules():
            reset = getattr(layer, "reset_parameters", None)
            if reset is not None:
                reset()
    return fresh.eval()


def rank_correlation(first: Tensor, second: Tensor) -> Floats:
    """Spearman's correlation of two maps over their pixels, picture by picture; 0 for a flat one.

    Shapes:
        first, second: (pictures, rows, columns).
        returns: (pictures,).
    """
    one, other = (rankdata(maps.flatten(1).double().numpy(), axis=1) for maps in (first, second))
    one, other = (ranks - ranks.mean(axis=1, keepdims=True) for ranks in (one, other))
    norm = np.sqrt((one**2).sum(axis=1) * (other**2).sum(axis=1))
    return np.asarray((one * other).sum(axis=1) / np.where(norm > 0, norm, 1), dtype=np.float64)


def deletion(
    network: nn.Module, picture: Tensor, target: Tensor, marked: Tensor, *, how: Checked
) -> tuple[Floats, Floats]:
    """By how much a probability falls without the marked pixels, and without others.

    What is taken away becomes the mean of all these pictures there. The others have the same shape,
    moved to drawn places, around the edges, so that they differ in where they are alone.

    Args:
        network: in evaluation mode.
        picture: what it looks at.
        target: the class that each picture is asked about.
        marked: the map of each picture.
        how: share of the pixels, number of places.

    Shapes:
        picture: (pictures, channels, rows, columns).
        target: (pictures,).
        marked: (pictures, rows, columns).
        returns: (pictures,) and (pictures,), the second a mean over places.
    """
    usual = picture.mean(dim=0, keepdim=True)
    best = _highest(marked, how.removed_share)
    generator = np.random.default_rng(how.seed)

    def probability(gone: Tensor | None) -> Floats:
        seen = picture if gone is None else torch.where(gone[:, None], usual, picture)
        with torch.inference_mode():
            said = network(seen).softmax(1).gather(1, target[:, None])[:, 0]
        return np.asarray(said.double().numpy())

    whole = probability(None)
    rows, columns = marked.shape[1:]
    places = [
        (int(generator.integers(rows)), int(generator.integers(1, columns)))
        for _ in range(how.shifts)
    ]
    others = [whole - probability(best.roll(place, dims=(1, 2))) for place in places]
    return whole - probability(best), np.mean(others, axis=0)


def _highest(marked: Tensor, share: float) -> Tensor:
    """The pixels of the highest values, so many in each map."""
    flat = marked.flatten(1)
    number = max(round(share * flat.shape[1]), 1)
    chosen = torch.zeros_like(flat, dtype=torch.bool)
    chosen.scatter_(1, flat.topk(number, dim=1).indices, True)
    return chosen.reshape(marked.shape)
