"""Beats of the Kaggle files ptbdb_normal.csv and ptbdb_abnormal.csv, whose patients are unknown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from hfgnn.data.infarction.diagnosed import CLASSES, Diagnosed
from hfgnn.data.reading import Progress
from hfgnn.data.recordings.beat_table import BeatTable
from hfgnn.data.recordings.segmentation import Window


@dataclass(frozen=True, kw_only=True)
class InfarctionTable:
    """Beats that are cut already: 187 samples at 125 Hz, from 0 to 1, and the class.

    Attributes:
        root: their folder.
        files: the names of the two.
        leads: name of the one lead.
    """

    root: str
    files: Sequence[str]
    leads: Sequence[str]

    def read(self, window: Window, progress: Progress) -> Diagnosed:
        """All beats, as they are.

        Args:
            window: with which the source beats are cut; those of the files must be alike.
            progress: shows how many files have been read.

        Raises:
            DataError: a file is no such table.
        """
        samples = int(getattr(window, "samples", 0))
        table = BeatTable(
            paths=[str(Path(self.root) / name) for name in self.files],
            classes=CLASSES,
            samples=samples,
            sampling_hz=window.sampling_hz,
            lead=self.leads[0],
        )
        found = table.read(progress)
        rows = np.arange(len(found.beats))
        return Diagnosed(
            beats=replace(found.beats, group=rows),
            age_years=np.full(len(rows), np.nan),
            refused=(),
            notes=("whose beats these are is not known, so each counts as a patient of its own",),
            stamps=found.stamps,
            source=found.source,
            patients_known=False,
        )
