"""What the report says of heat maps, and that it says so when a check has failed."""

from dataclasses import replace

import numpy as np
import pytest

from hfgnn.reports.canvas import png_bytes
from hfgnn.reports.heatmaps.looked import LookedAt, draw_looked
from hfgnn.reports.heatmaps.sections import in_short, sections


def estimate(value: float) -> dict[str, float]:
    return {"value": value, "low": value - 0.1, "high": value + 0.1}


@pytest.fixture
def metrics():
    took = {"median": 0.25, "slowest": 0.9}
    batch = {"all_ms": took, "heatmap_ms": {"median": 0.05, "slowest": 0.06}}
    return {
        "stamps": ["simulated records"],
        "network": "heatmap_cnn",
        "classes": {"heatmap_cnn": {name: {"auroc": estimate(0.9)} for name in "NSV"}},
        "heatmap": {
            "name": "scalogram", "rows": 32, "columns": 40, "channels": 1, "weights": 13601,
        },
        "real_time": {"fits": 5, "batch_1": batch, "batch_256": batch, "beat_ms": 800.0},
        "looking": {
            "pictures": 300,
            "kept_when_randomised": estimate(0.1),
            "drop": estimate(0.4),
            "drop_elsewhere": estimate(0.05),
            "difference": estimate(0.35),
            "empty": 0.02,
            "passed": {"randomised weights": True, "deletion": True},
        },
        "digits": {
            "source": "some digits", "training": 100, "validation": 20, "test": 30, "epoch": 3,
            "accuracy": 0.99, "required": 0.98, "weights": 13944, "seconds": 2.0, "passed": True,
        },
    }  # fmt: skip


def looked(**changes) -> LookedAt:
    generator = np.random.default_rng(0)
    beat = LookedAt(
        title="100",
        label="N",
        called="N",
        picture=generator.random((32, 40)),
        spoke=np.linspace(0, 1, 32 * 40).reshape(32, 40),
        signal=generator.normal(size=(1, 325)),
        time_ms=(np.arange(325) - 162) / 0.36,
        hz=tuple(np.geomspace(45, 2, 32)),
    )
    return replace(beat, **changes)


def words(parts) -> str:
    return " ".join(text for part in parts for text in (part.title, *part.paragraphs))


def test_time_is_that_of_all_fits_beside_the_time_of_a_beat(metrics):
    said = words(sections(metrics, [looked()]))
    assert "takes 1.25 ms" in said
    assert "less than 800 ms, some 640 times as long" in said
    del metrics["real_time"]["beat_ms"]
    assert "times as long" not in words(sections(metrics, [looked()]))


def test_two_classes_have_their_auroc_on_the_terminal(metrics):
    assert "AUROC" not in " ".join(in_short(metrics))
    metrics["classes"] = {
        "heatmap_cnn": {"normal": {"auroc": estimate(0.7)}, "infarction": {"auroc": estimate(0.8)}}
    }
    assert next(in_short(metrics)).startswith("AUROC of infarction: 0.800")


def test_a_single_fit_is_not_said_to_be_averaged(metrics):
    metrics["real_time"]["fits"] = 1
    said = words(sections(metrics, [looked()]))
    assert "An answer takes 0.25 ms." in said
    assert "averages" not in said


def test_a_figure_of_each_class_is_there_with_its_caption(metrics):
    shown = [looked(), looked(label="V", called="N"), looked(label="V", called="V")]
    figures = sections(metrics, shown)[1]
    assert list(figures.figures) == list(figures.captions) == ["looked_N", "looked_V"]
    titles = [axes.get_title(loc="left") for axes in figures.figures["looked_V"].axes]
    assert [one for one in titles if one] == ["100: called N, is V", "100: called V"]


def test_failed_checks_are_said_in_the_report_and_on_the_terminal(metrics):
    passed = " ".join(in_short(metrics))
    assert "both checks passed" in passed
    assert "digits check passed" in passed
    metrics["looking"]["passed"] = {"randomised weights": False, "deletion": False}
    metrics["digits"] |= {"passed": False, "accuracy": 0.9}
    said = words(sections(metrics, [looked()]))
    assert "should not be believed" in said
    assert "counts for no more than other pixels" in said
    assert "cannot read digits: this check has failed" in said
    short = " ".join(in_short(metrics))
    assert "check failed: randomised weights, deletion" in short
    assert "digits check FAILED: accuracy 0.900" in short


def test_without_the_digits_there_is_no_word_of_them(metrics):
    del metrics["digits"]
    assert len(sections(metrics, [looked()])) == 2
    assert "digits" not in " ".join(in_short(metrics))


def test_the_signal_has_the_time_axis_of_its_heat_map():
    for hz in (looked().hz, None):
        figure = draw_looked([looked(hz=hz)], stamps=())
        picture, marked, wave = figure.axes
        assert picture.get_xlim() == marked.get_xlim() == wave.get_xlim()
        left, right = wave.get_xlim()
        assert left == pytest.approx(-450, abs=3)
        assert right == pytest.approx(450, abs=3)


def test_high_frequencies_are_above_low_ones_and_stand_at_their_rows():
    figure = draw_looked([looked()], stamps=())
    axes = figure.axes[0]
    assert axes.get_ylim()[0] > axes.get_ylim()[1]
    ticks = dict(zip([one.get_text() for one in axes.get_yticklabels()], axes.get_yticks(),
                     strict=True))  # fmt: skip
    rows = {name: np.abs(np.array(looked().hz) - float(name)).argmin() for name in ticks}
    assert list(ticks) == ["2", "5", "10", "20", "40"]
    for name, row in rows.items():
        assert ticks[name] == pytest.approx(row, abs=1)


def test_a_beat_of_which_nothing_speaks_is_drawn_and_several_leads_too():
    empty = looked(spoke=np.zeros((32, 40)), signal=np.zeros((12, 325)), hz=None)
    figure = draw_looked([empty, empty], stamps=("simulated records",))
    assert png_bytes(figure).startswith(b"\x89PNG")
    assert "nothing" in [text.get_text() for text in figure.axes[2].texts]


def test_nothing_to_draw_is_an_error():
    with pytest.raises(ValueError, match="there is no beat to draw"):
        draw_looked([], stamps=())
