"""Columns of the recording that each page was drawn from."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from hfgnn.data.drawn import in_threads
from hfgnn.data.leads import LEADS
from hfgnn.data.reading import Progress
from hfgnn.data.recordings.record import Reading, read_record
from hfgnn.features.clinical.numbers import ClinicalNumbers
from hfgnn.features.recording.measured import COLUMNS, SHAPE_COLUMNS, measure
from hfgnn.types import Cohort, DataError, Records, Refusal
from hfgnn.types.recording import Recording

Floats = NDArray[np.float64]


class Rhythm:
    """Rhythm, QRS width and axis, and if so set the average beat in every lead.

    Each recording is measured by itself, so nothing here is fitted. A page without a readable
    recording has NaN, which is imputed inside the fold as a missing clinical number is.

    Args:
        shape: whether the average beat is described too.
        max_gap_s: seconds without samples that are bridged.
        max_flat_s: seconds without any change beyond which a lead counts as dead.
    """

    option = "rhythm"

    def __init__(self, *, shape: bool, max_gap_s: float, max_flat_s: float) -> None:
        self.columns = self.measured = COLUMNS + (SHAPE_COLUMNS if shape else ())
        self.reading = Reading(
            leads=LEADS,
            num_leads=len(LEADS),
            sampling_hz=None,
            annotator=None,
            max_gap_s=max_gap_s,
            max_flat_s=max_flat_s,
        )

    def numbers(self, records: Records, cohort: Cohort, *, progress: Progress) -> ClinicalNumbers:
        """The columns of each page; an augmented copy has those of its original.

        Args:
            records: pages and their copies.
            cohort: says where the recordings lie.
            progress: shows how many are measured.

        Shapes:
            values: (records, columns), NaN where missing.

        Raises:
            DataError: the data have no recordings.
        """
        if not cohort.recordings:
            raise DataError(
                f"recording is {self.option!r}, but the data are pages without the recordings they "
                "were drawn from; take recording=none, or data=ptbxl"
            )
        pairs = zip(records.record_id.tolist(), records.parent.tolist(), strict=True)
        names = [parent or record for record, parent in pairs]
        each = sorted(set(names))
        rows = in_threads(
            lambda name: self._read(name, cohort.recordings.get(name)),
            each,
            progress=progress,
            description="Measuring recordings",
        )
        known = dict(zip(each, rows, strict=True))
        values = np.array([known[name] for name in names]).reshape(-1, len(self.columns))
        return ClinicalNumbers(values, self.columns)

    def row(self, recording: Recording) -> Floats:
        """The columns of one recording.

        Args:
            recording: with the leads of hfgnn.data.leads.LEADS, in their order.
        """
        return np.concatenate(measure(recording))[: len(self.measured)]

    def _read(self, name: str, path: str | None) -> Floats:
        nothing = np.full(len(self.columns), np.nan)
        if path is None:
            return nothing
        read = read_record(Path(path), record_id=name, patient_id="", how=self.reading)
        return nothing if isinstance(read, Refusal) else self.row(read)
