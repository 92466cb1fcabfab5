"""The simulated cohort: patients whose truth is known, drawn as ECG pages."""

from __future__ import annotations

import csv
import hashlib
import io
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image

from hfgnn.data.cache import cache_folder
from hfgnn.data.crop import check_crop
from hfgnn.data.drawn import in_threads, save_page, write, writing_to
from hfgnn.data.furniture import draw_furniture
from hfgnn.data.heart import draw_heart
from hfgnn.data.leads import record_leads
from hfgnn.data.manifest import MANIFEST
from hfgnn.data.page import PAGE_SECONDS, draw_page
from hfgnn.data.reading import Page, Progress, check_usable, read_pages
from hfgnn.types import Cohort

VERSION = 1
"""To be raised with every change that makes other pages from the same settings."""

SAMPLING_HZ = 500.0

CLASSES = ("normal", "heart_failure")
"""Name of each label."""

SEVERITY_BETA = ((2.0, 4.5), (4.5, 2.0))
"""Beta distribution of the severity, for each label; the two overlap."""

SEVERITY_STREAM, HEART_STREAM, FURNITURE_STREAM, ALLOTMENT_STREAM = 1, 2, 3, 4
"""Independent random numbers, so that sheet and scanner cannot know of heart or label."""


@dataclass(frozen=True)
class Patient:
    """One line of the manifest; ``severity`` runs from 0 to 1."""

    number: int
    file: str
    patient_id: str
    label: int
    severity: float


@dataclass(frozen=True, kw_only=True)
class Simulated:
    """A cohort of simulated patients with one page each.

    Attributes:
        patients: how many.
        prevalence: share of them with heart failure.
        effect: how far severity moves the ECG: 0 not at all, 1 by default.
        cohort_seed: of everything that is drawn.
        crop: left, top, right, bottom of the part of a page that is used, as shares.
        min_side_px, max_megapixels, near_duplicate_bits: as for ``read_pages``.
    """

    patients: int
    prevalence: float
    effect: float
    cohort_seed: int
    crop: list[float] | None
    min_side_px: int
    max_megapixels: float
    near_duplicate_bits: int

    def read(self, progress: Progress) -> Cohort:
        """The cohort, rendered first where it is not in the cache.

        Raises:
            DataError: the pages cannot be written, or the settings refuse every one.
        """
        crop = check_crop(self.crop)
        folder = self.pages(progress)
        pages = [
            Page(folder / one.file, one.file, CLASSES[one.label], one.label, one.patient_id)
            for one in self.draw_patients()
        ]
        records, refused = read_pages(
            pages,
            crop=crop,
            min_side_px=self.min_side_px,
            max_megapixels=self.max_megapixels,
            near_duplicate_bits=self.near_duplicate_bits,
            progress=progress,
        )
        check_usable(len(records), "no page of the simulated cohort", refused)
        return Cohort(
            records=records,
            refused=refused,
            stamps=("simulated cohort",),
            positive=(CLASSES[1],),
            source=f"{self.patients:,} simulated patients",
            crop=crop,
        )

    def pages(self, progress: Progress) -> Path:
        """The folder with all pages and their ``manifest.csv``, in the cache.

        Every file appears complete or not at all, and the manifest comes last: a folder that
        was interrupted is continued, and two runs may fill one folder.

        Raises:
            DataError: the folder cannot be made or written to.
        """
        folder = cache_folder() / "simulated" / self._fingerprint()
        with writing_to(folder):
            folder.mkdir(parents=True, exist_ok=True)
        patients = self.draw_patients()
        missing = [one for one in patients if not (folder / one.file).exists()]
        if missing:
            in_threads(
                lambda one: save_page(self.draw_page(one), folder / one.file),
                missing,
                progress=progress,
                description="Drawing pages",
            )
        if missing or not (folder / MANIFEST).exists():
            write(folder / MANIFEST, _tabulate(patients).encode())
        return folder

    def draw_patients(self) -> list[Patient]:
        """All patients, in the order of their file names, which is random."""
        order = self._generator(0, ALLOTMENT_STREAM).permutation(self.patients)
        diseased = set(order[: round(self.patients * self.prevalence)].tolist())
        patients = [self._draw_patient(number, diseased) for number in range(self.patients)]
        return sorted(patients, key=lambda one: one.file)

    def draw_page(self, patient: Patient) -> Image.Image:
        """The page of one patient, RGB."""
        generator = self._generator(patient.number, HEART_STREAM)
        heart = draw_heart(patient.severity, self.effect, generator=generator)
        leads = record_leads(heart, PAGE_SECONDS, sampling_hz=SAMPLING_HZ, generator=generator)
        generator = self._generator(patient.number, FURNITURE_STREAM)
        furniture = draw_furniture(generator)
        return draw_page(leads, SAMPLING_HZ, generator=generator, furniture=furniture)

    def _draw_patient(self, number: int, diseased: set[int]) -> Patient:
        label = int(number in diseased)
        return Patient(
            number=number,
            file=_hash(f"page {number} of cohort {self.cohort_seed}") + ".jpg",
            patient_id=f"simulated-{number:05d}",
            label=label,
            severity=self._generator(number, SEVERITY_STREAM).beta(*SEVERITY_BETA[label]),
        )

    def _generator(self, number: int, stream: int) -> np.random.Generator:
        return np.random.default_rng([self.cohort_seed, number, stream])

    def _fingerprint(self) -> str:
        drawn = (self.patients, self.prevalence, self.effect, self.cohort_seed)
        return _hash(f"version {VERSION} of {drawn}")


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _tabulate(patients: list[Patient]) -> str:
    """The manifest: what is true of each page."""
    text = io.StringIO()
    table = csv.writer(text, lineterminator="\n")
    table.writerow(["file", "patient_id", "label", "severity"])
    for one in patients:
        table.writerow([one.file, one.patient_id, CLASSES[one.label], f"{one.severity:.6f}"])
    return text.getvalue()
