"""Figures inside a page, so that it is one file."""

import base64
from collections.abc import Mapping

from hfgnn.reports.canvas import DPI, png_width

SCREEN_DPI = 100
"""At which all figures have letters of one size."""


def embedded(
    pictures: Mapping[str, bytes], captions: Mapping[str, Mapping[str, str]]
) -> dict[str, dict[str, str]]:
    """Source, width in pixels, caption and title of each figure, by name.

    Args:
        pictures: PNG files by name.
        captions: title and caption of each figure, by name.
    """
    return {
        name: {
            **captions[name],
            "source": f"data:image/png;base64,{base64.b64encode(picture).decode()}",
            "width": str(round(png_width(picture) * SCREEN_DPI / DPI)),
        }
        for name, picture in pictures.items()
    }
