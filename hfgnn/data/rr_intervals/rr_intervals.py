"""Recordings of heartbeats over a day: variability as columns, and a picture of the same day."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from hfgnn.data.cache import cache_folder
from hfgnn.data.crop import check_crop
from hfgnn.data.drawn import in_threads, save_page, writing_to
from hfgnn.data.image import Unreadable, read_bytes
from hfgnn.data.reading import Page, Progress, check_usable, read_pages
from hfgnn.data.remembered import remembered
from hfgnn.data.rr_intervals.folder import ClassFile, class_files
from hfgnn.data.rr_intervals.picture import draw
from hfgnn.data.rr_intervals.recorded import Recorded, notes_of
from hfgnn.data.rr_intervals.series import LONGEST_MS, SHORTEST_MS, Series, judge
from hfgnn.data.rr_intervals.text import Typed, Unusable, parse
from hfgnn.data.rr_intervals.variability import COLUMNS, measure
from hfgnn.types import Cohort, Measurements, Refusal

VERSION = "1"  # raise when the same file gives another picture or other numbers than before

LONGEST_HOURS = 24.0
"""Right edge of a tachogram where recordings are taken in full."""


@dataclass(frozen=True, kw_only=True)
class RrIntervals:
    """Text files with one interval per line, in one folder per class; a file is a patient.

    Attributes:
        root: folder of the class folders.
        positive: classes that count as disease.
        least_hours: a shorter recording is refused.
        same_length: whether only the first ``least_hours`` of each recording are used, so that
            its length tells nothing.
        least_filled: share of the used time that counted intervals must fill.
        intervals: "all" counts each interval of 0.3 to 2 s, "normal" only those between normal
            beats.
        picture: "poincare", "tachogram" or "both".
        crop: left, top, right, bottom of the used part of a picture, as shares; None for all.
        min_side_px, max_megapixels, near_duplicate_bits: as for ``read_pages``.
    """

    root: str
    positive: Sequence[str]
    least_hours: float
    same_length: bool
    least_filled: float
    intervals: str
    picture: str
    crop: Sequence[float] | None
    min_side_px: int
    max_megapixels: float
    near_duplicate_bits: int

    def read(self, progress: Progress) -> Cohort:
        """The cohort, its pictures drawn first where they are not in the cache.

        Raises:
            DataError: the folder or the cache cannot be used, or no recording of a class can.
        """
        crop = check_crop(self.crop)
        files = class_files(Path(self.root), self.positive)
        made = self._make(files, progress)
        recorded = {
            file.name: one
            for file, one in zip(files, made, strict=True)
            if isinstance(one, Recorded)
        }
        pages = [self._page(file, recorded[file.name]) for file in files if file.name in recorded]
        records, unreadable = read_pages(
            pages,
            crop=crop,
            min_side_px=self.min_side_px,
            max_megapixels=self.max_megapixels,
            near_duplicate_bits=self.near_duplicate_bits,
            progress=progress,
        )
        refused = (*(one for one in made if isinstance(one, Refusal)), *unreadable)
        for label, side in enumerate(("of the other classes", "of " + " or ".join(self.positive))):
            num = int((records.label == label).sum())
            check_usable(num, f"data.root is {self.root!r}, but no recording {side}", refused)
        names = records.record_id.tolist()
        kept = [recorded[name] for name in names]
        return Cohort(
            records=records,
            refused=refused,
            stamps=(),
            positive=tuple(str(name) for name in self.positive),
            source=self._source(int(records.label.sum()), len(names)),
            crop=crop,
            measured=Measurements(
                records.record_id, COLUMNS, np.array([one.values for one in kept])
            ),
            unit="recording",
            notes=notes_of(
                kept,
                records.label.tolist(),
                ectopic=self._ectopic,
                hours=self.least_hours if self.same_length else None,
            ),
        )

    @property
    def _ectopic(self) -> bool:
        return str(self.intervals) == "all"

    def _source(self, num_positive: int, num: int) -> str:
        used = f"the first {self.least_hours:g} h" if self.same_length else "the whole"
        return (
            f"RR intervals of {num} patients, {num_positive} of them {' or '.join(self.positive)}; "
            f"{used} of each recording measured, and drawn as picture {self.picture}"
        )

    def _page(self, file: ClassFile, one: Recorded) -> Page:
        patient = file.name.removesuffix(file.path.suffix)
        label = int(file.class_name in self.positive)
        return Page(Path(one.page), file.name, file.class_name, label, patient)

    def _make(self, files: Sequence[ClassFile], progress: Progress) -> list[Recorded | Refusal]:
        """Numbers and picture of each file, or why there are none."""
        folder = cache_folder() / "rr_intervals"
        with writing_to(folder):
            folder.mkdir(parents=True, exist_ok=True)
        return in_threads(
            lambda file: self._one(file, folder),
            files,
            progress=progress,
            description="Measuring recordings",
        )

    def _one(self, file: ClassFile, folder: Path) -> Recorded | Refusal:
        """Found by the bytes of the file and the settings, and made where it is not there."""
        try:
            content = read_bytes(file.path)
        except Unreadable as error:
            return Refusal(file.name, str(error))
        settings = (VERSION, self.least_hours, self.same_length, self.least_filled)
        read_as = repr((*settings, str(self.intervals), str(self.picture)))
        key = hashlib.sha256(read_as.encode() + content).hexdigest()
        page = folder / f"{key}.jpg"
        known = remembered("rr_intervals", key, lambda: self._told(content, page))
        if reason := known.get("reason"):
            return Refusal(file.name, reason)
        if not page.is_file():  # only the picture was deleted
            self._told(content, page)
        return Recorded(page=str(page), **known)

    def _told(self, content: bytes, page: Path) -> dict[str, Any]:
        """All that a file tells, as JSON can hold it, once its picture is drawn."""
        try:
            typed = parse(content)
            series = self._series(typed)
            used = self._used(series)
        except Unusable as error:
            return {"reason": str(error)}
        shown = self.least_hours if self.same_length else LONGEST_HOURS
        save_page(draw(str(self.picture), used, hours=shown), page)
        return {
            "values": measure(used).tolist(),
            "offset_s": typed.offset_ms / 1000,
            "hours": series.hours,
            "num_intervals": len(used.rr_ms),
            "num_in_range": int(used.in_range.sum()),
            "num_normal": int(used.normal.sum()),
            "milliseconds": typed.milliseconds,
        }

    def _series(self, typed: Typed) -> Series:
        return judge(
            typed.rr_ms, between_normal_beats=typed.between_normal_beats, ectopic=self._ectopic
        )

    def _used(self, series: Series) -> Series:
        """The part that is measured and drawn.

        Raises:
            Unusable: too short, or too few intervals count.
        """
        if series.hours < self.least_hours:
            raise Unusable(
                f"it lasts {series.hours:.3g} h, but it must last {self.least_hours:g} h"
            )
        used = series.first(self.least_hours) if self.same_length else series
        filled = used.filled_hours / used.hours
        if filled < self.least_filled:
            kind = "" if self._ectopic else " between normal beats"
            raise Unusable(
                f"intervals{kind} of {SHORTEST_MS / 1000:g} to {LONGEST_MS / 1000:g} s fill "
                f"{filled:.3g} of its time, but they must fill {self.least_filled:g}"
            )
        return used
