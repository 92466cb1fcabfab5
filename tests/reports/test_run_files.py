"""What a run writes, an audit reads again."""

from dataclasses import fields

import numpy as np
import pytest

from hfgnn.reports.files import write_files
from hfgnn.reports.run_files import read_json, read_predictions, read_splits
from hfgnn.types import DataError


def test_predictions_come_back_to_the_last_digit(finished, tmp_path):
    write_files(finished, tmp_path)
    again = read_predictions(tmp_path)
    assert [one.model for one in again] == [
        one.model for one in (finished.network, *finished.controls)
    ]
    for one, other in zip((finished.network, *finished.controls), again, strict=True):
        for field in fields(one):
            assert np.array_equal(getattr(one, field.name), getattr(other, field.name)), field.name


def test_splits_and_metrics_come_back(finished, tmp_path):
    write_files(finished, tmp_path)
    assert len(read_splits(tmp_path)) == 60
    assert read_json(tmp_path / "metrics.json")["network"] == "gcn"


def test_a_missing_file_is_refused_with_its_name(tmp_path):
    with pytest.raises(DataError, match=r"predictions\.csv is no readable table of a finished run"):
        read_predictions(tmp_path)
    with pytest.raises(DataError, match=r"run\.json is no readable file of a finished run"):
        read_json(tmp_path / "run.json")


def test_a_table_of_something_else_is_refused_with_what_it_lacks(tmp_path):
    (tmp_path / "splits.csv").write_text("repeat,fold,part\n")
    with pytest.raises(DataError, match=r"splits\.csv has no column record, patient, group"):
        read_splits(tmp_path)


def test_a_cell_that_is_no_number_is_refused(finished, tmp_path):
    write_files(finished, tmp_path)
    path = tmp_path / "predictions.csv"
    path.write_text(path.read_text().replace("page0.png,0,0,", "page0.png,x,0,"))
    with pytest.raises(DataError, match=r"predictions\.csv cannot be used: .*'x'"):
        read_predictions(tmp_path)
