"""PTB-XL as patients: each twelve-lead recording drawn as an ECG page, age and sex beside it."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from hfgnn.data.cache import cache_folder
from hfgnn.data.crop import check_crop
from hfgnn.data.drawn import in_threads, save_page, writing_to
from hfgnn.data.furniture import draw_furniture
from hfgnn.data.leads import LEADS
from hfgnn.data.page import PAGE_SECONDS, draw_page
from hfgnn.data.ptbxl_database import PtbxlRecord, read_database
from hfgnn.data.reading import Page, Progress, check_usable, read_pages
from hfgnn.data.recordings.record import Reading, read_record
from hfgnn.types import Cohort, Refusal
from hfgnn.types.recording import Recording

VERSION = "1"  # raise when the same recording gives another page than before

NORMAL = "NORM"
ENDINGS = (".hea", ".dat")
FURNITURE = "25mm/s   10mm/mV   4*2.5s+1r"
"""All that is printed outside the traces: no name, number, date, age or sex."""


@dataclass(frozen=True, kw_only=True)
class Ptbxl:
    """Recordings with one of the ``positive`` superclasses, and those that are only normal.

    The others are left out, and counted. A recording that cannot be read is refused with its
    reason, and the others are read.

    Attributes:
        root: the data folder, or a part of it with both of its tables.
        positive: superclasses that count as disease.
        least_likelihood: per cent below which a statement does not count.
        sampling_hz: 100 or 500, which of the two files of each recording is read.
        max_gap_s: seconds without samples that are bridged; a longer gap is refused.
        max_flat_s: seconds without any change beyond which a lead counts as dead.
        crop: left, top, right, bottom of the used part of a page, as shares; None for the whole.
        min_side_px, max_megapixels, near_duplicate_bits: as for ``read_pages``.
    """

    root: str
    positive: Sequence[str]
    least_likelihood: float
    sampling_hz: int
    max_gap_s: float
    max_flat_s: float
    crop: Sequence[float] | None
    min_side_px: int
    max_megapixels: float
    near_duplicate_bits: int

    def read(self, progress: Progress) -> Cohort:
        """The cohort, its pages drawn first where they are not in the cache.

        Raises:
            DataError: the tables or the cache cannot be used, or no recording of one side can.
        """
        crop = check_crop(self.crop)
        listed = read_database(Path(self.root), least_likelihood=self.least_likelihood)
        wanted = {one: name for one in listed if (name := self._class(one))}
        drawn = self._draw(list(wanted), progress)
        pages = [
            Page(path, self._name(one), wanted[one], int(wanted[one] != NORMAL), one.patient_id)
            for one, path in drawn.items()
            if isinstance(path, Path)
        ]
        records, unreadable = read_pages(
            pages,
            crop=crop,
            min_side_px=self.min_side_px,
            max_megapixels=self.max_megapixels,
            near_duplicate_bits=self.near_duplicate_bits,
            progress=progress,
        )
        refused = (*(one for one in drawn.values() if isinstance(one, Refusal)), *unreadable)
        for label, side in enumerate((NORMAL, " or ".join(self.positive))):
            usable = int((records.label == label).sum())
            check_usable(
                usable, f"data.root is {self.root!r}, but no recording with {side}", refused
            )
        return Cohort(
            records=records,
            refused=refused,
            stamps=(),
            positive=tuple(str(name) for name in self.positive),
            source=_source(records.class_name.tolist(), len(listed), len(wanted)),
            crop=crop,
            attributes=_attributes({self._name(one): one for one in wanted}),
            recordings={
                name: str((Path(self.root) / name).absolute())
                for name in records.record_id.tolist()
            },
        )

    def recording(self, one: PtbxlRecord) -> Recording | Refusal:
        """The twelve leads of one recording in the order of ``LEADS``, or why it is refused."""
        how = Reading(
            leads=LEADS,
            num_leads=len(LEADS),
            sampling_hz=None,
            annotator=None,
            max_gap_s=self.max_gap_s,
            max_flat_s=self.max_flat_s,
        )
        name = self._name(one)
        read = read_record(
            Path(self.root) / name, record_id=name, patient_id=one.patient_id, how=how
        )
        if isinstance(read, Refusal):
            return read
        if other := read.attributes.get("instead"):
            return Refusal(name, f"it has lead {other}")
        if read.seconds < PAGE_SECONDS:
            return Refusal(
                name, f"it lasts {read.seconds:g} s, but a page shows {PAGE_SECONDS:g} s"
            )
        return read

    def _name(self, one: PtbxlRecord) -> str:
        return one.filename(self.sampling_hz)

    def _class(self, one: PtbxlRecord) -> str:
        """The first of ``positive`` that it has; NORM if it has nothing else; else nothing."""
        for name in self.positive:
            if name in one.superclasses:
                return str(name)
        return NORMAL if one.superclasses == (NORMAL,) else ""

    def _draw(
        self, wanted: Sequence[PtbxlRecord], progress: Progress
    ) -> dict[PtbxlRecord, Path | Refusal]:
        """The page of each recording in the cache, or why there is none."""
        folder = cache_folder() / "ptbxl"
        with writing_to(folder):
            folder.mkdir(parents=True, exist_ok=True)
        drawn = in_threads(
            lambda one: self._page(one, folder),
            wanted,
            progress=progress,
            description="Drawing pages",
        )
        return dict(zip(wanted, drawn, strict=True))

    def _page(self, one: PtbxlRecord, folder: Path) -> Path | Refusal:
        """Found by the bytes of its recording, and drawn where it is not there."""
        path = Path(self.root) / self._name(one)
        try:
            header, samples = (path.with_name(path.name + end).read_bytes() for end in ENDINGS)
        except OSError as error:
            missing = Path(error.filename or path).name
            return Refusal(self._name(one), f"{missing} is not there ({error.strerror})")
        read_as = (VERSION, self.max_gap_s, self.max_flat_s)
        key = _hash(repr(read_as).encode() + header + samples)
        page = folder / f"{key}.jpg"
        if page.is_file():
            return page
        recording = self.recording(one)
        if isinstance(recording, Refusal):
            return recording
        # Sheet and scanner are drawn from the samples, so that equal recordings have equal pages.
        save_page(draw_recording(recording, seed=int(_hash(samples)[:15], 16)), page)
        return page


def draw_recording(recording: Recording, *, seed: int) -> Image.Image:
    """A recording as a scanned page, each lead about its own median, as a recorder's filter does.

    Args:
        recording: at least ten seconds of the leads of ``LEADS``, in their order.
        seed: of the sheet and the scanner. Nothing else but the signal moves a pixel.
    """
    generator = np.random.default_rng(seed)
    furniture = replace(
        draw_furniture(generator), patient_number="", recorded_at="", recorder=FURNITURE
    )
    level = np.median(recording.signal, axis=0)
    leads: NDArray[np.float32] = (recording.signal - level).astype(np.float32).T
    return draw_page(leads, recording.sampling_hz, generator=generator, furniture=furniture)


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _attributes(records: Mapping[str, PtbxlRecord]) -> dict[str, dict[str, str]]:
    """What the table says: column to record_id to value, unknown ones left out."""
    told: dict[str, dict[str, str | None]] = {
        "sex": {name: one.sex for name, one in records.items()},
        "age_years": {
            name: None if one.age_years is None else f"{one.age_years:g}"
            for name, one in records.items()
        },
        "site": {name: one.site for name, one in records.items()},
        "device": {name: one.device for name, one in records.items()},
        "superclasses": {name: "+".join(one.superclasses) for name, one in records.items()},
        "strat_fold": {name: str(one.strat_fold) for name, one in records.items()},
    }
    return {
        column: {name: value for name, value in values.items() if value}
        for column, values in told.items()
    }


def _source(classes: Sequence[str], num_listed: int, num_wanted: int) -> str:
    """How many recordings of which superclass, and how many of neither."""
    counts = Counter(classes)
    normal = counts.pop(NORMAL)
    others = ", ".join(f"{count:,} {name}" for name, count in counts.items())
    left = num_listed - num_wanted
    return (
        f"PTB-XL, {others} and {normal:,} {NORMAL} recordings drawn as pages; "
        f"{left:,} of the {num_listed:,} listed are neither and left out"
    )
