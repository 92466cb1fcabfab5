"""What stacking adds, which clusters there are, and what the trees look at."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
from sklearn.metrics import r2_score, roc_auc_score

from hfgnn.ensembles.explained import Explained
from hfgnn.reports.ensembles.cases import case_sections
from hfgnn.reports.ensembles.figures import NAMES, SHOWN, draw_columns
from hfgnn.reports.ensembles.patients import Patients
from hfgnn.reports.estimates import full_text, interval_text, value_text
from hfgnn.reports.section import Section, TextTable
from hfgnn.reports.words import model_words

STACKING = "stacking"
LEAKING = "leaking protocol"
PREVALENCES = ("lowest_prevalence", "highest_prevalence")
METHODS = {"kmeans": "K-Means", "ward": "Ward's hierarchy"}


def ensemble_sections(
    metrics: Mapping[str, Any], explained: Sequence[Explained]
) -> tuple[Section, ...]:
    """What the report of a run with an ensemble has beside the others.

    Args:
        metrics: the content of metrics.json: ``models``, ``stamps``, ``stacking`` as StackingGain
            gives it, and ``clusters`` as hfgnn.ensembles.cluster_facts.over_folds gives them.
        explained: test rows of the folds of one division, each row once.
    """
    found: list[Section] = []
    if metrics.get(STACKING):
        found.append(_gain(metrics, explained))
    if metrics.get("clusters"):
        found.append(_clusters(metrics["clusters"]))
    if explained:
        patients, stamps = Patients.of(explained), metrics["stamps"]
        found.append(_columns(patients, stamps))
        found += case_sections(patients, stamps=stamps)
    return tuple(found)


def _gain(metrics: Mapping[str, Any], explained: Sequence[Explained]) -> Section:
    gain, models = metrics[STACKING], metrics["models"]
    over = {one["against"]: one for one in gain["over_members"]}
    rows: list[tuple[str, ...]] = [
        (
            _name(metrics, name),
            full_text(models.get(name, {}).get("auroc")),
            _mean_weight(explained, name),
            str(gain["chosen"].get(name, "")),
            full_text(one, name="difference", sign="+"),
        )
        for name, one in over.items()
    ]
    rows.append(
        (_name(metrics, STACKING), full_text(models.get(STACKING, {}).get("auroc")), *[""] * 3)
    )
    table = TextTable(
        ("model", "AUROC", "weight in the stack", "folds where best", "stacking minus it"),
        tuple(rows),
        "The weight is that of the log-odds, averaged over folds; the best is the one that "
        "validation rows rank highest.",
    )
    return Section("What does stacking add to its best member?", (_gain_words(gain),), (table,))


def _gain_words(gain: Mapping[str, Any]) -> str:
    best = gain["over_best"]
    value = f"{value_text(best, name='difference', sign='+')} AUROC {interval_text(best, sign='+')}"
    if best["low"] > 0:
        said = f"Stacking is better than its best member: {value}."
    elif best["high"] < 0:
        said = f"Stacking is worse than its best member: {value}."
    else:
        said = f"No evidence that stacking is better than its best member: {value}."
    return (
        f"{said} The best member of a fold is the one that its validation rows rank highest, so "
        "that no test row chooses it; the interval is over patients, on the same draws as all "
        "others."
    )


def _mean_weight(explained: Sequence[Explained], name: str) -> str:
    weights = [one.weights[name] for one in explained if name in one.weights]
    return f"{np.mean(weights):.2f}" if weights else ""


def _name(metrics: Mapping[str, Any], model: str) -> str:
    return model_words(model, metrics["network"]).long


def _clusters(facts: Mapping[str, Any]) -> Section:
    paragraph = (
        "Training patients were grouped by their columns alone; the number of groups is the one "
        "with the highest silhouette, and a new patient joins the nearest centre. Stability is how "
        "alike two clusterings of drawn parts of the patients are (adjusted Rand index, 1 where "
        "it does not matter who is drawn); K-Means and Ward's hierarchy agree by "
        f"{facts['agreement']:.2f}. Prevalences are those of training patients."
    )
    rows = tuple(
        (
            METHODS[method],
            ", ".join(f"{number} ({folds})" for number, folds in facts[method]["clusters"].items()),
            f"{facts[method]['silhouette']:.2f}",
            f"{facts[method]['stability']:.2f}",
            " to ".join(f"{facts[method][end]:.2f}" for end in PREVALENCES),
            str(facts[method]["smallest_rows"]),
        )
        for method in METHODS
        if method in facts
    )
    titles = ("method", "clusters (folds)", "silhouette", "stability", "prevalence", "smallest")
    caption = f"Means over {facts['folds']} folds; the smallest cluster of all, in patients."
    return Section(
        "Are there groups of patients?", (paragraph,), (TextTable(titles, rows, caption),)
    )


def _columns(patients: Patients, stamps: Sequence[str]) -> Section:
    members = tuple(patients.folds[0].contributions)
    figures = {f"shap_{one}": draw_columns(patients, member=one, stamps=stamps) for one in members}
    captions = {
        f"shap_{one}": f"What each measurement adds to the answers of {NAMES[one]} (SHAP values)"
        f"{_cut(patients)}. Right, a point "
        "per patient, orange where its number is high and blue where it is low; grey for levels."
        for one in members
    }
    return Section(
        "Which measurements move the answers?",
        (
            f"{_apart(stamps)}What moves an answer need not cause the disease: of two measurements "
            "that go together, trees take the one or the other.",
            _surrogate_words(patients),
        ),
        (_largest(patients, members),),
        figures,
        captions,
    )


def _apart(stamps: Sequence[str]) -> str:
    """What is true only where the protocol keeps patients apart."""
    if any(stamp.startswith(LEAKING) for stamp in stamps):
        return ""
    return "Every patient is explained by models that did not learn from that patient. "


def _cut(patients: Patients) -> str:
    number = len(patients.names)
    return f": the {SHOWN} largest of {number}" if number > SHOWN else ""


def _largest(patients: Patients, members: Sequence[str]) -> TextTable:
    size = {one: np.abs(patients.contributions(one)).mean(axis=0) for one in members}
    order = np.argsort(-size[members[-1]], kind="stable")[:SHOWN]
    rows = tuple(
        (patients.names[place], *(f"{size[one][place]:.3f}" for one in members)) for place in order
    )
    scales = patients.folds[0].contributions
    titles = ("measurement", *(f"{NAMES[one]}, {scales[one].scale}" for one in members))
    return TextTable(titles, rows, "Mean size of what it adds, over all patients.")


def _surrogate_words(patients: Patients) -> str:
    fidelity = r2_score(patients.probability, patients.surrogate)
    own, stack = (list(_aurocs(patients, name)) for name in ("surrogate", "probability"))
    words = (
        "The small tree that is told below in place of the stack repeats "
        f"{max(fidelity, 0):.0%} of the variance of its answers for test patients"
    )
    return (
        f"{words}."
        if not own
        else (
            f"{words}, and reaches an AUROC of {np.mean(own):.3f} where the stack has "
            f"{np.mean(stack):.3f} (mean over folds)."
        )
    )


def _aurocs(patients: Patients, name: str) -> Iterator[float]:
    """Of each fold that has both classes."""
    for one in patients.folds:
        if len(set(one.label.tolist())) == 2:
            yield float(roc_auc_score(one.label, getattr(one, name)))
