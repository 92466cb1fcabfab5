"""Beats in a table: the layout of the Kaggle heartbeat files."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from hfgnn.data.reading import Progress
from hfgnn.data.recordings.symbols import CLASS_OF, UNNAMED
from hfgnn.types import DataError
from hfgnn.types.beats import UNKNOWN, Beats

STAMP = "patients unknown"


@dataclass(frozen=True)
class ReadBeats:
    """The beats of some tables.

    Attributes:
        beats: table after table, in the order of their lines; a table's name is the record_id of
            its beats, whose patient, group, place and RR intervals nobody knows.
        stamps: what every result made from these data must carry.
        source: one phrase for the report that says which data these are.
    """

    beats: Beats
    stamps: tuple[str, ...]
    source: str


@dataclass(frozen=True, kw_only=True)
class BeatTable:
    """CSV files with one beat per line: its samples, then the number of its class; no header.

    mitbih_train.csv and mitbih_test.csv have the five classes N, S, V, F, Q; ptbdb_normal.csv and
    ptbdb_abnormal.csv have 0 for normal and 1 for abnormal. The files do not say whose a beat is,
    so the beats of one patient stand in the training file and in the test file, and no split of
    them can keep patients apart.

    Attributes:
        paths: the files.
        classes: name of each class, in the order of their numbers.
        samples: values per beat.
        sampling_hz: samples per second.
        lead: name of the one lead.
    """

    paths: Sequence[str]
    classes: Sequence[str]
    samples: int
    sampling_hz: float
    lead: str

    def read(self, progress: Progress) -> ReadBeats:
        """All beats of all files.

        Raises:
            DataError: a file is not such a table; the sentence names the line.
        """
        paths = [Path(path) for path in self.paths]
        names = _names(paths)
        tables = [
            self._table(path)
            for path in progress(paths, total=len(paths), description="Reading tables")
        ]
        values = np.concatenate([table[:, :-1] for table in tables])
        label = np.concatenate([table[:, -1] for table in tables]).astype(np.int64)
        record_id = np.repeat(np.array(names), [len(table) for table in tables])
        source = f"{len(label):,} beats of {', '.join(names)}"
        return ReadBeats(self._beats(values, label, record_id), (STAMP,), source)

    def _beats(
        self, values: NDArray[np.float32], label: NDArray[np.int64], record_id: NDArray[np.str_]
    ) -> Beats:
        count = len(label)
        unknown = np.full(count, UNKNOWN, dtype=np.int64)
        nowhere = np.full(count, np.nan, dtype=np.float32)
        # The name of an AAMI class is also the symbol of one of its beats.
        symbols = np.array([name if name in CLASS_OF else UNNAMED for name in self.classes])
        return Beats(
            signal=np.ascontiguousarray(values[:, None]),
            label=label,
            symbol=symbols[label],
            record_id=record_id,
            patient_id=np.full(count, "", dtype=np.str_),
            group=unknown,
            sample=unknown,
            number=unknown,
            previous_rr_s=nowhere,
            next_rr_s=nowhere,
            classes=tuple(self.classes),
            leads=(self.lead,),
            sampling_hz=self.sampling_hz,
            mark=0,
        )

    def _table(self, path: Path) -> NDArray[np.float32]:
        """Values and label of each line, checked, (beats, samples + 1)."""
        import pandas

        try:
            # Without a header: the first line is a beat too.
            frame = pandas.read_csv(path, header=None, dtype=np.float32)
        except OSError as error:
            reason = error.strerror or error
            raise DataError(
                f"data.paths names {path.name}, which cannot be read ({reason})"
            ) from None
        except ValueError:  # also what pandas says of an empty or a ragged table
            raise self._first_wrong(path) from None
        table = np.asarray(frame, dtype=np.float32)
        label = table[:, -1]
        is_right = table.shape[1] == self.samples + 1 and bool(np.isfinite(table).all())
        if not is_right or not np.isin(label, np.arange(len(self.classes))).all():
            raise self._first_wrong(path)
        return table

    def _first_wrong(self, path: Path) -> DataError:
        """What is wrong with the first line that is."""
        cells: list[str] = []
        try:
            with path.open(newline="", encoding="utf-8-sig") as file:
                lines = csv.reader(file)
                for cells in lines:
                    if cells and (wrong := self._wrong(cells)):
                        return DataError(f"{path.name}, line {lines.line_num}{wrong}")
        except (UnicodeDecodeError, csv.Error):
            return DataError(f"{path.name} is no text, but it must be a CSV file of beats")
        found = "is not as its first lines" if cells else "holds no beat"
        return DataError(f"{path.name} {found}, but it must have one beat per line")

    def _wrong(self, cells: Sequence[str]) -> str:
        """What is wrong with a line, as the rest of a sentence."""
        if len(cells) != self.samples + 1:
            return (
                f" has {len(cells)} columns, but it must have {self.samples} values "
                "and the number of a class"
            )
        for column, cell in enumerate(cells, start=1):
            if not _is_finite(cell):
                return f", column {column} is {cell!r}, but it must be a number"
        if float(cells[-1]) not in range(len(self.classes)):
            numbers = ", ".join(f"{number} ({name})" for number, name in enumerate(self.classes))
            return f" has the class {cells[-1]}, but it must be one of {numbers}"
        return ""


def _names(paths: Sequence[Path]) -> list[str]:
    names = [path.stem for path in paths]
    if twice := sorted({name for name in names if names.count(name) > 1}):
        raise DataError(f"data.paths names two files {', '.join(twice)}, but each must be another")
    return names


def _is_finite(cell: str) -> bool:
    try:
        return bool(np.isfinite(np.float32(cell)))
    except ValueError:
        return False
