"""What a network that knows heartbeats sees in a recording, beside its rhythm."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from torch import Tensor

from hfgnn.data.leads import LEADS
from hfgnn.data.reading import Progress
from hfgnn.data.recordings.peaks import mark_peaks
from hfgnn.data.recordings.segmentation import Window, segment
from hfgnn.data.recordings.symbols import FIVE_CLASSES
from hfgnn.features.beats.embedding import embed_recordings
from hfgnn.features.clinical.numbers import ClinicalNumbers
from hfgnn.features.recording.rhythm import Floats, Rhythm
from hfgnn.types import RECORDING_BLOCK, Cohort, DataError, Records
from hfgnn.types.recording import Recording

FEWEST_BEATS = 2
"""So that they can differ."""


@dataclass(frozen=True)
class Layer:
    """Numbers that a network gives a beat.

    Attributes:
        look: beats (beats, leads, samples) to (beats, numbers), in evaluation mode.
        names: of the numbers.
    """

    look: Callable[[Tensor], Tensor]
    names: tuple[str, ...]


@dataclass(frozen=True)
class HeartbeatNetwork:
    """A network that learned classes of heartbeats, and no patient's diagnosis.

    Attributes:
        layers: what can be taken of it, by name.
        num_leads: of the beats that it takes.
        window: how its beats were cut out of a recording, at which rate.
        stamps: what every table made with it must carry.
    """

    layers: Mapping[str, Layer]
    num_leads: int
    window: Window
    stamps: tuple[str, ...]


class Embedding(Rhythm):
    """The columns of ``Rhythm``, then mean and spread of a network's numbers over the beats.

    The network is as it was stored, and each recording is looked at by itself, so nothing here is
    fitted. Beats are cut as those that the network learned, about R peaks found in its leads; a
    recording with fewer than two has NaN.

    Args:
        shape: whether the average beat is described too.
        max_gap_s: seconds without samples that are bridged.
        max_flat_s: seconds without any change beyond which a lead counts as dead.
        checkpoint: file of the network, for messages.
        leads: names of the leads to show the network, in the order in which it takes them.
        layer: of the network, from which the numbers are.
        heartbeats: the network.

    Raises:
        DataError: the network takes another number of leads.
    """

    option = "embedding"

    def __init__(
        self,
        *,
        shape: bool,
        max_gap_s: float,
        max_flat_s: float,
        checkpoint: str,
        leads: Sequence[str],
        layer: str,
        heartbeats: HeartbeatNetwork,
    ) -> None:
        super().__init__(shape=shape, max_gap_s=max_gap_s, max_flat_s=max_flat_s)
        if len(leads) != heartbeats.num_leads:
            raise DataError(
                f"recording.leads is [{', '.join(leads)}], but the network in {checkpoint} takes "
                f"beats with {heartbeats.num_leads} of them"
            )
        self.leads = tuple(leads)
        self.heartbeats = heartbeats
        self.layer = heartbeats.layers[layer]
        self.seen = tuple(
            f"{RECORDING_BLOCK}_beat_{name}_{kind}"
            for kind in ("mean", "spread")
            for name in self.layer.names
        )
        self.columns = self.measured + self.seen

    def numbers(self, records: Records, cohort: Cohort, *, progress: Progress) -> ClinicalNumbers:
        """As those of ``Rhythm``, with what must be said of the network."""
        found = super().numbers(records, cohort, progress=progress)
        return replace(found, stamps=self.heartbeats.stamps)

    def row(self, recording: Recording) -> Floats:
        """Rhythm, then means, then deviations."""
        return np.concatenate([super().row(recording), self._seen(recording)])

    def _seen(self, recording: Recording) -> Floats:
        columns = [LEADS.index(lead) for lead in self.leads]
        shown = replace(recording, signal=recording.signal[:, columns], leads=self.leads)
        try:
            cut = segment([mark_peaks(shown)], window=self.heartbeats.window, classes=FIVE_CLASSES)
        except DataError:  # no beat lies whole in it
            return np.full(len(self.seen), np.nan)
        if len(cut.beats) < FEWEST_BEATS:
            return np.full(len(self.seen), np.nan)
        found = embed_recordings(self.layer.look, cut.beats)
        return np.asarray(found.x[0], dtype=np.float64)
