"""Whether something else than the trace tells the classes apart: size, colours, header, footer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from hfgnn.audits.looks import INK_SIZE, Looks, look_at
from hfgnn.audits.probe import Probe, ProbeResult
from hfgnn.audits.ranking import Columns
from hfgnn.data.cache import cache_folder
from hfgnn.data.crop import Crop
from hfgnn.data.reading import Progress, exact_copies
from hfgnn.types import Evidence, Finding, Records, Severity

SHORTCUT = "shortcut in the image"
LABEL, CLASS = "the label", "the class"
TRACE = "the trace area"

CACHE_FILE = "looks.sqlite"

PATCH_COLUMNS, PATCH_LINES = 16, 8
"""Cells of the ink that are read together, 32 patches in all: a few printed words."""


@dataclass(frozen=True)
class Block:
    """One kind of shortcut.

    Attributes:
        field: of ``Looks``.
        name: in sentences.
        severity: where it tells the classes apart.
        is_cut: whether a crop cuts it away, which makes it a note.
        advice: what to do where it tells the classes apart.
    """

    field: str
    name: str
    severity: Severity
    is_cut: bool
    advice: str


_ENCODE = "encode all classes in one way, or report the scores beside this one"
_STRIP = "cut it away with data.crop"
_PAPER = "compare with what the colour of the paper alone tells"
BLOCKS = (
    Block("file_size", "the file size", Severity.warning, False, _ENCODE),
    Block(
        "image_size",
        "the image size",
        Severity.warning,
        False,
        "bring all pages to one size before anything",
    ),
    Block("encoding", "the file format and quality", Severity.warning, False, _ENCODE),
    # The ink is the trace's own, so that this may be the disease.
    Block("colours", "the colours with the ink", Severity.note, False, _PAPER),
    Block(
        "paper",
        "the colour of the paper",
        Severity.warning,
        False,
        "use grey pages with a common background",
    ),
    Block("header", "the header", Severity.warning, True, _STRIP),
    Block("footer", "the footer", Severity.warning, True, _STRIP),
)


@dataclass(frozen=True)
class Shortcuts:
    """What was measured, and which of it is a finding.

    Attributes:
        results: of every probe, that of the trace area first.
        findings: one for each shortcut above chance.
    """

    results: tuple[ProbeResult, ...]
    findings: tuple[Finding, ...]


def find_shortcuts(
    records: Records, *, crop: Crop | None, probe: Probe, progress: Progress
) -> Shortcuts:
    """Measure how well file, colours, header and footer tell label and class without the trace.

    The trace area itself is measured by the same small probe, for comparison. Each content is
    looked at once; pages whose copies contradict each other are left out.

    Args:
        records: the pages.
        crop: the used part of a page; where None, the middle counts as the trace area.
        probe: how it is measured.
        progress: shows how many files are looked at.
    """
    kept = records.take(exact_copies(records)[0])
    if not len(kept):
        return Shortcuts((), ())
    cache_file = cache_folder() / CACHE_FILE
    looks = look_at(kept, crop=crop, cache_file=cache_file, progress=progress)
    trace = tuple(_measure(kept, readings(looks, "trace"), TRACE, probe))
    found = [
        (block, tuple(_measure(kept, readings(looks, block.field), block.name, probe)))
        for block in BLOCKS
    ]
    findings = tuple(
        _finding(block, results, trace, is_seen=not (block.is_cut and crop is not None))
        for block, results in found
        if any(result.is_above_chance for result in results)
    )
    return Shortcuts(trace + tuple(one for _, results in found for one in results), findings)


def readings(looks: Looks, field: str) -> tuple[Columns, ...]:
    """The ways in which a block is read: numbers as they are, a part of the page in several.

    A part is read as a small grey picture, by its ink summed along lines and along columns, and
    patch by patch, since what a printed number tells is lost among all else that is printed.

    Args:
        looks: of all pages.
        field: of ``Looks``.

    Shapes:
        returns: each (pages, columns).
    """
    whole: Columns = getattr(looks, field)
    ink: Columns | None = getattr(looks, f"{field}_ink", None)
    if ink is None or not ink.size:
        return (whole,)
    columns, lines = INK_SIZE
    cells = ink.reshape(-1, lines, columns)
    # pages, patches downward, lines, patches across, columns
    patches = ink.reshape(
        -1, lines // PATCH_LINES, PATCH_LINES, columns // PATCH_COLUMNS, PATCH_COLUMNS
    )
    each = patches.transpose(1, 3, 0, 2, 4).reshape(-1, len(ink), PATCH_LINES * PATCH_COLUMNS)
    return whole, cells.mean(axis=1), cells.mean(axis=2), *each


def _measure(
    records: Records, read: tuple[Columns, ...], name: str, probe: Probe
) -> Iterator[ProbeResult]:
    """For the label, and for the class where there are more than two."""
    targets = {LABEL: records.label, CLASS: records.class_name}
    for target, kind in targets.items():
        if target == CLASS and len(np.unique(kind)) < 3:
            continue
        result = probe.measure_best(read, kind, records.group, name=name, target=target)
        if result is not None:
            yield result


def _finding(
    block: Block,
    results: tuple[ProbeResult, ...],
    trace: tuple[ProbeResult, ...],
    *,
    is_seen: bool,
) -> Finding:
    above = [result for result in results if result.is_above_chance]
    told = " and ".join(
        f"{one.target} with AUROC {one.auroc} (chance {one.chance.value:.3f})" for one in above
    )
    pages = f"{above[0].num_rows} different pages"
    seen = "" if is_seen else "; the crop cuts it away"
    return Finding(
        name=SHORTCUT,
        severity=block.severity if is_seen else Severity.note,
        what=f"by {block.name} alone a small model tells {told} on {pages}{seen}",
        where=(block.name,),
        evidence=tuple(_evidence(results, trace)),
        advice=block.advice if is_seen else "keep the crop",
    )


def _evidence(
    results: tuple[ProbeResult, ...], trace: tuple[ProbeResult, ...]
) -> Iterator[Evidence]:
    area = {result.target: result.auroc for result in trace}
    for result in results:
        yield result.evidence()
        if result.target in area:
            score = result.evidence().score
            yield Evidence(score, result.auroc, area[result.target], f"the same probe on {TRACE}")
