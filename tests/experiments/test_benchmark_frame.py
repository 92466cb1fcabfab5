"""The frame of the benchmarks: turns, ratios, floors, and the table that shows them."""

import json

import pytest

from experiments.benchmark import __main__ as command
from experiments.benchmark import table
from experiments.benchmark.floors import Floors
from experiments.benchmark.rounds import Line, Paired, side_by_side

FLOORS = Floors(float32=100.0, float64=50.0, bfloat16=400.0, memory=20.0, gathered=5.0)
SLOW_AND_FAST = Paired(plain=(4.0, 6.0, 10.0), fast=(1.0, 2.0, 2.0))


def a_line(**changes):
    return Line(**({"topic": "knn", "name": "graph", "size": "10 patients"} | changes))


def test_sides_take_turns_and_who_began_comes_second_next():
    calls = []
    paired = side_by_side(lambda: calls.append("p"), lambda: calls.append("f"), rounds=3)
    assert "".join(calls) == "pf" + "pf" + "fp" + "pf"
    assert len(paired.plain) == len(paired.fast) == 3


def test_a_ratio_is_taken_round_by_round():
    line = a_line(paired=SLOW_AND_FAST, goal=4)
    assert SLOW_AND_FAST.ratios == (4, 3, 5)
    assert line.ratio == 4
    assert line.is_reached
    assert not a_line(paired=SLOW_AND_FAST, goal=4.1).is_reached


def test_the_share_attained_is_the_floor_over_the_fast_side():
    assert a_line(paired=SLOW_AND_FAST, floor_s=0.5).attained == pytest.approx(0.25)
    assert a_line(paired=SLOW_AND_FAST).attained is None
    assert FLOORS.product_s(2e11) == pytest.approx(2)
    assert FLOORS.product_s(2e11, kind="bfloat16") == pytest.approx(0.5)
    assert FLOORS.moved_s(1e10, kind="gathered") == pytest.approx(2)


def test_another_goal_can_be_missed_beside_the_ratio():
    assert a_line(reached=False).is_reached is False
    assert a_line(paired=SLOW_AND_FAST, goal=2, reached=False).is_reached is False
    assert a_line().is_reached is None


def test_the_table_says_ratio_spread_floor_and_what_was_missed():
    lines = [
        a_line(paired=SLOW_AND_FAST, goal=5, floor_s=0.5, floor="products", notes=("simulated",)),
        a_line(topic="start", name="--help", measured=(("took", "0.5 s"),), reached=True),
    ]
    text = table.markdown(lines, FLOORS, "python -m experiments.benchmark")
    assert "| 6 s | 2 s | **4.00** [3.00, 5.00] | 5 **missed** | 500 ms: products | 25 % |" in text
    assert "| --help | 10 patients | took 0.5 s | reached |" in text
    assert "* graph, 10 patients: simulated" in text


def test_what_limits_a_line_is_said_where_its_goal_was_missed_alone():
    limited = {"paired": SLOW_AND_FAST, "limited_by": "the decoder"}
    assert table.remarks(a_line(goal=5, **limited)) == "limited by the decoder"
    assert table.remarks(a_line(goal=4, **limited)) == ""


def test_both_files_are_written_and_the_json_has_every_round(tmp_path):
    table.write(tmp_path, [a_line(paired=SLOW_AND_FAST, goal=4)], FLOORS, "command")
    content = json.loads((tmp_path / "results.json").read_text())
    (line,) = content["lines"]
    assert line["ratios"] == [4, 3, 5]
    assert line["is_reached"] is True
    assert content["floors"]["float32"] == 100
    assert content["machine"]["versions"]["torch"]
    assert "Speed" in (tmp_path / "RESULTS.md").read_text()


def test_sides_that_make_no_pairs_are_refused():
    with pytest.raises(ValueError, match="2 plain rounds and 1 fast ones make no pairs"):
        Paired((1.0, 2.0), (1.0,))


@pytest.mark.parametrize(
    ("argument", "sentence"),
    [
        ("only=knm", "there is no benchmark knm; there are embedding, knn"),
        ("round=3", "there is no setting round; there are only and rounds"),
        ("rounds=0", "rounds is '0', but it must be a whole number of at least 1"),
        ("rounds=x", "rounds is 'x', but it must be a whole number of at least 1"),
    ],
)
def test_what_cannot_be_run_is_said_in_a_sentence(argument, sentence):
    with pytest.raises(SystemExit, match=sentence):
        command.main([argument])
