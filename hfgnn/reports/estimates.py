"""Numbers of metrics.json as text, and metrics.json without what makes no sense."""

import math
import re
from collections.abc import Iterator, Mapping
from typing import Any

MINUS = "\N{MINUS SIGN}"
"""For print; the terminal and files keep the hyphen."""

SCORES = {
    "auroc": "AUROC",
    "auprc": "AUPRC",
    "accuracy": "accuracy",
    "macro_f1": "macro-F1",
    "balanced_accuracy": "balanced accuracy",
    "sensitivity": "sensitivity",
    "specificity": "specificity",
    "sensitivity_at_specificity": "sensitivity at fixed specificity",
    "brier": "Brier score",
    "weighted_f1": "weighted F1",
    "macro_recall": "macro-recall",
}
"""How a reader would call a score."""

Estimate = Mapping[str, float]
"""``value``, ``low`` and ``high``; for a comparison ``difference`` in place of ``value``."""


def value_text(estimate: Estimate | None, *, name: str = "value", sign: str = "") -> str:
    """The number alone with three decimals, "" where there is none."""
    number = (estimate or {}).get(name)
    return "" if number is None or not math.isfinite(number) else f"{number:{sign}.3f}"


def interval_text(estimate: Estimate | None, *, sign: str = "") -> str:
    """The interval alone, such as [0.970, 0.990], "" where there is none."""
    low, high = (value_text(estimate, name=end, sign=sign) for end in ("low", "high"))
    return f"[{low}, {high}]" if low and high else ""


def full_text(estimate: Estimate | None, *, name: str = "value", sign: str = "") -> str:
    """The number with its interval."""
    return (
        f"{value_text(estimate, name=name, sign=sign)} {interval_text(estimate, sign=sign)}".strip()
    )


def with_minus(text: str) -> str:
    """The text as it is printed: a hyphen that stands for minus becomes one."""
    return re.sub(r"(?<![\w-])-(?=[\d.])", MINUS, text)


def gains(metrics: Mapping[str, Any], metric: str = "auroc") -> dict[str, Estimate]:
    """The network's difference to each control in one score."""
    return {
        one["against"]: one
        for one in metrics.get("comparisons", ())
        if one["model"] == metrics["network"] and one.get("metric", "auroc") == metric
    }


def without_gaps(value: Any) -> Any:
    """The same structure; what is None, NaN or infinite is left out."""
    if isinstance(value, Mapping):
        return {name: without_gaps(inner) for name, inner in value.items() if not _is_gap(inner)}
    if isinstance(value, list | tuple):
        return [without_gaps(inner) for inner in value if not _is_gap(inner)]
    return value


def _is_gap(value: Any) -> bool:
    return value is None or (isinstance(value, float) and not math.isfinite(value))


def scores_present(metrics: Mapping[str, Any]) -> Iterator[str]:
    """Names of the scores that at least one model has, in the order of ``SCORES``."""
    for score in SCORES:
        if any(score in table for table in metrics["models"].values()):
            yield score
