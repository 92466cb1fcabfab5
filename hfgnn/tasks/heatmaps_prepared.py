"""Beats, or one usual beat per record, before anything is trained."""

from __future__ import annotations

from hfgnn.config.build import build
from hfgnn.config.heatmap import Scalogram
from hfgnn.config.heatmaps import HeatmapRun, TwelveLeads
from hfgnn.data.infarction.diagnosed import Diagnosed
from hfgnn.data.infarction.usual_beats import usual_beats
from hfgnn.features.beats.columns import BeatColumns
from hfgnn.reports.progress import progress
from hfgnn.tasks import beats_prepared
from hfgnn.tasks.beats_prepared import Read
from hfgnn.tasks.clock import Clock
from hfgnn.training.beats.shown import ShownBeats
from hfgnn.types import Beats, DataError


def read(settings: HeatmapRun, clock: Clock) -> Read:
    """Beats with their columns, or records as one usual beat each.

    Raises:
        DataError: data that cannot be used, or beats of another rate than the picture's.
    """
    records = isinstance(settings.data, TwelveLeads)
    found = read_records(settings, clock) if records else beats_prepared.read(settings, clock)
    _refuse_other_rate(settings, found.shown.beats)
    return found


def read_records(settings: HeatmapRun, clock: Clock) -> Read:
    """Records of infarctions and of normal hearts, a row each.

    Raises:
        DataError: data that cannot be used.
    """
    found: Diagnosed = build(settings.data).read(build(settings.segmentation), progress)
    clock.lap("reading")
    beats = usual_beats(found)
    note = (
        f"a row is a record, drawn as the median of its beats: {len(beats):,} rows of "
        f"{len(found.beats):,} beats"
    )
    return Read(
        shown=ShownBeats(beats, BeatColumns.of({}, len(beats))),
        recordings=(),
        source=found.source,
        refused=found.refused,
        left_out=(),
        notes=(*found.notes, note),
        stamps=found.stamps,
    )


def _refuse_other_rate(settings: HeatmapRun, beats: Beats) -> None:
    """Raise where a scalogram would draw other frequencies than it says."""
    picture = settings.heatmap
    if isinstance(picture, Scalogram) and picture.sampling_hz != beats.sampling_hz:
        raise DataError(
            f"heatmap.sampling_hz is {picture.sampling_hz:g}, but the beats have "
            f"{beats.sampling_hz:g} samples per second"
        )
