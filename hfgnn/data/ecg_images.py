"""ECG pages from a folder per class, as hospitals and publishers hand them out."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

import numpy as np

from hfgnn.data.crop import check_crop
from hfgnn.data.manifest import read_manifest
from hfgnn.data.reading import Page, Progress, read_pages
from hfgnn.types import Cohort, DataError, Records, Refusal


@dataclass(frozen=True, kw_only=True)
class EcgImages:
    """Image files in one folder per class.

    Attributes:
        root: folder of the class folders.
        positive: classes that count as disease.
        crop: left, top, right, bottom of the used part of a page, as shares of its width and
            height; the whole page where None.
        min_side_px: least width and height of a page.
        max_megapixels: most megapixels of a page.
        manifest: name of the table in ``root`` that says whose page a file is, if there is one.
        patient_columns: columns of that table under which the patient may stand, in this order.
        patient_pattern: regular expression with one group, the patient, searched in the path
            below ``root`` of files whose patient the manifest does not know.
        near_duplicate_bits: pages whose hashes differ in at most this many of 1,024 bits stay
            together.
    """

    root: str
    positive: Sequence[str]
    crop: Sequence[float] | None
    min_side_px: int
    max_megapixels: float
    manifest: str
    patient_columns: Sequence[str]
    patient_pattern: str | None
    near_duplicate_bits: int

    def read(self, progress: Progress) -> Cohort:
        """All pages below ``root``, sorted by name, each decoded once to see that it can be.

        Raises:
            DataError: the folder, the manifest or a setting cannot be used, or no page of one
                side can.
        """
        crop = check_crop(self.crop)
        root = Path(self.root).resolve()
        classes = self._classes(root)
        files = self._files(root, classes)
        known = read_manifest(root / self.manifest, patient_columns=self.patient_columns)
        records, refused = read_pages(
            self._pages(root, files, known),
            crop=crop,
            min_side_px=self.min_side_px,
            max_megapixels=self.max_megapixels,
            near_duplicate_bits=self.near_duplicate_bits,
            progress=progress,
        )
        for name, label in (("positive", 1), ("negative", 0)):
            side = [c for c in classes if (c in self.positive) == (label == 1)]
            self._check_side(
                name, side, usable=int((records.label == label).sum()), refused=refused
            )
        return Cohort(
            records=records,
            refused=refused + self._missing(root, files, known),
            stamps=(),
            positive=tuple(self.positive),
            source=_source(root, records),
            crop=crop,
        )

    def _classes(self, root: Path) -> list[str]:
        """Names of the class folders, checked against ``positive``."""
        if not root.is_dir():
            raise self._root_error("it must be a folder with one folder per class")
        classes = [name for name in self._list(root) if (root / name).is_dir()]
        if not classes:
            raise self._root_error("it must hold one folder per class, and holds no folder")
        for name in self.positive:
            if name not in classes:
                near = get_close_matches(name, classes, n=1)
                hint = f"; did you mean {near[0]!r}?" if near else ""
                raise DataError(
                    f"data.positive names {name!r}, but the class folders "
                    f"are {', '.join(classes)}{hint}"
                )
        if not self.positive or set(classes) == set(self.positive):
            raise DataError(
                f"data.positive is {list(self.positive)}, but it must name at least one of the "
                f"class folders and leave at least one: {', '.join(classes)}"
            )
        return classes

    def _root_error(self, rule: str) -> DataError:
        return DataError(f"data.root is {self.root!r}, but {rule}")

    def _list(self, folder: Path) -> list[str]:
        """Names in a folder without the hidden ones, sorted."""
        try:
            return sorted(name for name in os.listdir(folder) if not name.startswith("."))
        except OSError as error:
            rule = f"its folder {folder.name} cannot be listed ({error.strerror})"
            raise self._root_error(rule) from error

    def _files(self, root: Path, classes: Sequence[str]) -> list[str]:
        """Paths of all files in the class folders, below ``root``, sorted."""
        files = []
        folders = list(classes)
        while folders:
            folder = folders.pop()
            for name in self._list(root / folder):
                path = root / folder / name
                if path.is_dir() and not path.is_symlink():  # a link could lead in a circle
                    folders.append(f"{folder}/{name}")
                elif path.is_file() or path.is_symlink():
                    files.append(f"{folder}/{name}")
        if not files:
            raise self._root_error(f"its class folders hold no files: {', '.join(classes)}")
        return sorted(files)

    def _pages(self, root: Path, files: Sequence[str], known: Mapping[str, str]) -> list[Page]:
        pattern = self._pattern()
        pages = []
        for file in files:
            patient = known.get(file)
            if not patient and pattern and (found := pattern.search(file)):
                patient = found[1]
            class_name = file.split("/")[0]
            label = int(class_name in self.positive)
            pages.append(Page(root / file, file, class_name, label, patient or None))
        return pages

    def _pattern(self) -> re.Pattern[str] | None:
        if self.patient_pattern is None:
            return None
        try:
            pattern = re.compile(self.patient_pattern)
        except re.error:
            pattern = None
        if pattern is None or pattern.groups != 1:
            raise DataError(
                f"data.patient_pattern is {self.patient_pattern!r}, "
                "but it must be a regular expression with one group"
            )
        return pattern

    def _missing(
        self, root: Path, files: Sequence[str], known: Mapping[str, str]
    ) -> tuple[Refusal, ...]:
        """Files that the manifest names and that are no candidates."""
        where = {True: "hidden or outside the class folders", False: "not in the folder"}
        return tuple(
            Refusal(file, f"named in {self.manifest}, but {where[(root / file).is_file()]}")
            for file in sorted(set(known) - set(files))
        )

    def _check_side(
        self, name: str, classes: Sequence[str], *, usable: int, refused: Sequence[Refusal]
    ) -> None:
        """That one side has pages."""
        if usable:
            return
        ours = [refusal for refusal in refused if refusal.file.split("/")[0] in classes]
        why = f"{len(ours)} files were refused"
        if ours:
            why += f", the first, {ours[0].file}: {ours[0].reason}"
        raise self._root_error(
            f"no page of its {name} classes ({', '.join(classes)}) can be used; {why}"
        )


def _source(root: Path, records: Records) -> str:
    classes = len(np.unique(records.class_name))
    return f"{len(records)} pages in {classes} classes under {root.name}"
