"""What can be said of a fitted network that reads heat maps: where it looks, and how fast it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from omegaconf import OmegaConf
from torch import Tensor

from hfgnn.config.heatmaps import HeatmapRun
from hfgnn.evaluation.grad_cam import grad_cam
from hfgnn.evaluation.latency import milliseconds
from hfgnn.evaluation.looked import Believed, Checked, believe
from hfgnn.features.heatmaps.scalogram import Scalogram
from hfgnn.models.heatmap_cnn import HeatmapCNN
from hfgnn.reports.heatmaps.looked import LookedAt
from hfgnn.serving.stored_beats import read_fit
from hfgnn.serving.stored_settings import option
from hfgnn.tasks.beats_prepared import PreparedBeats
from hfgnn.training.beats.network import make_network, restored_network
from hfgnn.types import Beats, Rows

BATCHES = {1: 100, 256: 10}
"""Beats at once, and how often that is timed."""


@dataclass(frozen=True)
class Looked:
    """What is said of the network.

    Attributes:
        size: rows and columns of a heat map.
        shown: test beats with their maps.
        facts: parts of metrics.json.
    """

    size: tuple[int, int]
    shown: tuple[LookedAt, ...]
    facts: dict[str, Any]

    def as_json(self) -> dict[str, Any]:
        """The parts of metrics.json."""
        return self.facts


def fits_of(folder: Path) -> list[HeatmapCNN]:
    """The networks that a run has stored, as they would be asked about a new recording."""
    return [_restored(path) for path in sorted((folder / "checkpoints").glob("*.pt"))]


def _restored(path: Path) -> HeatmapCNN:
    stored = read_fit(path)
    settings: Any = OmegaConf.create(stored.settings)
    model = option("model", stored.facts.model, settings.model)
    network = make_network(model, stored.facts.widths, columns=False)
    restored = restored_network(network, stored.state)
    assert isinstance(restored, HeatmapCNN)
    return restored


def look(prepared: PreparedBeats, fits: Sequence[HeatmapCNN]) -> Looked:
    """Time a fit, check its maps on test beats, and draw some.

    Only the maps are looked at: nothing is chosen by them, and no score is made of them.

    Args:
        prepared: the beats and their division.
        fits: of the run; the first is looked at.
    """
    settings, division = prepared.settings, prepared.division
    assert isinstance(settings, HeatmapRun)
    network, beats = fits[0], prepared.shown.beats
    tested = division.splits[0].parts.test  # by this fit
    picture, checked = _believed(settings, beats, fits, tested)
    facts = {
        "heatmap": {
            "name": type(settings.heatmap).__name__.lower(),
            "rows": picture.shape[2],
            "columns": picture.shape[3],
            "channels": picture.shape[1],
            "weights": sum(one.numel() for one in network.parameters()),
        },
        "real_time": real_time(network, beats, tested, fits=len(fits) // len(division.sides)),
        "looking": checked.as_json(),
    }
    few = evenly(beats, tested, settings.looking.shown_per_class * len(beats.classes))
    size = (picture.shape[2], picture.shape[3])
    return Looked(size, tuple(shown(network, beats, few)), facts)


def _believed(
    settings: HeatmapRun, beats: Beats, fits: Sequence[HeatmapCNN], tested: Rows
) -> tuple[Tensor, Believed]:
    """Heat maps of some test beats, and whether the first fit's maps of them can be believed."""
    rows = evenly(beats, tested, settings.looking.checked)
    picture, target = _asked(fits[0], beats, rows)
    checked = believe(
        fits[0].look,
        picture,
        target,
        group=beats.group[rows],
        another=fits[1].look if len(fits) > 1 else None,
        how=Checked(
            removed_share=settings.looking.removed_share,
            shifts=settings.looking.shifts,
            resamples=settings.evaluation.resamples,
            confidence=settings.evaluation.confidence,
            seed=settings.seed,
        ),
    )
    return picture, checked


def evenly(beats: Beats, tested: Rows, most: int) -> Rows:
    """Test beats evenly over the classes and, within a class, over the test part."""
    each = max(most // len(beats.classes), 1)
    chosen = []
    for number in range(len(beats.classes)):
        own = tested[beats.label[tested] == number]
        places = (np.arange(min(each, len(own))) + 0.5) * len(own) / max(min(each, len(own)), 1)
        chosen.append(own[places.astype(np.int64)])
    return np.concatenate(chosen)


def _asked(network: HeatmapCNN, beats: Beats, rows: Rows) -> tuple[Tensor, Tensor]:
    """Heat maps, and what the network calls them."""
    with torch.inference_mode():
        picture = network.picture(torch.from_numpy(beats.signal[rows]))
        called = network.look(picture).argmax(dim=1)
    # Tensors made in inference mode take part in no gradient.
    return picture.clone(), called.clone()


def shown(network: HeatmapCNN, beats: Beats, rows: Rows) -> list[LookedAt]:
    """Beats with their heat maps and what spoke for the class that they were called."""
    picture, called = _asked(network, beats, rows)
    maps = grad_cam(network.look, picture, called)
    samples = beats.signal.shape[2]
    time_ms = 1000 * (np.arange(samples) - beats.mark) / beats.sampling_hz
    hz = tuple(network.draw.hz.tolist()) if isinstance(network.draw, Scalogram) else None
    return [
        LookedAt(
            title=str(beats.record_id[row]).rpartition("/")[2],
            label=beats.classes[beats.label[row]],
            called=beats.classes[int(called[place])],
            picture=picture[place].mean(dim=0).numpy(),
            spoke=maps[place].numpy(),
            signal=beats.signal[row],
            time_ms=time_ms,
            hz=hz,
        )
        for place, row in enumerate(rows.tolist())
    ]


def real_time(network: HeatmapCNN, beats: Beats, tested: Rows, *, fits: int) -> dict[str, Any]:
    """Milliseconds per beat from its samples to its class, on one thread, beside its length.

    Args:
        network: one fit.
        beats: of the run.
        tested: rows that are tested, whose median interval is the time that a beat lasts.
        fits: whose answers a run averages, one after the other.
    """
    facts: dict[str, Any] = {"fits": fits}
    for number, repetitions in BATCHES.items():
        signal = torch.from_numpy(
            np.resize(beats.signal[tested], (number, *beats.signal.shape[1:]))
        )
        with torch.inference_mode():
            whole = milliseconds(lambda: network(signal), items=number, repetitions=repetitions)  # noqa: B023
            drawn = milliseconds(
                lambda: network.picture(signal),  # noqa: B023
                items=number,
                repetitions=repetitions,
            )
        facts[f"batch_{number}"] = {"all_ms": asdict(whole), "heatmap_ms": asdict(drawn)}
    interval = beats.previous_rr_s[tested]
    if np.isfinite(interval).any():
        facts["beat_ms"] = 1000 * float(np.nanmedian(interval))
    return facts
