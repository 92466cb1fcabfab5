"""Whether heartbeats of one patient, or the same samples, train and are tested."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from hfgnn.audits.splits import EXACT_ACROSS, PATIENT_ACROSS
from hfgnn.types import UNKNOWN, Beats, Estimate, Evidence, Finding, Rows, Severity

OVERLAPPING = "overlapping beats across a split"
PATIENTS_UNKNOWN = "patients unknown"

SPLIT_BY_PATIENT = "divide by patient, as protocol=inter_patient does"


def find_in_beats(
    beats: Beats, fitted: Rows, test: Rows, *, apart: tuple[str, Estimate, Estimate] | None
) -> tuple[Finding, ...]:
    """What the test beats have in common with those that train or choose.

    Args:
        beats: of all recordings.
        fitted: rows that train or choose.
        test: rows that are tested.
        apart: name of a score, the score of the run, and the same of a model that was fitted and
            tested on patients apart; None where there is none.
    """
    evidence = () if apart is None else (Evidence(*apart, "patients apart"),)
    return tuple(_findings(beats, fitted, test, evidence))


def _findings(
    beats: Beats, fitted: Rows, test: Rows, evidence: tuple[Evidence, ...]
) -> Iterator[Finding]:
    if (beats.patient_id == "").any():
        yield Finding(
            PATIENTS_UNKNOWN,
            Severity.warning,
            f"nobody can say whose {(beats.patient_id == '').sum():,} of {len(beats):,} beats are, "
            "so that no division can set patients apart",
            where=tuple(np.unique(beats.record_id[beats.patient_id == ""]).tolist()),
            evidence=(),
            advice="take the recordings themselves, whose patients are known",
        )
    known = test[beats.patient_id[test] != ""]
    shared = known[np.isin(beats.group[known], beats.group[fitted])]
    if len(shared):
        patients = np.unique(beats.patient_id[shared])
        yield Finding(
            PATIENT_ACROSS,
            Severity.leak,
            f"{len(shared):,} of {len(test):,} test beats are of {len(patients)} patients with "
            "other beats in training or validation",
            where=_records(beats, shared),
            evidence=evidence,
            advice=SPLIT_BY_PATIENT,
        )
    copies = test[np.isin(_content(beats, test), _content(beats, fitted))]
    if len(copies):
        yield Finding(
            EXACT_ACROSS,
            Severity.leak,
            f"{len(copies):,} of {len(test):,} test beats are equal, sample by sample, to one in "
            "training or validation",
            where=_records(beats, copies),
            evidence=(),
            advice="use each beat once, before any split",
        )
    over = test[_overlaps(beats, fitted, test)]
    if len(over):
        yield Finding(
            OVERLAPPING,
            Severity.leak,
            f"the windows of {len(over):,} of {len(test):,} test beats share samples with that of "
            "a beat in training or validation",
            where=_records(beats, over),
            evidence=(),
            advice=SPLIT_BY_PATIENT,
        )


def _records(beats: Beats, rows: Rows) -> tuple[str, ...]:
    return tuple(np.unique(beats.record_id[rows]).tolist())


def _content(beats: Beats, rows: Rows) -> NDArray[np.void]:
    """The bytes of each beat's signal, one value per row."""
    flat = np.ascontiguousarray(beats.signal[rows]).reshape(len(rows), -1)
    return flat.view(np.dtype((np.void, flat.shape[1] * flat.itemsize))).ravel()


def _overlaps(beats: Beats, fitted: Rows, test: Rows) -> NDArray[np.bool_]:
    """Test rows whose neighbour in time, before or after, trains and is nearer than a window."""
    width = beats.signal.shape[-1]
    trains = np.zeros(len(beats), dtype=bool)
    trains[fitted] = True
    order = np.lexsort((beats.sample, beats.record_id))
    sample, record = beats.sample[order], beats.record_id[order]
    near = (record[1:] == record[:-1]) & (sample[:-1] != UNKNOWN) & (np.diff(sample) < width)
    touches = np.zeros(len(beats), dtype=bool)
    touches[order[1:]] |= near & trains[order[:-1]]
    touches[order[:-1]] |= near & trains[order[1:]]
    return np.asarray(touches[test])
