"""Lines that are there more than once, as in copies that are handed on."""

import numpy as np
import pytest

from hfgnn.data.reading import exact_copies
from hfgnn.data.tables.content import contents, patients_of
from hfgnn.types import DataError

RNG = np.random.default_rng(0)


@pytest.fixture
def handed_on():
    """1,025 lines that are only 302 different ones, as the best-known copy of Cleveland is."""
    ages, pressures = RNG.integers(29, 78, 302), RNG.integers(94, 200, 302)
    others = RNG.integers(0, 4, (302, 6))
    lines = [
        ",".join(map(str, [age, pressure, *other, number % 2]))
        for number, (age, pressure, other) in enumerate(zip(ages, pressures, others, strict=True))
    ]
    order = np.concatenate([np.arange(302), RNG.integers(0, 302, 723)])
    text = "\n".join(lines[number] for number in order.tolist())
    return f"age,trestbps,a,b,c,d,e,f,target\n{text}\n", order


def test_a_copy_of_many_repeated_lines_holds_as_many_patients_as_there_are(read, handed_on):
    text, order = handed_on
    records = read(text, target="target", categories=["a", "b"]).records
    keep, duplicates = exact_copies(records)
    assert len(records) == 1025
    assert keep.tolist() == list(range(302))
    assert len(duplicates) == 723
    assert {one.note for one in duplicates} == {"exact copy"}
    # No line may stand on another side of a split than the line that it repeats.
    assert (records.group == records.group[order]).all()


def test_equal_cells_written_differently_are_copies():
    told = contents({"a": ["1.0", "1", "2"], "b": ["x", "x", "x"]}).bytes_of
    assert told[0] != told[1]  # in so few columns, equal lines are no wonder
    wide = {str(name): [str(one), f"{one}.0", str(one + 1)] for name, one in enumerate(range(30))}
    first, second, third = contents(wide).bytes_of
    assert first == second != third


def test_cells_cannot_run_into_each_other():
    many = {str(name): ["1", "1"] for name in range(30)}
    first, second = contents({"a": ["12", "1"], "b": ["3", "23"], **many}).bytes_of
    assert first != second


def test_each_line_says_whose_it_is_or_is_a_patient_of_its_own():
    assert patients_of(None, {}, ["line 2", "line 3"]) == ["line 2", "line 3"]
    assert patients_of("who", {"who": ["a", "b"]}, ["line 2", "line 3"]) == ["a", "b"]
    with pytest.raises(DataError, match="who is empty in 1 lines"):
        patients_of("who", {"who": ["a", ""]}, ["line 2", "line 3"])
