"""Folds with other columns stand side by side, and in shap.csv."""

import csv

import numpy as np
import pytest

from hfgnn.reports.ensembles.patients import Patients
from hfgnn.reports.ensembles.shap_table import write_shap


def test_levels_are_added_and_what_a_fold_lacks_adds_nothing(explained) -> None:
    patients = Patients.of(explained)
    assert patients.names == ("age_years", "pain", "bnp")
    assert patients.contributions("xgboost").tolist() == [
        [2.0, 1.5, 0.0],
        [-1.0, -0.5, 0.0],
        [0.5, -0.25, 0.0],
        [-1.0, 0.5, 3.0],
        [0.5, 0.0, -1.0],
    ]


def test_sums_are_still_the_answers(explained) -> None:
    patients = Patients.of(explained)
    margin = np.concatenate([one.contributions["xgboost"].margin for one in explained])
    base = [patients.base(patient, "xgboost") for patient in range(5)]
    np.testing.assert_allclose(patients.contributions("xgboost").sum(axis=1) + base, margin)


def test_numbers_have_units_and_levels_have_none(explained) -> None:
    numbers = Patients.of(explained).numbers()
    assert numbers[:, 0].tolist() == [70, 50, 65, 55, 62]
    assert np.isnan(numbers[:, 1]).all()
    assert np.isnan(numbers[:3, 2]).all()
    assert numbers[3:, 2].tolist() == [1.5, -1.5]


def test_values_in_words(explained) -> None:
    patients = Patients.of(explained)
    told = [patients.value(patient, "pain") for patient in range(5)]
    assert told == ["typical", "none", "not typical or none", "typical", "not typical"]
    assert patients.value(0, "bnp") == ""


def test_nobody_explained_is_refused() -> None:
    with pytest.raises(ValueError, match="no fold explains its test rows"):
        Patients.of([])


def test_the_table_has_a_line_for_each_patient_and_measurement(explained, tmp_path) -> None:
    write_shap(explained, tmp_path)
    with (tmp_path / "shap.csv").open() as file:
        lines = list(csv.DictReader(file))
    assert len(lines) == 15
    assert lines[0] == {
        "record": "ann",
        "column": "age_years",
        "value": "70",
        "forest_probability": "0.2",
        "xgboost_log_odds": "2",
    }
    assert [line["value"] for line in lines if line["record"] == "dan"] == [
        "55",
        "typical",
        "1.5 SD",
    ]


def test_without_explanations_there_is_no_table(tmp_path) -> None:
    write_shap([], tmp_path)
    assert list(tmp_path.iterdir()) == []
