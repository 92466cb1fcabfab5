"""The four hospitals of UCI heart disease, with a header and without."""

import numpy as np
import pytest

from hfgnn.data.tables.heart_disease import COLUMNS, HeartDisease
from hfgnn.types import DataError

CLEVELAND = """63.0,1.0,1.0,145.0,233.0,1.0,2.0,150.0,0.0,2.3,3.0,0.0,6.0,0
67.0,1.0,4.0,160.0,286.0,0.0,2.0,108.0,1.0,1.5,2.0,3.0,3.0,2
67.0,0.0,4.0,120.0,229.0,0.0,2.0,129.0,1.0,2.6,2.0,?,7.0,1
"""
VA = "63,1,4,0,0,0,1,112,1,3,2,?,?,2\n44,1,4,130,209,0,1,127,0,0,?,?,?,0\n"


@pytest.fixture
def root(tmp_path):
    (tmp_path / "processed.cleveland.data").write_text(CLEVELAND)
    (tmp_path / "processed.va.data").write_text(VA)
    return tmp_path


@pytest.fixture
def read(root, usual):
    def make(*sites):
        heart = {
            "target": "target",
            "positive": ["1", "2", "3", "4"],
            "negative": ["0"],
            "categories": ["cp", "restecg", "slope", "thal"],
            "missing": ["chol:0", "trestbps:0"],
            "female_codes": ["0"],
            "male_codes": ["1"],
        }
        common = {name: one for name, one in usual.items() if not name.endswith("_column")}
        source = HeartDisease(root=str(root), sites=sites, **common | heart)
        return source.read(lambda items, /, **_: items)

    return make


def test_hospitals_stand_below_each_other_with_their_codes_as_levels(read):
    cohort = read("cleveland", "va")
    assert cohort.records.record_id.tolist() == [
        *("cleveland line 1", "cleveland line 2", "cleveland line 3"),
        *("va line 1", "va line 2"),
    ]
    assert cohort.records.label.tolist() == [0, 1, 1, 1, 0]
    assert cohort.records.class_name.tolist()[1] == "target=2"
    assert cohort.measured.levels["cp"] == ("1", "4")
    assert cohort.measured.levels["thal"] == ("3", "6", "7")
    assert set(cohort.attributes["site"].values()) == {"cleveland", "va"}
    assert cohort.attributes["sex"]["cleveland line 3"] == "female"
    assert cohort.attributes["sex"]["va line 1"] == "male"
    assert "site" not in cohort.measured.columns
    assert cohort.source == "5 lines of UCI heart disease (cleveland, va), 3 of them with disease"


def test_nobody_has_a_cholesterol_or_a_blood_pressure_of_zero(read):
    cohort = read("cleveland", "va")
    values = dict(zip(cohort.measured.columns, cohort.measured.values.T, strict=True))
    assert np.isnan(values["chol"]).tolist() == [False, False, False, True, False]
    assert np.isnan(values["trestbps"]).tolist() == [False, False, False, True, False]
    assert values["fbs"].tolist() == [1, 0, 0, 0, 0]


def test_a_header_changes_the_line_numbers_only(read, root):
    before = read("cleveland").measured.values
    (root / "processed.cleveland.data").write_text(",".join(COLUMNS) + "\n" + CLEVELAND)
    after = read("cleveland")
    assert np.array_equal(before, after.measured.values, equal_nan=True)
    assert after.records.record_id[0] == "cleveland line 2"


def test_other_columns_and_missing_files_are_refused(read, root):
    (root / "processed.va.data").write_text("a,b\n1,2\n")
    with pytest.raises(DataError, match=r"processed.va.data has the columns a, b, but must have"):
        read("va")
    (root / "processed.va.data").write_text(",".join(reversed(COLUMNS)) + "\n" + "1," * 13 + "1\n")
    with pytest.raises(DataError, match="has the columns target, thal"):
        read("va")
    with pytest.raises(DataError, match=r"data.root processed.hungarian.data cannot be read"):
        read("hungarian")
