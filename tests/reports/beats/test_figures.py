from dataclasses import replace

import numpy as np
import pytest
from PIL import Image

from hfgnn.reports.beats.errors import worst_records
from hfgnn.reports.beats.figures import FIGURES, beat_captions, write_beat_figures
from hfgnn.reports.beats.mean_beats import called_otherwise
from hfgnn.reports.canvas import png_width


def texts_of(figure):
    return " ".join(
        text.get_text() for text in figure.findobj(lambda one: hasattr(one, "get_text"))
    )


@pytest.mark.parametrize("name", FIGURES)
def test_every_figure_carries_the_stamps(finished, name):
    text = texts_of(FIGURES[name](finished))
    for stamp in finished.metrics["stamps"]:
        assert stamp in text


def test_every_figure_is_written_and_has_a_caption(finished, tmp_path):
    pictures = write_beat_figures(finished, tmp_path)
    assert list(pictures) == [*FIGURES, "strip_1"]
    assert beat_captions(finished).keys() == pictures.keys()
    for name, content in pictures.items():
        path = tmp_path / "figures" / f"{name}.png"
        assert path.read_bytes() == content
        assert Image.open(path).size[0] == png_width(content) > 400
    assert "1 of 4 beats are called wrongly" in beat_captions(finished)["strip_1"]["caption"]


def test_the_forest_has_a_panel_per_class_and_a_line_per_model(finished):
    figure = FIGURES["classes"](finished)
    titles = [axes.get_title(loc="left") for axes in figure.axes]
    assert titles == ["macro-F1", "F1 of N", "F1 of S", "F1 of V"]
    text = texts_of(figure)
    for model, table in finished.metrics["classes"].items():
        for of_class in table.values():
            assert f"{of_class['f1']['value']:.3f}" in text, model
    assert "majority class" in text


def test_the_confusion_shows_counts_and_shares_of_each_class(finished):
    figure = FIGURES["confusion"](finished)
    counts = np.array(finished.metrics["confusion"]["xgb_features"])
    assert counts.sum() == 240
    text = texts_of(figure)
    share = counts[1, 0] / counts[1].sum()
    assert f"{counts[1, 0]}\n{share:.1%}" in text
    assert "of 2 seeds together" in text


def test_errors_are_counted_by_recording(finished):
    records = worst_records(finished)
    wrong = finished.network.predicted != finished.network.label
    totals = [wrong[finished.network.record_id == one.record_id].sum() / 2 for one in records]
    assert totals == sorted(totals, reverse=True)
    bars = FIGURES["errors"](finished).axes[0].patches
    assert sum(bar.get_width() for bar in bars) == pytest.approx(sum(totals))


def test_without_errors_there_is_no_such_figure(finished, tmp_path):
    right = 0.1 + 0.7 * np.eye(3)[finished.network.label]
    perfect = replace(finished, network=replace(finished.network, probability=right))
    assert "errors" not in write_beat_figures(perfect, tmp_path)
    with pytest.raises(ValueError, match="xgb_features calls every beat rightly"):
        FIGURES["errors"](perfect)


def test_of_many_recordings_the_worst_are_drawn(finished, monkeypatch):
    monkeypatch.setattr("hfgnn.reports.beats.errors.MOST_RECORDS", 2)
    figure = FIGURES["errors"](finished)
    assert "1 more with fewer" in texts_of(figure)
    names = [text.get_text() for text in figure.axes[0].get_yticklabels()]
    assert names == [one.record_id for one in worst_records(finished)[:2]]


def test_the_mean_beat_is_that_of_the_tested_beats_of_a_class(finished):
    axes = FIGURES["mean_beats"](finished).axes[2]
    tested = finished.beats.take(finished.splits[0].parts.test)
    assert axes.lines[0].get_ydata() == pytest.approx(
        tested.signal[tested.label == 2, 0].mean(axis=0)
    )
    assert axes.lines[0].get_xdata()[tested.mark] == 0


def test_beats_called_otherwise_are_those_of_the_first_seed(finished):
    tested = finished.beats.take(finished.splits[0].parts.test)
    first = finished.network.seed == 0
    wrong = (finished.network.predicted != finished.network.label)[first]
    assert np.array_equal(called_otherwise(finished, tested), wrong)
    others = replace(finished.network, sample=finished.network.sample + 1)
    assert not called_otherwise(replace(finished, network=others), tested).any()


def test_a_class_without_beats_has_an_empty_panel(finished):
    rows = finished.splits[0].parts.test
    rows = rows[finished.beats.label[rows] != 1]
    split = replace(finished.splits[0], parts=replace(finished.splits[0].parts, test=rows))
    axes = FIGURES["mean_beats"](replace(finished, splits=(split,))).axes[1]
    assert axes.get_title(loc="left") == "S: 0 beats"
    assert not axes.lines
