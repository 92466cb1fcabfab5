"""Three patients whose answers are told measurement by measurement."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from hfgnn.ensembles.path_words import path_words
from hfgnn.reports.ensembles.figures import draw_patient, largest
from hfgnn.reports.ensembles.patients import Patients
from hfgnn.reports.section import Section, TextTable

ROWS = 10
"""Measurements in a patient's table."""

TREES = {
    "surrogate": "small tree in place of the stack",
    "forest": "most usual tree of the forest",
}
"""How the table calls a tree whose questions it tells."""

MEANT = {"log-odds": "XGBoost, log-odds", "probability": "random forest, probability"}


def case_sections(patients: Patients, *, stamps: Sequence[str]) -> tuple[Section, ...]:
    """The patients with the highest, the lowest and the most wrong answer.

    Args:
        patients: explained test rows.
        stamps: of the run.
    """
    return tuple(
        _section(patients, patient, why=why, stamps=stamps)
        for patient, why in chosen(patients).items()
    )


def chosen(patients: Patients) -> dict[int, str]:
    """Number of each shown patient, and what for; one can stand for two."""
    said, wrong = patients.probability, np.abs(patients.probability - patients.label)
    reasons: dict[int, list[str]] = {}
    for patient, why in (
        (said.argmax(), "the highest answer"),
        (said.argmin(), "the lowest answer"),
        (wrong.argmax(), "the most wrong answer"),
    ):
        reasons.setdefault(int(patient), []).append(why)
    return {patient: " and ".join(why) for patient, why in reasons.items()}


def _section(patients: Patients, patient: int, *, why: str, stamps: Sequence[str]) -> Section:
    record = str(patients.record_id[patient])
    said, truth = patients.probability[patient], patients.label[patient]
    paragraph = (
        f"The stack says {said:.2f} of {record}, who is of the "
        f"{'positive' if truth else 'negative'} class. The table and the figure say what each "
        "measurement adds to what the trees answer, the steps below how a tree comes to its own."
    )
    figure = f"shap_{why.replace(' answer', '').replace('the ', '').replace(' ', '_')}"
    return Section(
        title=f"One patient: {why}",
        paragraphs=(paragraph,),
        tables=(_added(patients, patient), _steps(patients, patient)),
        figures={figure: draw_patient(patients, patient, stamps=stamps)},
        captions={
            figure: f"From the answer for everybody (dotted) to the one for {record}: "
            "orange bars speak for disease, blue ones against it."
        },
    )


def _added(patients: Patients, patient: int) -> TextTable:
    """The measurements that add most to the answers, by the first member."""
    members = patients.folds[0].contributions
    tables = [patients.contributions(member)[patient] for member in members]
    order = largest(tables[-1], ROWS)
    rows = tuple(
        (
            patients.names[place],
            patients.value(patient, patients.names[place]),
            *(f"{round(table[place], 3) + 0.0:+.3f}" for table in tables),  # no minus zero
        )
        for place in order
    )
    titles = ("measurement", "value", *(MEANT[one.scale] for one in members.values()))
    return TextTable(titles, rows, "What each measurement adds to the answer (SHAP values).")


def _steps(patients: Patients, patient: int) -> TextTable:
    """The questions that the trees of its fold ask of a patient."""
    fold, row = patients.folds[patients.fold[patient]], int(patients.row[patient])
    rows = tuple(
        (TREES[name] if number == 0 else "", f"{number + 1}. {line}")
        for name, tree in fold.trees.items()
        for number, line in enumerate(path_words(tree, fold.x[row]))
    )
    return TextTable(("tree", "its decisions for this patient"), rows)
