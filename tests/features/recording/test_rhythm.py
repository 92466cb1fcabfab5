"""Columns of a recording stand beside its page, and never where there is none."""

import numpy as np
import pytest

from hfgnn.features.recording.measured import COLUMNS, SHAPE_COLUMNS
from hfgnn.features.recording.none import NoRecording
from hfgnn.features.recording.rhythm import Rhythm
from hfgnn.types import Cohort, DataError


def silent(items, /, **_):
    return items


def cohort(records, recordings):
    return Cohort(records, (), (), ("mi",), "pages", None, recordings=recordings)


@pytest.fixture
def two(ptbxl_folder, make_records):
    """Pages 0 to 2, of which the first two have a recording."""
    root = ptbxl_folder([{}, {}])
    records = make_records([0, 1, 1])
    paths = {f"page{row}": str(root / f"records100/0000{row + 1}_lr") for row in range(2)}
    return records, cohort(records, paths)


def rhythm(*, shape=False):
    return Rhythm(shape=shape, max_gap_s=0.1, max_flat_s=5)


@pytest.mark.parametrize("shape", [False, True])
def test_each_page_has_the_columns_of_its_recording(two, shape):
    numbers = rhythm(shape=shape).numbers(*two, progress=silent)
    assert numbers.columns == COLUMNS + (SHAPE_COLUMNS if shape else ())
    assert numbers.values.shape == (3, 80 if shape else 8)
    assert np.isfinite(numbers.values[:2]).all()
    assert (numbers.values[0] != numbers.values[1]).any()


def test_a_page_without_a_recording_has_missing_numbers(two):
    assert np.isnan(rhythm().numbers(*two, progress=silent).values[2]).all()


def test_a_recording_that_cannot_be_read_any_more_is_missing(two):
    records, read = two
    broken = cohort(records, dict(read.recordings) | {"page1": "/nowhere/00002_lr"})
    values = rhythm().numbers(records, broken, progress=silent).values
    assert np.isnan(values).all(axis=1).tolist() == [False, True, True]


def test_a_copy_has_the_columns_of_its_original(two):
    records, read = two
    copy = records.take(np.array([1])).change(
        record_id=np.array(["page1#1"]), parent=np.array(["page1"])
    )
    numbers = rhythm().numbers(records, read, progress=silent).values
    np.testing.assert_array_equal(
        rhythm().numbers(copy, read, progress=silent).values, numbers[[1]]
    )


def test_pages_without_recordings_are_refused(make_records):
    records = make_records([0, 1])
    with pytest.raises(DataError, match="recording is 'rhythm', but the data are pages without"):
        rhythm().numbers(records, cohort(records, {}), progress=silent)


def test_none_has_no_columns(two):
    numbers = NoRecording().numbers(*two, progress=silent)
    assert (numbers.values.shape, numbers.columns) == ((3, 0), ())
