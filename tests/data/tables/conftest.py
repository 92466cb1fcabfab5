"""A table as a user would hand it in."""

import pytest

from hfgnn.data.tables.measured_table import MeasuredTable

USUAL = {
    "target": "ill",
    "positive": ["1"],
    "negative": None,
    "patient_column": None,
    "site_column": None,
    "categories": [],
    "missing": [],
    "missing_words": ["?", "NA", "nan"],
    "leave_out": [],
    "follow_up": [],
    "keep_follow_up": False,
    "female_codes": ["female", "f"],
    "male_codes": ["male", "m"],
    "most_levels": 20,
    "max_refused_share": 0.4,
}


@pytest.fixture
def usual():
    """Settings that every table has."""
    return USUAL


@pytest.fixture
def table(tmp_path):
    """Makes the source of a file with this text or these bytes."""

    def make(text, **changes):
        path = tmp_path / "table.csv"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return MeasuredTable(path=str(path), **USUAL | changes)

    return make


@pytest.fixture
def read(table):
    """Reads it."""

    def make(text, **changes):
        return table(text, **changes).read(lambda items, /, **_: items)

    return make
