"""Infarction and normal records of PTB-XL.

Wagner et al. 2020, https://doi.org/10.1038/s41597-020-0495-6.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from hfgnn.data.infarction.diagnosed import (
    INFARCTION,
    NORMAL,
    Chosen,
    Diagnosed,
    diagnose,
    wanted,
    with_leads,
)
from hfgnn.data.ptbxl_database import PtbxlRecord, read_database
from hfgnn.data.reading import Progress
from hfgnn.data.recordings.record import read_record
from hfgnn.data.recordings.segmentation import Window
from hfgnn.types import Refusal
from hfgnn.types.recording import Recording

MI, NORM = "MI", "NORM"


@dataclass(frozen=True, kw_only=True)
class PtbXlRecords:
    """The records of PTB-XL at 100 Hz that show an infarction, and those that show nothing.

    A record shows an infarction if one of its statements belongs to the superclass MI, and is
    normal if NORM is its only superclass. Every other record is left out and counted. A folder that
    holds a part of the records can be used too.

    Attributes:
        root: the folder with ptbxl_database.csv, scp_statements.csv and records100.
        leads: names of the leads, in the order of the network's input.
        least_likelihood: in percent; a record whose MI statements are all below it is neither.
        beats_per_record: at most so many beats of a record, evenly over it.
    """

    root: str
    leads: Sequence[str]
    least_likelihood: float
    beats_per_record: int

    def read(self, window: Window, progress: Progress) -> Diagnosed:
        """Beats of all usable records.

        Raises:
            DataError: the folder is not PTB-XL's, or holds no record of one of the two classes.
        """
        root = Path(self.root)
        lines = read_database(root, least_likelihood=0)
        sure = {
            line.ecg_id
            for line in read_database(root, least_likelihood=self.least_likelihood)
            if MI in line.superclasses
        }
        there = [line for line in lines if (root / f"{line.filename_lr}.hea").is_file()]
        label = {
            line: INFARCTION if MI in line.superclasses else NORMAL
            for line in there
            if line.ecg_id in sure or line.superclasses == (NORM,)
        }
        read = [
            self._read(line)
            for line in progress(label, total=len(label), description="reading records")
        ]
        left_out = (
            f"{len(there) - len(label):,} of {len(there):,} records show neither an infarction nor "
            "a normal heart"
        )
        chosen = Chosen(
            recordings=[one for one in read if isinstance(one, Recording)],
            label={line.filename_lr: number for line, number in label.items()},
            refused=[one for one in read if isinstance(one, Refusal)],
            notes=[left_out],
            name="PTB-XL",
        )
        return diagnose(chosen, window=window, beats_per_record=self.beats_per_record)

    def _read(self, line: PtbxlRecord) -> Recording | Refusal:
        found = read_record(
            Path(self.root) / line.filename_lr,
            record_id=line.filename_lr,
            patient_id=line.patient_id,
            how=wanted(self.leads),
        )
        found = with_leads(found, self.leads)
        if isinstance(found, Refusal) or line.age_years is None:
            return found
        return replace(found, attributes={**found.attributes, "age_years": str(line.age_years)})
