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
            "contributions": {"image": 0.1, "clinical": 0.3, "graph": -0.09},
            "baseline": 0.4,
            "neighbours": (Neighbour("a/b.jpg", "p7", 1, 3, 4.25, -0.02),),
            "percentile": 42.0,
            "out_of_range": False,
            "unusual": (),
            "known_to": 0,
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
    assert "1 refused" not in shown(print_folder, many, 0)


def test_called_and_abstained_follow_from_the_numbers(prediction):
    assert prediction(threshold=0.71).called == "disease"
    assert prediction(threshold=0.72).called == "no disease"
    content = prediction(may_be_ill=False).as_json()
    assert (content["abstained"], content["called"]) == (True, "disease")
    assert content["decision"] == "abstains, unlike the patients of either kind"
    assert content["probability"] == {"value": 0.71, "low": 0.5, "high": 0.9}
