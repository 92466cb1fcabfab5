"""The setting that cuts header and footer from a page."""

from __future__ import annotations

from collections.abc import Sequence

from hfgnn.types import DataError

Crop = tuple[float, float, float, float]
"""Left, top, right, bottom of the used part of a page, as shares of its width and height."""


def check_crop(crop: Sequence[float] | None) -> Crop | None:
    """The crop as a tuple of four shares, or None for the whole page.

    Raises:
        DataError: not four numbers with 0 <= left < right <= 1 and 0 <= top < bottom <= 1.
    """
    if crop is None:
        return None
    if len(crop) == 4:
        left, top, right, bottom = (float(share) for share in crop)
        if 0 <= left < right <= 1 and 0 <= top < bottom <= 1:
            return left, top, right, bottom
    raise DataError(
        f"data.crop is {list(crop)}, but it must be left, top, right, bottom as shares of width "
        "and height, with 0 <= left < right <= 1 and 0 <= top < bottom <= 1"
    )
