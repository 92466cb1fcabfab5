"""Tables and sentences that only reports on heart sounds have, as plain values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from hfgnn.reports.estimates import full_text
from hfgnn.reports.section import Section, TextTable
from hfgnn.reports.words import model_words
from hfgnn.types import Rows


def confusion_table(counts: Rows, classes: Sequence[str]) -> TextTable:
    """How often a clip of each class is called each class.

    Args:
        counts: of clips.
        classes: their names.

    Shapes:
        counts: (classes, classes), row the truth, column what is said.
    """
    rows = []
    for name, line in zip(classes, counts, strict=True):
        found = line[list(classes).index(name)] / max(int(line.sum()), 1)
        rows.append((_spoken(name), *(f"{count:,}" for count in line.tolist()), f"{found:.2f}"))
    titles = ("is", *(f"called {_spoken(name)}" for name in classes), "share found")
    right = np.diag(counts) / np.maximum(counts.sum(axis=1), 1)
    caption = f"Test clips over all folds and seeds; mean share found {right.mean():.3f}."
    return TextTable(titles, tuple(rows), caption)


def claim_table(metrics: Mapping[str, Any]) -> TextTable | None:
    """A published claim, the same measured, what calling all alike reaches, and patients apart.

    Args:
        metrics: the content of metrics.json.
    """
    claim, models = metrics.get("claim"), metrics["models"]
    if not claim:
        return None
    network, apart = metrics["network"], metrics.get("apart", {}).get("models", {})
    lines = [(f"claimed by {claim['source']}", {name: {"value": claim[name]} for name in claim})]
    lines.append(("measured here, same protocol", models[network]))
    lines.append(("all called alike, same clips", models["majority"]))
    if apart:
        lines.append(("same network, patients apart", apart[network]))
        lines.append(("all called alike, patients apart", apart["majority"]))
        best = max(set(apart) - {network}, key=lambda name: apart[name]["auroc"]["value"])
        lines.append((f"best control, patients apart: {_short(best, metrics)}", apart[best]))
    rows = tuple(
        (words, *(_score(scores, name) for name in ("accuracy", "auroc")))
        for words, scores in lines
    )
    return TextTable(("", "accuracy", "AUROC"), rows)


def claim_section(metrics: Mapping[str, Any]) -> Section | None:
    """The same with what must be read beside it.

    Args:
        metrics: the content of metrics.json.
    """
    table = claim_table(metrics)
    if table is None:
        return None
    majority = metrics["models"]["majority"]["accuracy"]["value"]
    claimed = metrics["claim"].get("accuracy")
    said = f"Calling every test clip by the more frequent class is right in {majority:.1%} of them."
    if claimed is not None and claimed <= majority + 0.005:
        said += f" The claimed accuracy of {claimed:.1%} is no more than that."
    if metrics["models"][metrics["network"]].get("sensitivity", {}).get("value") == 0:
        said += " The network that was trained here reaches its accuracy by calling nobody ill."
    return Section("The published claim beside what is measured", (said,), (table,))


def recording_section(metrics: Mapping[str, Any]) -> Section | None:
    """Whether the classes were recorded alike.

    Args:
        metrics: the content of metrics.json.
    """
    scores = metrics["models"].get("shortcut")
    if scores is None:
        return None
    auroc = scores["auroc"]
    said = (
        "Length, peak, offset and clipping of a file, without its sound being heard, tell "
        f"the classes apart with an AUROC of {full_text(auroc)}."
    )
    above = auroc["low"] > 0.5
    said += (
        " So part of every score may come from how the classes were recorded, and not from the "
        "heart."
        if above
        else " That is not clearly more than chance."
    )
    return Section("Were the classes recorded alike?", (said,))


def _short(model: str, metrics: Mapping[str, Any]) -> str:
    return model_words(model, metrics["network"]).short


def _score(scores: Mapping[str, Any], name: str) -> str:
    estimate = scores.get(name)
    if not estimate:
        return "–"
    if "low" not in estimate:
        return f"{estimate['value']:.3f}"
    return full_text(estimate)


def _spoken(name: str) -> str:
    return name.replace("_", " ")
