"""Example pages of each class, as the run read them."""

from pathlib import Path

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from PIL import Image, ImageFilter

from hfgnn.data.crop import Crop
from hfgnn.data.image import Unreadable, crop_box, load
from hfgnn.reports.canvas import GREY, VERMILLION, empty_figure
from hfgnn.reports.finished import Finished
from hfgnn.types import Records, Rows

PER_CLASS = 2
MOST_CLASSES = 4
SIDE_PX = 640

TRACE_AREA: Crop = (0.0, 0.19, 1.0, 0.95)
"""What an ECG page shows between header and footer, where print may name the patient."""


def draw_pages(finished: Finished) -> Figure:
    """Two pages of each class; the part that is used is framed, the rest is blurred.

    Where no crop says what may name a patient, header and footer of real pages are blurred.
    """
    records = finished.cohort.records
    names = list(dict.fromkeys(records.class_name.tolist()))[:MOST_CLASSES]
    figure = empty_figure(7.6, 0.3 + 2.75 * max(len(names), 1), stamps=finished.metrics["stamps"])
    grid = figure.subplots(max(len(names), 1), PER_CLASS, squeeze=False)
    for axes in grid.ravel():
        axes.set_axis_off()
    for line, name in zip(grid, names, strict=False):
        is_ill = name in finished.cohort.positive
        title = f"{name.replace('_', ' ')}{' (counts as disease)' if is_ill else ''}"
        line[0].set_title(title, fontsize=10, loc="left")
        for axes, row in zip(line, example_rows(records, name), strict=False):
            _draw_page(
                axes,
                Path(records.path[row]),
                crop=finished.cohort.crop,
                hides_margins=hides_margins(finished),
            )
    return figure


def hides_margins(finished: Finished) -> bool:
    """Whether header and footer must be unreadable though they are used: on real pages."""
    return finished.cohort.crop is None and "simulated cohort" not in finished.metrics["stamps"]


def example_rows(records: Records, class_name: str) -> Rows:
    """The first page of a class and the one in the middle of it, copies left aside."""
    is_page = (records.copy == 0) & (records.path != "")
    rows = np.flatnonzero((records.class_name == class_name) & is_page)
    return np.unique(rows[[0, len(rows) // 2]]) if len(rows) else rows


def _draw_page(axes: Axes, path: Path, *, crop: Crop | None, hides_margins: bool) -> None:
    try:
        page = load(path, least_side_px=SIDE_PX, crop=None)
        page.thumbnail((2 * SIDE_PX, SIDE_PX))
        box = None if crop is None else crop_box(page.size, crop)
    except Unreadable as error:
        axes.text(0.5, 0.5, f"not shown:\n{error}", ha="center", va="center", fontsize=8, wrap=True)
        return
    if hides_margins:
        axes.imshow(blurred_outside(page, crop_box(page.size, TRACE_AREA)))
    else:
        axes.imshow(page if box is None else blurred_outside(page, box))
    axes.add_patch(Rectangle((0, 0), page.width - 1, page.height - 1, fill=False, color=GREY))
    if box is not None:
        left, top, right, bottom = box
        axes.add_patch(
            Rectangle(
                (left, top),
                right - left - 1,
                bottom - top - 1,
                fill=False,
                edgecolor=VERMILLION,
                linewidth=1.4,
                linestyle="--",
            )
        )


def blurred_outside(page: Image.Image, box: tuple[int, int, int, int]) -> Image.Image:
    """The page with everything outside ``box`` unreadable, since it may name the patient."""
    result = page.filter(ImageFilter.GaussianBlur(max(page.size) / 60))
    result.paste(page.crop(box), box[:2])
    return result
