"""ECG pages from a folder per class, as hospitals and publishers hand them out."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

import numpy as np

from hfgnn.data.crop import check_crop
from hfgnn.data.manifest import MANIFEST, read_attributes, read_manifest, read_without_file
from hfgnn.data.patient_pattern import compile_pattern
from hfgnn.data.reading import Page, Progress, check_usable, read_pages
from hfgnn.data.without_image import with_patients
from hfgnn.types import Cohort, DataError, Records, Refusal


@dataclass(frozen=True, kw_only=True)
class EcgImages:
    """Image files in one folder per class.

    In names, bytes that are not UTF-8 are written as \\xe9. A line of the manifest without a file,
    but with a patient and a ``class``, is a patient without an image.

    Attributes:
        root: folder of the class folders.
        positive: classes that count as disease.
        crop: left, top, right, bottom of the used part of a page, as shares of its width and
            height; the whole page where None.
        min_side_px: least width and height of a page.
        max_megapixels: most megapixels of a page.
        manifest: name of the table in ``root`` that says whose page a file is; only one of the
            usual name, manifest.csv, may be missing.
        patient_columns: columns of that table under which the patient may stand, in this order.
        patient_pattern: regular expression with one group, the patient, searched in the path
            below ``root``, for files whose patient the manifest does not know.
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
        folders = self._folders(root)
        classes = [_printable(folder.name) for folder in folders]
        positive = self._positive(classes)
        files = self._files(root, folders)
        known = self._known(root, files)
        pages = self._pages(files, known, positive)
        records, refused = read_pages(
            pages,
            crop=crop,
            min_side_px=self.min_side_px,
            max_megapixels=self.max_megapixels,
            near_duplicate_bits=self.near_duplicate_bits,
            progress=progress,
        )
        records = with_patients(records, self._without_file(root, classes), positive)
        sides = (("positive", 1), ("negative", 0)) if positive else (("", 0),)
        for name, label in sides:
            side = [c for c in classes if (c in positive) == (label == 1)]
            self._check_side(
                name, side, num_usable=int((records.label == label).sum()), refused=refused
            )
        return Cohort(
            records=records,
            refused=refused + self._missing(root, files, known),
            stamps=_stamps(pages, records),
            positive=positive,
            source=_source(root, records),
            crop=crop,
            attributes=self._attributes(root) if known else {},
        )

    def _without_file(self, root: Path, classes: Sequence[str]) -> dict[str, str]:
        """Class of each patient without an image."""
        path = root / self.manifest
        if not os.path.lexists(path):
            return {}
        return read_without_file(path, patient_columns=self.patient_columns, classes=classes)

    def _attributes(self, root: Path) -> dict[str, dict[str, str]]:
        return read_attributes(root / self.manifest, patient_columns=self.patient_columns)

    def _folders(self, root: Path) -> list[Path]:
        """The class folders, sorted."""
        if not root.is_dir():
            raise self._root_error("it must be a folder with one folder per class")
        folders = [root / name for name in self._list(root) if (root / name).is_dir()]
        if not folders:
            raise self._root_error("it must hold one folder per class, and holds no folder")
        return folders

    def _positive(self, classes: Sequence[str]) -> tuple[str, ...]:
        """The classes that count as disease, each once, checked against the class folders.

        An audit may leave them out; then no page has disease.
        """
        positive = tuple(dict.fromkeys(_printable(name) for name in self.positive))
        if not positive:
            return positive
        for name in positive:
            if name not in classes:
                near = get_close_matches(name, classes, n=1)
                hint = f"; did you mean {near[0]!r}?" if near else ""
                raise DataError(
                    f"data.positive names {name!r}, but the class folders "
                    f"are {', '.join(classes)}{hint}"
                )
        if set(classes) == set(positive):
            raise DataError(
                f"data.positive is {list(positive)}, but it must name at least one of the "
                f"class folders and leave at least one: {', '.join(classes)}"
            )
        return positive

    def _root_error(self, rule: str) -> DataError:
        return DataError(f"data.root is {self.root!r}, but {rule}")

    def _list(self, folder: Path) -> list[str]:
        """Names in a folder without the hidden ones, sorted."""
        try:
            return sorted(name for name in os.listdir(folder) if not name.startswith("."))
        except OSError as error:
            rule = f"its folder {_printable(folder.name)} cannot be listed ({error.strerror})"
            raise self._root_error(rule) from error

    def _files(self, root: Path, folders: Sequence[Path]) -> dict[str, Path]:
        """All files in the class folders by their printable paths below ``root``, sorted."""
        paths = []
        waiting = list(folders)
        while waiting:
            folder = waiting.pop()
            for name in self._list(folder):
                path = folder / name
                if path.is_dir() and not path.is_symlink():  # a link could lead in a circle
                    waiting.append(path)
                elif path.is_file() or path.is_symlink():
                    paths.append(path)
        if not paths:
            classes = ", ".join(_printable(folder.name) for folder in folders)
            raise self._root_error(f"its class folders hold no files: {classes}")
        files: dict[str, Path] = {}
        for path in sorted(paths, key=str):
            name = _printable(path.relative_to(root).as_posix())
            if name in files:
                raise self._root_error(f"two of its files would both be called {name}")
            files[name] = path
        return files

    def _known(self, root: Path, files: Mapping[str, Path]) -> dict[str, str]:
        """Patient of each file that the manifest names; nobody's where it may be missing."""
        path = root / self.manifest
        if not os.path.lexists(path):
            if self.manifest == MANIFEST:
                return {}
            raise DataError(
                f"data.manifest is {self.manifest!r}, but data.root, {self.root!r}, "
                "holds no such file"
            )
        known = read_manifest(path, patient_columns=self.patient_columns)
        if known.keys().isdisjoint(files):
            first = next(iter(known), None)
            named = f"{first} first, but neither it nor a later one is" if first else "no file"
            raise DataError(
                f"{path.name} names {named} in the class folders of {self.root!r}; "
                f"files must be named as in {next(iter(files))}"
            )
        return known

    def _pages(
        self, files: Mapping[str, Path], known: Mapping[str, str], positive: Sequence[str]
    ) -> list[Page]:
        """All files with their class, their label and, where somebody knows, their patient."""
        found = self._found(files)
        pages = []
        for name, path in files.items():
            class_name = name.split("/")[0]
            patient = known.get(name) or found.get(name)
            pages.append(Page(path, name, class_name, int(class_name in positive), patient))
        return pages

    def _found(self, names: Iterable[str]) -> dict[str, str]:
        """Patient of each file in whose name ``patient_pattern`` finds one."""
        if self.patient_pattern is None:
            return {}
        pattern = compile_pattern(self.patient_pattern)
        names = list(names)
        matches = {name: pattern.search(name) for name in names}
        found = {name: match[1] for name, match in matches.items() if match and match[1]}
        if not found:
            raise DataError(
                f"data.patient_pattern is {self.patient_pattern!r}, but it finds a patient in no "
                f"file name, such as {names[0]}"
            )
        return found

    def _missing(
        self, root: Path, files: Mapping[str, Path], known: Mapping[str, str]
    ) -> tuple[Refusal, ...]:
        """Files that the manifest names and that are no candidates."""
        where = {True: "hidden or outside the class folders", False: "not in the folder"}
        return tuple(
            Refusal(file, f"named in {self.manifest}, but {where[(root / file).is_file()]}")
            for file in sorted(set(known) - set(files))
        )

    def _check_side(
        self, name: str, classes: Sequence[str], *, num_usable: int, refused: Sequence[Refusal]
    ) -> None:
        """That one side has pages."""
        ours = [refusal for refusal in refused if refusal.file.split("/")[0] in classes]
        pages = f"no page of its {name} classes ({', '.join(classes)})".replace("  ", " ")
        check_usable(num_usable, f"data.root is {self.root!r}, but {pages}", ours)


def _printable(name: str) -> str:
    """A file name as UTF-8 can hold it: a byte that is not UTF-8 becomes, say, \\xe9."""
    return os.fsencode(name).decode("utf-8", "backslashreplace")


def _stamps(pages: Sequence[Page], records: Records) -> tuple[str, ...]:
    """How many readable pages nobody is known to own, if there are any."""
    without = {page.record_id for page in pages if page.patient_id is None}
    unknown = sum(name in without for name in records.record_id.tolist())
    return (f"patients unknown for {unknown} of {len(records)} pages",) if unknown else ()


def _source(root: Path, records: Records) -> str:
    classes = len(np.unique(records.class_name))
    return f"{len(records)} pages in {classes} classes under {_printable(root.name)}"
