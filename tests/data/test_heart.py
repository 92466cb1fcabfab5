"""A simulated heart moves with severity, and only as far as the effect says."""

from dataclasses import asdict, fields

import numpy as np
import pytest

from hfgnn.data.heart import Heart, draw_heart


def hearts(severity, effect, *, count=200):
    """Column name to values of many patients, the same patients for each severity."""
    drawn = [
        draw_heart(severity, effect, generator=np.random.default_rng(number))
        for number in range(count)
    ]
    return {
        field.name: np.array([getattr(heart, field.name) for heart in drawn])
        for field in fields(Heart)
    }


def test_without_effect_severity_changes_nothing():
    for number in range(20):
        drawn = [
            draw_heart(severity, 0.0, generator=np.random.default_rng(number))
            for severity in (0.0, 0.4, 1.0)
        ]
        assert drawn[0] == drawn[1] == drawn[2]


def test_severity_leaves_the_random_numbers_of_the_trace_alone():
    left = []
    for severity in (0.0, 1.0):
        generator = np.random.default_rng(3)
        draw_heart(severity, 1.0, generator=generator)
        left.append(generator.integers(1 << 60))
    assert left[0] == left[1]


@pytest.mark.parametrize(
    "name", ["rate_bpm", "qrs_ms", "pr_ms", "qtc_ms", "left_block", "st_mv", "ectopic_fraction"]
)
def test_these_rise_with_severity(name):
    assert hearts(0.9, 1.0)[name].mean() > hearts(0.1, 1.0)[name].mean()


@pytest.mark.parametrize("name", ["r_mv", "t_fraction", "rate_variability"])
def test_these_fall_with_severity(name):
    assert hearts(0.9, 1.0)[name].mean() < hearts(0.1, 1.0)[name].mean()


def test_the_t_wave_of_severe_failure_is_often_inverted():
    assert (hearts(0.9, 1.0)["t_fraction"] < 0).mean() > 0.1
    assert (hearts(0.1, 1.0)["t_fraction"] < 0).mean() < 0.02


def test_atrial_fibrillation_is_commoner_in_severe_failure():
    severe = hearts(0.9, 1.0)["fibrillation_mv"] > 0
    mild = hearts(0.1, 1.0)["fibrillation_mv"] > 0
    assert severe.mean() > 0.15 > mild.mean()


def test_a_stronger_effect_moves_the_heart_further():
    rates = [hearts(0.9, effect)["rate_bpm"].mean() for effect in (0.0, 0.5, 1.0, 2.0)]
    assert rates == sorted(rates)


def test_the_classes_overlap():
    severe, mild = hearts(0.7, 1.0), hearts(0.3, 1.0)
    for name in ("rate_bpm", "qrs_ms", "r_mv", "t_fraction"):
        assert max(severe[name].min(), mild[name].min()) < min(severe[name].max(), mild[name].max())


@pytest.mark.parametrize(("severity", "effect"), [(0.0, 1.0), (1.0, 1.0), (0.0, 3.0), (1.0, 3.0)])
def test_every_heart_is_believable(severity, effect):
    drawn = hearts(severity, effect)
    for name, low, high in [
        ("rate_bpm", 45, 150),
        ("qrs_ms", 70, 190),
        ("pr_ms", 115, 230),
        ("qtc_ms", 350, 520),
        ("left_block", 0, 1),
        ("r_mv", 0.15, 5),
        ("rate_variability", 0, 0.3),
        ("ectopic_fraction", 0, 0.3),
    ]:
        assert low <= drawn[name].min(), name
        assert drawn[name].max() <= high, name


def test_a_heart_is_made_of_plain_numbers():
    heart = draw_heart(0.5, 1.0, generator=np.random.default_rng(0))
    assert all(type(value) is float for value in asdict(heart).values())
