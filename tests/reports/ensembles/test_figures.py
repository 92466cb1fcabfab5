"""Bars end at the answers, and points lie where the contributions are."""

import numpy as np
import pytest

from hfgnn.reports.canvas import png_bytes
from hfgnn.reports.ensembles.figures import draw_columns, draw_patient, short
from hfgnn.reports.ensembles.patients import Patients


@pytest.fixture
def patients(explained) -> Patients:
    return Patients.of(explained)


def texts(figure):
    return " ".join(text.get_text() for text in figure.texts)


def test_a_waterfall_runs_from_the_base_to_the_answer(patients) -> None:
    figure = draw_patient(patients, 3, stamps=["simulated cohort"])
    axes = figure.axes[1]
    bars = axes.patches
    assert bars[0].get_x() == pytest.approx(-0.5)
    assert bars[-1].get_x() + bars[-1].get_width() == pytest.approx(2.0)
    assert [bar.get_width() for bar in bars] == [3.0, -1.0, 0.5]
    names = [label.get_text() for label in axes.get_yticklabels()]
    assert names == ["bnp = 1.5 SD", "age_years = 55", "pain = typical"]
    assert "−0.50 of everybody, 2.00 of this one" in axes.get_title("left")
    assert "simulated cohort" in texts(figure)


def test_points_lie_where_the_contributions_are(patients) -> None:
    figure = draw_columns(patients, member="xgboost", stamps=["simulated cohort"])
    left, right = figure.axes
    assert [bar.get_width() for bar in left.patches] == pytest.approx([1.0, 0.8, 0.55])
    assert [label.get_text() for label in left.get_yticklabels()] == ["age_years", "bnp", "pain"]
    drawn = right.collections[0].get_offsets()
    assert np.asarray(drawn)[:, 0].tolist() == [2.0, -1.0, 0.5, -1.0, 0.5]
    colours = right.collections[0].get_facecolors()
    assert colours[0][0] > colours[0][2]  # the oldest is orange
    assert colours[1][0] < colours[1][2]  # the youngest is blue
    grey = right.collections[2].get_facecolors()[:, :3]
    assert (grey == grey[:, :1]).all()
    assert "simulated cohort" in texts(figure)
    assert png_bytes(figure).startswith(b"\x89PNG")


def test_points_of_one_place_stand_beside_each_other(patients) -> None:
    from hfgnn.reports.ensembles.figures import _beside

    offsets = _beside(np.array([1.0, 1.0, 1.0, 5.0]))
    assert sorted(offsets[:3].tolist()) == pytest.approx([-0.06, 0, 0.06])
    assert offsets[3] == 0
    assert np.abs(_beside(np.zeros(500))).max() < 0.45


def test_long_names_are_cut() -> None:
    assert short("age_years") == "age_years"
    assert len(short("a" * 60)) == 34
