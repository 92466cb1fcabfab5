"""Near duplicates of a cohort, found once for each set of pages, and kept together."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from hfgnn.data.duplicates import components, equal
from hfgnn.data.reading import Progress
from hfgnn.data.remembered import remembered
from hfgnn.types import Records

SEARCH = "1"  # raise when the same pages give other pairs than before

Pairs = tuple[tuple[int, int], ...]


def alike(records: Records, *, bits: int, progress: Progress) -> Pairs:
    """Rows of pages that show the same without being equal in their bytes, the smaller row first.

    Whoever looks at the same set of files again, gets what is in the cache. Records without a
    picture are like nothing.

    Args:
        records: the pages; of exact copies the first stands for all.
        bits: pages whose perceptual hashes differ in at most so many bits are the same.
        progress: shows how many pages are compared.
    """
    rows = np.flatnonzero(records.path != "")
    pages = records if len(rows) == len(records) else records.take(rows)
    contents, first = np.unique(pages.content_hash, return_index=True)
    row_of = dict(zip(contents.tolist(), rows[first].tolist(), strict=True))

    def search() -> list[list[str]]:
        from hfgnn.data.near_duplicates import near_duplicates  # imports OpenCV

        found = near_duplicates(pages, bits=bits, progress=progress)
        content = pages.content_hash.tolist()
        return [[content[pair.one], content[pair.other]] for pair in found]

    known = remembered("near_duplicates", "|".join((SEARCH, str(bits), *contents)), search)
    pairs = (sorted((row_of[one], row_of[other])) for one, other in known)
    return tuple(sorted((one, other) for one, other in pairs))


def kept_together(records: Records, pairs: Sequence[tuple[int, int]]) -> Records:
    """The records in groups that also hold near duplicates, so that no split parts them."""
    ends = np.array(pairs, dtype=np.int64).reshape(-1, 2).T
    group = components(len(records), [equal(records.group), (ends[0], ends[1])])
    return records.change(group=group)
