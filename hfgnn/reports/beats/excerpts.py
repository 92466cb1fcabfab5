"""Pieces of tested recordings that show where a model errs."""

from collections.abc import Sequence

import numpy as np

from hfgnn.reports.beats.strip import Strip
from hfgnn.types import ClassPredictions, Recording, Rows


def excerpts(
    predictions: ClassPredictions,
    recordings: Sequence[Recording],
    *,
    sampling_hz: float,
    seconds: float,
    number: int,
) -> tuple[Strip, ...]:
    """The piece with most errors of each recording, from those recordings that have most.

    Args:
        predictions: of the model; the first seed is shown.
        recordings: as they were read; those that were not tested are passed over.
        sampling_hz: of the samples at which the predictions say that the beats are.
        seconds: length of a piece.
        number: of recordings.

    Shapes:
        returns: at most number pieces, the first lead of each.
    """
    first = predictions.seed == predictions.seed.min()
    wrong = first & (predictions.predicted != predictions.label)
    by_name = {one.record_id: one for one in recordings}
    names, errors = np.unique(predictions.record_id[wrong], return_counts=True)
    worst = [name for name in names[np.argsort(-errors, kind="stable")].tolist() if name in by_name]
    return tuple(
        _piece(
            predictions,
            np.flatnonzero(first & (predictions.record_id == name)),
            recording=by_name[name],
            sampling_hz=sampling_hz,
            seconds=seconds,
        )
        for name in worst[:number]
    )


def _piece(
    predictions: ClassPredictions,
    rows: Rows,
    *,
    recording: Recording,
    sampling_hz: float,
    seconds: float,
) -> Strip:
    rows = rows[np.argsort(predictions.sample[rows], kind="stable")]
    at = predictions.sample[rows] / sampling_hz
    wrong = predictions.predicted[rows] != predictions.label[rows]
    start = _worst_start(at[wrong], seconds, recording.seconds)
    inside = (at >= start) & (at < start + seconds)
    begin = round(start * recording.sampling_hz)
    end = begin + round(seconds * recording.sampling_hz)
    shown = rows[inside]
    return Strip(
        title=f"record {recording.record_id}, lead {recording.leads[0]}",
        signal=recording.signal[begin:end, 0],
        sampling_hz=recording.sampling_hz,
        start_s=begin / recording.sampling_hz,
        sample=np.rint(at[inside] * recording.sampling_hz).astype(np.int64) - begin,
        classes=predictions.classes,
        predicted=predictions.predicted[shown],
        probability=predictions.probability[shown].max(axis=1),
        label=predictions.label[shown],
    )


def _worst_start(
    at: np.ndarray[tuple[int], np.dtype[np.float64]], seconds: float, most: float
) -> float:
    """Where a piece of this length holds most of these times, with some air before the first."""
    ends = np.searchsorted(at, at + seconds * 0.9)
    start = float(at[np.argmax(ends - np.arange(len(at)))]) - seconds * 0.05
    return max(0.0, min(start, most - seconds))
