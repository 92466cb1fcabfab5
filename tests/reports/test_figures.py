from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from matplotlib.image import AxesImage
from matplotlib.patches import Rectangle
from PIL import Image

from hfgnn.reports.canvas import png_bytes, png_width, stamp_lines
from hfgnn.reports.confusion import confusion_counts
from hfgnn.reports.figures import FIGURES, write_figures
from hfgnn.reports.pages import blurred_outside, example_rows


def texts_of(figure):
    return " ".join(
        text.get_text() for text in figure.findobj(lambda one: hasattr(one, "get_text"))
    )


@pytest.mark.parametrize("name", FIGURES)
def test_every_figure_carries_the_stamps(finished, name):
    text = texts_of(FIGURES[name](finished))
    for stamp in finished.metrics["stamps"]:
        assert stamp in text


def test_every_figure_is_written_as_png(bare, tmp_path):
    pictures = write_figures(bare, tmp_path)
    assert list(pictures) == list(FIGURES)
    for name, content in pictures.items():
        path = tmp_path / "figures" / f"{name}.png"
        assert path.read_bytes() == content
        assert Image.open(path).size[0] == png_width(content) > 400


def test_no_stamp_is_broken_between_lines():
    assert stamp_lines(["one", "two", "three and more"], letters=10) == [
        "one · two",
        "three and more",
    ]


def test_the_confusion_counts_every_test_page_once(finished):
    counts = confusion_counts(finished.network)
    called = finished.network.predicted == 1
    assert counts.sum() == 30
    assert counts[1].sum() == 10
    assert counts[1, 0] == ((finished.network.label == 1) & ~called).sum()
    assert f"{counts[1, 1]}\n" in texts_of(FIGURES["confusion"](finished))


def test_the_forest_names_every_model_and_its_score(finished):
    text = texts_of(FIGURES["forest"](finished))
    assert "same, without edges" in text
    assert "majority class" in text
    assert f"{finished.metrics['models']['gcn']['auroc']['value']:.3f}" in text


def test_the_graph_says_how_many_rows_it_shows(finished, monkeypatch):
    assert "30 rows" in texts_of(FIGURES["graph"](finished))
    monkeypatch.setattr("hfgnn.reports.graph_picture.MOST_ROWS", 20)
    assert "20 of 30 rows, drawn by lot" in texts_of(FIGURES["graph"](finished))


def test_example_pages_are_originals_of_their_class(finished):
    records = finished.cohort.records
    assert example_rows(records, "heart_failure").tolist() == [1, 16]
    copies = records.change(copy=(np.arange(30) < 10).astype(np.int64))
    assert example_rows(copies, "heart_failure")[0] == 10
    assert example_rows(records, "nobody").tolist() == []


def test_the_crop_is_framed_and_the_rest_of_a_page_blurred(finished):
    cropped = replace(finished, cohort=replace(finished.cohort, crop=(0.1, 0.2, 0.9, 0.8)))
    frames = [
        patch.get_bbox().bounds
        for patch in FIGURES["pages"](cropped).findobj(Rectangle)
        if patch.get_linestyle() == "--"
    ]
    assert frames == [(12, 20, 95, 59)] * 4
    page = Image.fromarray(np.random.default_rng(0).integers(0, 255, (100, 120, 3), dtype=np.uint8))
    before, after = np.asarray(page), np.asarray(blurred_outside(page, (12, 20, 108, 80)))
    assert (after[20:80, 12:108] == before[20:80, 12:108]).all()
    assert after[:18].std() < before[:18].std() / 3


def test_header_and_footer_of_real_pages_without_a_crop_cannot_be_read(finished, bare):
    stripes = np.zeros((600, 800, 3), dtype=np.uint8)
    stripes[:, ::8] = 255
    for path in finished.cohort.records.path[[0, 1, 15, 16]]:
        Image.fromarray(stripes).save(path)

    def contrast(run, top, bottom):
        (picture, *_) = FIGURES["pages"](run).findobj(AxesImage)
        pixels = np.asarray(picture.get_array(), dtype=float)
        height = len(pixels)
        return pixels[int(top * height) : int(bottom * height)].std()

    assert contrast(bare, 0, 0.15) < contrast(bare, 0.3, 0.8) / 5
    assert contrast(bare, 0.97, 1) < contrast(bare, 0.3, 0.8) / 5
    assert contrast(finished, 0, 0.15) == pytest.approx(contrast(finished, 0.3, 0.8), rel=0.1)


def test_a_page_that_is_gone_is_named_as_not_shown(finished):
    Path(finished.cohort.records.path[0]).unlink()
    assert "not shown:\nthere is no such file any more" in texts_of(FIGURES["pages"](finished))


def test_scores_without_interval_are_drawn(bare):
    for scores in bare.metrics["models"].values():
        scores["auroc"] = {"value": 0.5}
    bare.metrics["comparisons"].clear()
    assert png_bytes(FIGURES["forest"](bare)).startswith(b"\x89PNG")
