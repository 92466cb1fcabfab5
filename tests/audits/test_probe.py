"""The probe finds what is there, and nothing in noise."""

from dataclasses import replace

import numpy as np
import pytest

from hfgnn.audits.probe import CHANCE, Probe
from hfgnn.audits.ranking import OutOfFold, permuted_rows


def noise(seed, rows=120, columns=6):
    rng = np.random.default_rng(seed)
    return rng.normal(size=(rows, columns)), rng.integers(0, 2, rows), rng.integers(0, 80, rows)


def measure(probe: Probe, x, kind, group):
    return probe.measure(x, kind, group, name="the columns", target="the label")


def test_a_column_that_carries_the_label_is_above_chance(probe):
    x, label, group = noise(0)
    x[:, 2] += 2 * label
    result = measure(probe, x, label, group)
    assert result.is_above_chance
    assert result.auroc.value > 0.85
    assert (result.num_rows, result.num_columns) == (120, 6)


def test_noise_is_not_above_chance_in_fifteen_tries(probe):
    results = [measure(probe, *noise(seed)) for seed in range(1, 16)]
    assert not any(result.is_above_chance for result in results)
    assert np.mean([result.auroc.value for result in results]) == pytest.approx(0.5, abs=0.04)
    assert np.mean([result.chance.value for result in results]) == pytest.approx(0.5, abs=0.04)


def test_columns_that_only_name_the_patient_are_chance(probe):
    """Pages of a patient look alike and share a label: only a split by patient sees through."""
    rng = np.random.default_rng(3)
    group = np.repeat(np.arange(40), 4)
    label = rng.integers(0, 2, 40)[group]
    x = rng.normal(size=(40, 30))[group] + rng.normal(scale=0.01, size=(160, 30))
    assert not measure(probe, x, label, group).is_above_chance
    apart = np.arange(160)  # as if each page were a patient
    assert measure(replace(probe, penalty=10.0, components=30), x, label, apart).auroc.value > 0.8


def test_three_classes_are_told_one_against_the_others(probe):
    x, _, group = noise(4)
    kind = np.array(["mi", "normal", "post_mi"])[np.arange(120) % 3]
    x[:, 0] += 3 * (kind == "mi")
    x[:, 1] += 3 * (kind == "normal")
    result = measure(probe, x, kind, group)
    assert result.auroc.value > 0.9
    assert result.chance.value == pytest.approx(0.5, abs=0.05)


def test_missing_values_are_filled_and_many_columns_reduced(probe):
    x, label, group = noise(5, columns=300)
    x[:, :40] += 1.5 * label[:, None]
    x[::7, 3] = np.nan
    x[:, 4] = np.nan
    result = measure(probe, x, label, group)
    assert result.num_columns == 299
    assert result.auroc.value > 0.9


def test_where_nothing_can_be_told_there_is_no_result(probe):
    x, label, group = noise(6)
    assert measure(probe, np.ones((120, 3)), label, group) is None
    assert measure(probe, np.empty((120, 0)), label, group) is None
    assert measure(probe, x, np.zeros(120), group) is None
    assert measure(probe, x, label, label) is None  # one group per class


def test_few_groups_make_few_folds(probe):
    x, label = np.arange(8.0)[:, None], np.array([0, 0, 0, 0, 1, 1, 1, 1])
    answers = probe.out_of_fold(x, label, np.array([0, 0, 1, 1, 2, 2, 3, 3]))
    assert len(set(answers.fold.tolist())) == 2


def test_no_group_is_in_two_folds(probe):
    x, label, group = noise(7)
    fold = probe.out_of_fold(x, label, group).fold
    assert all(len(set(fold[group == one].tolist())) == 1 for one in set(group.tolist()))


def test_the_same_seed_gives_the_same_numbers(probe):
    quick = replace(probe, permutations=2)
    first = measure(quick, *noise(8))
    assert measure(quick, *noise(8)) == first
    assert measure(replace(quick, seed=1), *noise(8)) != first


def best(probe, readings, kind, group):
    return probe.measure_best(readings, kind, group, name="the thing", target="the label")


def test_the_best_of_several_readings_is_found_among_noise(probe):
    x, label, group = noise(10)
    told = x + 1.5 * label[:, None]
    others = [noise(seed)[0] for seed in range(20, 30)]
    result = best(probe, [*others, told], label, group)
    alone = measure(probe, told, label, group)
    assert result.is_above_chance
    assert result.auroc == alone.auroc
    assert result.chance.value > alone.chance.value + 0.05  # of the best of eleven


def test_looking_in_many_ways_does_not_raise_false_alarms(probe):
    quick = replace(probe, resamples=20)
    for seed in range(8):
        _, label, group = noise(seed, rows=80)
        readings = [noise(100 * seed + one, rows=80)[0] for one in range(1, 25)]
        result = best(quick, readings, label, group)
        assert not result.is_above_chance
        assert result.chance.value > 0.56


def test_one_reading_is_what_measure_reads_and_constant_ones_are_passed_over(probe):
    x, label, group = noise(11)
    result = best(probe, [np.ones((120, 2)), x, np.empty((120, 0))], label, group)
    alone = measure(probe, x, label, group)
    assert replace(result, name=alone.name) == alone
    assert best(probe, [np.ones((120, 2))], label, group) is None
    assert best(probe, [], label, group) is None


def test_chance_is_that_of_the_permuted_labels_one_by_one(probe):
    x, label, group = noise(12)
    group = np.arange(120)
    fold = probe.out_of_fold(x, label, group).fold
    orders = permuted_rows(group, times=20, seed=0, within=fold)
    values = [
        OutOfFold(probe._answers(x, label[order][None], fold)[0].T, label[order], fold).auroc(
            np.ones((1, 120))
        )[0]
        for order in orders
    ]
    chance = measure(probe, x, label, group).chance
    assert chance.value == pytest.approx(np.mean(values))
    assert (chance.low, chance.high) == (pytest.approx(min(values)), pytest.approx(max(values)))


def test_evidence_is_the_score_beside_chance(probe):
    result = measure(probe, *noise(9))
    evidence = result.evidence()
    assert evidence.score == "AUROC of the columns for the label"
    assert (evidence.leaking, evidence.clean) == (result.auroc, result.chance)
    assert evidence.meaning_of_clean == CHANCE
