"""A recording from a CSV file: what is read, and every refusal."""

import numpy as np
import pytest

from hfgnn.data.recordings.signal_table import choose_leads, read_signal_table
from hfgnn.types import DataError


@pytest.fixture
def table(tmp_path):
    def write(text: str):
        path = tmp_path / "night.csv"
        path.write_text(text)
        return path

    return write


def test_leads_and_rate_are_read(table):
    found = read_signal_table(table("MLII, V1\n0.1,1\n0.2,-1\n"), 360)
    assert (found.record_id, found.leads, found.sampling_hz) == ("night", ("MLII", "V1"), 360)
    np.testing.assert_allclose(found.signal, [[0.1, 1], [0.2, -1]], rtol=1e-6)
    assert len(found.sample) == 0


def test_a_column_of_times_tells_the_rate_and_is_no_lead(table):
    found = read_signal_table(table("time_s,II\n0,1\n0.004,2\n0.008,3\n"), None)
    assert found.sampling_hz == pytest.approx(250)
    assert found.leads == ("II",)


def test_times_printed_with_few_digits_are_even_enough(table):
    lines = "".join(f"{number / 360:.3f},1\n" for number in range(200))
    found = read_signal_table(table(f"time_s,II\n{lines}"), None)
    assert found.sampling_hz == pytest.approx(360, rel=0.01)


@pytest.mark.parametrize(
    ("text", "hz", "sentence"),
    [
        ("II\n1\n2\n", None, "must be given: sampling_hz=360"),
        ("II\n1\n2\n", 10, r"10 samples per second, but a rate must be in \[50, 5000\]"),
        ("II\n1\nx\n", 360, "II is 'x' in line 3, but every sample must be a number"),
        ("II\n1\n\n,\n", 360, "is no table of samples|II is nan in line"),
        ("0.1,0.2\n1,2\n", 360, "has no header"),
        ("II\n", 360, "a header and no samples"),
        ("", 360, "is no table of samples"),
        ("time_s\n0\n0.004\n", None, "has no lead"),
        ("time_s,II\n0,1\n", None, "has 1 sample"),
        (
            "time_s,II\n0,1\n0.004,1\n0.011,1\n0.013,1\n",
            None,
            "time_s in line 4 does not rise evenly",
        ),
        ("time_s,II\n1,1\n0,1\n", None, "does not rise evenly"),
    ],
)
def test_what_is_no_recording_is_refused_in_one_sentence(table, text, hz, sentence):
    with pytest.raises(DataError, match=sentence):
        read_signal_table(table(text), hz)


def test_a_file_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(DataError, match="is no table of samples"):
        read_signal_table(tmp_path / "no.csv", 360)


def test_wanted_leads_come_first_and_then_the_others_in_their_order(table):
    found = read_signal_table(table("V5,II,V1\n1,2,3\n"), 360)
    chosen = choose_leads(found, ["mlii", "ii"], 2)
    assert chosen.leads == ("II", "V5")
    assert chosen.signal.tolist() == [[2, 1]]
    with pytest.raises(DataError, match="night has 3 of the 4 leads asked for: V5, II, V1"):
        choose_leads(found, [], 4)
