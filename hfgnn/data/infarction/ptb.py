"""Infarction and healthy records of the PTB diagnostic database.

Bousseljot et al. 1995; https://doi.org/10.13026/C28C71.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
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
from hfgnn.data.reading import Progress
from hfgnn.data.recordings.record import read_record
from hfgnn.data.recordings.segmentation import Window
from hfgnn.types import DataError, Refusal
from hfgnn.types.recording import Recording

DIAGNOSES = {"myocardial infarction": INFARCTION, "healthy control": NORMAL}
PATIENT = re.compile(r"patient\d+")


@dataclass(frozen=True, kw_only=True)
class PtbRecords:
    """A folder per patient, patient001/s0010_re.hea; the header's comments name the diagnosis.

    "Reason for admission" is Myocardial infarction or Healthy control; every other record is left
    out and counted.

    Attributes:
        root: the folder of the patients.
        leads: names of the leads, in the order of the network's input.
        beats_per_record: at most so many beats of a record, evenly over it.
    """

    root: str
    leads: Sequence[str]
    beats_per_record: int

    def read(self, window: Window, progress: Progress) -> Diagnosed:
        """Beats of all usable records.

        Raises:
            DataError: the folder holds no record of one of the two classes.
        """
        root = Path(self.root)
        paths = sorted(root.rglob("*.hea"))
        if not paths:
            raise DataError(f"data.root is {self.root!r}, but it holds no WFDB header (*.hea)")
        read = [
            self._read(root, path)
            for path in progress(paths, total=len(paths), description="reading records")
        ]
        found = [one for one in read if isinstance(one, Recording)]
        diagnoses = [one.attributes.get("diagnosis", "").lower() for one in found]
        chosen = [one for one, said in zip(found, diagnoses, strict=True) if said in DIAGNOSES]
        left_out = len(found) - len(chosen)
        return diagnose(
            Chosen(
                recordings=chosen,
                label={
                    one.record_id: DIAGNOSES[one.attributes["diagnosis"].lower()] for one in chosen
                },
                refused=[one for one in read if isinstance(one, Refusal)],
                notes=[f"{left_out:,} of {len(found):,} records have another diagnosis, or none"],
                name="PTB",
            ),
            window=window,
            beats_per_record=self.beats_per_record,
        )

    def _read(self, root: Path, path: Path) -> Recording | Refusal:
        name = path.relative_to(root).as_posix().removesuffix(".hea")
        patient = PATIENT.search(name)
        found = read_record(
            path,
            record_id=name,
            patient_id=patient[0] if patient else name,
            how=wanted(self.leads),
        )
        return with_leads(found, self.leads)
