"""Conformal sets and subgroups, once more from predictions.csv."""

import re

import numpy as np
import pandas
import pytest
from sklearn.metrics import roc_auc_score

FIT = ["repeat", "seed", "fold"]
SETS = (
    "coverage", "coverage_healthy", "coverage_ill", "decided", "both", "empty", "accuracy_decided",
    "accuracy_decided_healthy", "accuracy_decided_ill",
)  # fmt: skip
OF_SUBGROUP = ("auroc", "sensitivity", "specificity", "calibration_in_the_large", "coverage")
ENDS = ("value", "low", "high")


def sets_of(finished, rows):
    """Shares of the conformal sets; one over nothing is absent."""
    healthy, ill, label = rows["may_be_healthy"], rows["may_be_ill"], rows["label"]
    size, holds = healthy + ill, ill.where(label == 1, healthy)
    shares = {
        "coverage": (holds, label >= 0),
        "coverage_healthy": (holds, label == 0),
        "coverage_ill": (holds, label == 1),
        "decided": (size == 1, label >= 0),
        "both": (size == 2, label >= 0),
        "empty": (size == 0, label >= 0),
        "accuracy_decided": (holds, size == 1),
        "accuracy_decided_healthy": (holds, (size == 1) & (healthy == 1)),
        "accuracy_decided_ill": (holds, (size == 1) & (ill == 1)),
    }
    return {
        name: finished.share(claim[among], rows["group"][among])
        for name, (claim, among) in shares.items()
        if among.any()
    }


def test_conformal_shares_come_out_again(finished, same, shows):
    recomputed = sets_of(finished, finished.network)
    same(recomputed, finished.metrics["use"]["conformal"])
    lines = finished.table("sets that hold the truth")
    expected = [recomputed[name] for name in SETS if name in recomputed]
    for (_, cell), estimate in zip(lines, expected, strict=True):
        assert shows(cell, *(estimate[end] for end in ENDS))


@pytest.fixture(scope="module")
def subgroups(finished):
    """Recomputed for the pages that a subgroup's name describes."""
    return [
        subgroup(finished, column, value)
        for column in finished.settings["subgroups"]
        for value in ordered(finished, column)
    ]


def ordered(finished, column):
    return [one["value"] for one in finished.metrics["use"]["subgroups"] if one["column"] == column]


def attributes(finished, column):
    """The manifest's sex by page, or the clinic's age by patient; NaN where unknown."""
    rows, root = finished.network, finished.folder
    while not (root / "clinic.csv").exists():
        root = root.parent
    if column == "sex":
        return rows["record"].map(
            pandas.read_csv(root / "pages/manifest.csv", index_col="file")[column]
        )
    return rows["patient"].map(pandas.read_csv(root / "clinic.csv", index_col="patient_id")[column])


def named(values, name):
    """Whether each value belongs to a group of this name."""
    bounds = [float(number) for number in re.findall(r"\d+", name)]
    if name == "unknown":
        return values.isna()
    if name.startswith("under"):
        return values < bounds[0]
    if name.endswith("above"):
        return values >= bounds[0]
    return values.between(*bounds) if bounds else values == name


def subgroup(finished, column, value):
    inside = finished.network[named(attributes(finished, column), value)].reset_index(drop=True)
    weights = finished.weights(inside)
    scores = {}
    if inside["patient"].nunique() >= 5:
        off = inside["calibrated"] - inside["label"]
        excess = [np.average(off, weights=one) for one in weights]
        scores["calibration_in_the_large"] = finished.interval(excess)
    by_label = inside.groupby("label")
    if len(by_label) == 2 and by_label["patient"].nunique().min() >= 5:
        scores["auroc"] = finished.interval([auroc(inside, weight) for weight in weights])
    for name, label in (("sensitivity", 1), ("specificity", 0)):
        rows = inside[inside["label"] == label]
        if len(rows):
            scores[name] = finished.share(rows["predicted"] == label, rows["group"])
    return {
        "column": column,
        "value": value,
        "pages": inside["record"].nunique(),
        "patients": inside["patient"].nunique(),
        "prevalence": inside["label"].mean(),
        "scores": scores | sets_of(finished, inside),
    }


def auroc(rows, weight):
    """Of one draw, ranked inside the trained models; NaN where it ranks nothing."""
    found, pairs = [], []
    for _, inside in rows.assign(weight=weight)[weight > 0].groupby(FIT):
        totals = inside.groupby("label")["weight"].sum()
        if len(totals) == 2:
            columns = (inside[name] for name in ("label", "probability"))
            found.append(roc_auc_score(*columns, sample_weight=inside["weight"]))
            pairs.append(totals.prod())
    return np.average(found, weights=pairs) if found else np.nan


def test_subgroups_come_out_again(finished, subgroups, same):
    same(subgroups, finished.metrics["use"]["subgroups"])


def test_the_report_shows_these_subgroups(finished, subgroups, shows):
    if not subgroups:
        return
    _, *lines = finished.table("subgroup")
    for (name, pages, patients, prevalence, *cells), one in zip(lines, subgroups, strict=True):
        assert name == f"{one['column']}: {one['value']}".replace("_", " ")
        assert (pages, patients) == (str(one["pages"]), str(one["patients"]))
        assert abs(float(prevalence.rstrip("%")) - 100 * one["prevalence"]) <= 0.5 + 1e-9
        for cell, score in zip(cells, OF_SUBGROUP, strict=True):
            estimate = one["scores"].get(score, {})
            assert shows(cell, *estimate.values()) if estimate else not shows(cell, 0.0)
