"""What a report says of stacks, clusters, measurements and single patients."""

import numpy as np

from hfgnn.reports.ensembles.cases import chosen
from hfgnn.reports.ensembles.patients import Patients
from hfgnn.reports.ensembles.sections import ensemble_sections


def test_what_stands_in_the_report(metrics, explained) -> None:
    titles = [section.title for section in ensemble_sections(metrics, explained)]
    assert titles == [
        "What does stacking add to its best member?",
        "Are there groups of patients?",
        "Which measurements move the answers?",
        "One patient: the highest answer",
        "One patient: the lowest answer and the most wrong answer",
    ]


def test_without_an_ensemble_nothing_stands_there(metrics) -> None:
    assert ensemble_sections({"models": {}, "stamps": [], "network": "gcn"}, []) == ()
    few = [section.title for section in ensemble_sections(metrics, [])]
    assert few == ["What does stacking add to its best member?", "Are there groups of patients?"]


def test_the_gain_is_said_as_it_is(metrics, explained) -> None:
    def first():
        return ensemble_sections(metrics, explained)[0]

    best = metrics["stacking"]["over_best"]
    assert (
        first()
        .paragraphs[0]
        .startswith(
            "No evidence that stacking is better than its best member: "
            "+0.010 AUROC [-0.020, +0.030]."
        )
    )
    best["low"] = 0.005
    assert first().paragraphs[0].startswith("Stacking is better than its best member: +0.010")
    best.update(difference=-0.02, low=-0.03, high=-0.01)
    assert first().paragraphs[0].startswith("Stacking is worse than its best member: -0.020")
    assert first().tables[0].rows[0] == (
        "Random forest on all columns",
        "0.800 [0.700, 0.900]",
        "0.20",
        "4",
        "+0.010 [-0.020, +0.030]",
    )
    assert len(first().tables[0].rows) == 3


def test_clusters_are_told_by_method(metrics, explained) -> None:
    section = ensemble_sections(metrics, explained)[1]
    assert "agree by 0.62" in section.paragraphs[0]
    assert section.tables[0].rows[0] == (
        "K-Means", "2 (3), 4 (2)", "0.25", "0.50", "0.10 to 0.90", "7",
    )  # fmt: skip


def test_measurements_are_ranked_by_the_size_of_what_they_add(metrics, explained) -> None:
    section = ensemble_sections(metrics, explained)[2]
    # (2 + 1 + .5 + 1 + .5) / 5 is 1, 4 / 5, and (1.5 + .5 + .25 + .5) / 5.
    assert section.tables[0].rows == (
        ("age_years", "0.100", "1.000"),
        ("bnp", "0.080", "0.800"),
        ("pain", "0.055", "0.550"),
    )
    assert set(section.figures) == set(section.captions) == {"shap_forest", "shap_xgboost"}
    # Of the pairs of the folds the small tree has 3/4 and none, the stack all and none.
    assert "AUROC of 0.375 where the stack has 0.500" in section.paragraphs[1]


def test_under_a_leaking_protocol_nobody_is_said_to_be_unknown(metrics, explained) -> None:
    said = ensemble_sections(metrics, explained)[2].paragraphs[0]
    assert "did not learn from that patient" in said
    metrics["stamps"] = ["leaking protocol: random_files"]
    said = ensemble_sections(metrics, explained)[2].paragraphs[0]
    assert said.startswith("What moves an answer")


def test_one_patient_can_stand_for_two(explained) -> None:
    assert chosen(Patients.of(explained)) == {
        0: "the highest answer",
        3: "the lowest answer and the most wrong answer",
    }


def test_a_patient_is_told_by_measurements_and_decisions(metrics, explained) -> None:
    section = ensemble_sections(metrics, explained)[4]
    assert "The stack says 0.05 of dan, who is of the positive class." in section.paragraphs[0]
    added, steps = section.tables
    assert added.rows == (
        ("bnp", "1.5 SD", "+0.300", "+3.000"),
        ("age_years", "55", "-0.100", "-1.000"),
        ("pain", "typical", "+0.050", "+0.500"),
    )
    assert [row[0] for row in steps.rows] == [
        "small tree in place of the stack", "", "most usual tree of the forest", "",
    ]  # fmt: skip
    assert steps.rows[0][1].startswith("1. age_years is at most 60 (asked of 20 training rows")
    assert steps.rows[1][1] == "2. so the answer is 0.20, as for 10 training rows"
    assert list(section.figures) == ["shap_lowest_and_most_wrong"]


def test_hundreds_of_measurements_are_cut_to_the_largest(metrics, explained) -> None:
    from tests.reports.ensembles.conftest import fold

    rng = np.random.default_rng(0)
    columns = ("age_years", *(f"image_{number:03d}" for number in range(200)))
    wide = fold(
        ["ann", "bob"], rng.normal(size=(2, 201)), [1, 0], [0.9, 0.2], columns,
        rng.normal(size=(2, 201)),
    )  # fmt: skip
    sections = ensemble_sections(metrics, [wide])
    assert len(sections[2].tables[0].rows) == 12
    figure = sections[3].figures["shap_highest"]
    names = [label.get_text() for label in figure.axes[1].get_yticklabels()]
    assert len(names) == 12
    assert names[-1] == "190 others"
