"""What the terminal says of a new patient."""

import io

import pytest
from rich.console import Console

from hfgnn.serving.prediction import FoldSaid, Neighbour, Prediction
from hfgnn.serving.terminal import print_folder, print_prediction
from hfgnn.types import Estimate


@pytest.fixture
def prediction():
    def make(**changed):
        usual = {
            "patient": "ann [1]",
            "image": "ann.jpg",
            "probability": Estimate(0.71, 0.5, 0.9),
            "confidence": 0.95,
            "threshold": 0.4,
            "may_be_healthy": False,
            "may_be_ill": True,
            "never_ruled_out": (),
            "contributions": {"image": 0.1, "clinical": 0.3, "graph": -0.09},
            "baseline": 0.4,
            "neighbours": (Neighbour("a/b.jpg", "p7", 1, 3, 4.25, -0.02),),
            "percentile": 42.0,
            "out_of_range": False,
            "unusual": (),
            "guessed": (),
            "known_to": 0,
            "left_out": 0,
            "too_near": (),
            "prevalence": 0.447,
            "stamps": ("simulated cohort", "random backbone"),
            "folds": (FoldSaid("fold0", 0.8, 0.71, 0.4),) * 5,
        }
        return Prediction(**(usual | changed))

    return make


@pytest.fixture
def shown():
    def show(printing, *arguments):
        text = io.StringIO()
        printing(*arguments, Console(file=text, width=110))
        return text.getvalue()

    return show


def test_everything_that_matters_is_said(shown, prediction):
    text = shown(print_prediction, prediction())
    for words in (
        "ann [1]: probability of disease 0.710 [0.500, 0.900], called disease",
        "95 % interval over 5 networks",
        "threshold 0.400; conformal sets: disease",
        "! simulated cohort; random backbone",
        "clinical                     +0.300",
        "a/b.jpg",
        "3 of 5",
        "-0.020",
        "within range, percentile 42.0",
        "the mean of the 5 networks was not tested itself; the scores of the run",
        "how the answer came about, not whether the graph is right",
    ):
        assert words in text
    assert "out of range" not in text


def test_what_shakes_the_number_stands_above_it(shown, prediction):
    text = shown(
        print_prediction,
        prediction(out_of_range=True, percentile=99.5, unusual=("x is 3",), known_to=4),
    )
    assert "! this page trained 4 of 5 networks" in text
    assert "! out of range: farther from the training pages than 99.5 % of these" in text
    assert "! x is 3" in text
    assert text.index("! x is 3") < text.index("clinical")


def test_a_folder_is_a_line_per_patient(shown, prediction):
    many = [prediction(patient="a"), prediction(patient="b", may_be_healthy=True)]
    text = shown(print_folder, many, 1)
    assert "2 patients predicted, 1 refused" in text
    assert "! simulated cohort; random backbone" in text
    (line,) = [line for line in text.splitlines() if line.startswith("b ")]
    assert "0.710 [0.500, 0.900]" in line
    assert "abstains" in line
    assert text.count("not tested itself") == 1
    assert "1 refused" not in shown(print_folder, many, 0)


def test_called_and_abstained_follow_from_the_numbers(prediction):
    assert prediction(threshold=0.71).called == "disease"
    assert prediction(threshold=0.72).called == "no disease"
    content = prediction(may_be_ill=False).as_json()
    assert (content["abstained"], content["called"]) == (True, "disease")
    assert content["decision"] == "abstains, between the two"
    assert content["probability"] == {"value": 0.71, "low": 0.5, "high": 0.9}


@pytest.mark.parametrize(
    ("changed", "decision"),
    [
        ({}, "disease"),
        ({"may_be_healthy": True}, "abstains, both remain possible"),
        ({"may_be_ill": False}, "abstains, between the two"),
        ({"out_of_range": True}, "abstains, unlike the training pages"),
        (
            {"never_ruled_out": ("disease",)},
            "abstains, too few validation pages to rule out disease",
        ),
        (
            {"never_ruled_out": ("disease",), "out_of_range": True},
            "abstains, unlike the training pages",
        ),
    ],
)
def test_a_decision_that_the_sets_cannot_bear_is_none(shown, prediction, changed, decision):
    one = prediction(**changed)
    assert one.decision == decision
    assert one.abstained == (decision != "disease")
    line = next(line for line in shown(print_prediction, one).splitlines() if "ann [1]" in line)
    assert decision in line
    assert ("called disease" in line) == (not one.abstained)


def test_what_was_not_tested_is_said_of_one_network_and_of_several(prediction):
    several, one = prediction(), prediction(folds=(FoldSaid("fold0", 0.8, 0.71, 0.4),))
    assert several.untested == (
        "the mean of the 5 networks was not tested itself; the scores of the run are of each "
        "alone, and the interval is their disagreement, not the chance of being wrong; the "
        "probability holds where 45 % are ill"
    )
    assert one.untested.startswith("the scores of the run are of this network; the interval is")
    content = several.as_json()
    assert content["untested"] == several.untested
    assert content["contributions_say"].endswith("not whether the graph is right")


def test_only_three_pages_that_are_too_near_are_named(prediction):
    said = prediction(too_near=tuple("abcde")).warnings[0]
    assert said.startswith("nearer to a, b, c and 2 more than training pages are to each other")
