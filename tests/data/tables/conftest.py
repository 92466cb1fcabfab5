"""A table as a user would hand it in."""

import pytest
from hydra import compose, initialize_config_dir

from hfgnn.config.check import check
from hfgnn.config.place import settings_folder
from hfgnn.config.store import register
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


@pytest.fixture
def composed_audit():
    """The settings of an audit with these overrides."""

    def make(*overrides):
        register()
        with initialize_config_dir(str(settings_folder("conf")), version_base="1.3"):
            return check(compose("audit", overrides=list(overrides)))

    return make
