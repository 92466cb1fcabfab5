"""Whether a finished run is what it says: its splits, its scores, how often it was tested."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from hfgnn.audits.audited import Audited
from hfgnn.audits.probe import Probe
from hfgnn.audits.splits import (
    AUGMENTED_ACROSS,
    EXACT_ACROSS,
    PATIENT_ACROSS,
    FoldTable,
    find_across_splits,
)
from hfgnn.evaluation.metrics import scores
from hfgnn.evaluation.subgroups import take
from hfgnn.types import Finding, Predictions, Severity

TESTED_AGAIN = "test rows read more than once"
OTHER_SCORES = "scores that do not come out of the predictions"
RECOMPUTED = (EXACT_ACROSS, AUGMENTED_ACROSS, PATIENT_ACROSS)
"""Findings that splits.csv gives again, so those that the run itself noted are not needed."""

ROUNDING = 1e-9

ANY = 0.5
"""Specificity, which the two scores that are compared do not depend on."""


def fold_table(lines: Sequence[Mapping[str, str]]) -> FoldTable:
    """The first division into folds, from the lines of a run's splits.csv."""
    first = [line for line in lines if line["repeat"] == "0"]
    rows = {line["record"]: line for line in first}
    place = {name: row for row, name in enumerate(rows)}
    folds = sorted({int(line["fold"]) for line in first})
    part = np.full((len(folds), len(rows)), "", dtype="U10")
    for line in first:
        part[folds.index(int(line["fold"])), place[line["record"]]] = line["part"]

    def column(name: str) -> Any:
        return np.array([line[name] for line in rows.values()], dtype=np.str_)

    copy = column("copy").astype(np.int64)
    return FoldTable(column("record"), copy, column("patient"), column("content_sha256"), part)


def audit_run(
    metrics: Mapping[str, Any],
    facts: Mapping[str, Any],
    *,
    splits: Sequence[Mapping[str, str]],
    predictions: Sequence[Predictions],
    probe: Probe,
) -> Audited:
    """What the files of a run tell: recomputed where they allow it, else as the run noted it.

    Args:
        metrics: content of metrics.json.
        facts: content of run.json.
        splits: lines of splits.csv.
        predictions: of every model, as in predictions.csv.
        probe: for intervals.
    """
    network = next((one for one in predictions if one.model == metrics["network"]), predictions[0])
    first = take(network, np.flatnonzero((network.repeat == 0) & (network.seed == 0)))
    across = find_across_splits(fold_table(splits), pairs=[], predictions=first, probe=probe)
    noted = Audited.from_json(metrics.get("audit", {}))
    kept = tuple(one for one in noted.findings if one.name not in RECOMPUTED)
    own = (*_other_scores(metrics, predictions), *_tested_again(facts, predictions))
    return Audited(across + kept + own, noted.probes)


def _other_scores(
    metrics: Mapping[str, Any], predictions: Sequence[Predictions]
) -> Iterator[Finding]:
    """Scores of metrics.json that the predictions do not give again."""
    different = []
    for one in predictions:
        told = metrics["models"].get(one.model, {})
        weights = np.ones((1, len(one.label)))
        again = scores(one, weights, specificity=ANY)
        different += [
            f"{one.model} {name}: {told[name]['value']:.6f} told, {again[name][0]:.6f} again"
            for name in ("auroc", "accuracy")
            if name in told and abs(told[name]["value"] - again[name][0]) > ROUNDING
        ]
    if different:
        yield Finding(
            OTHER_SCORES,
            Severity.warning,
            f"{len(different)} scores of metrics.json are not those of predictions.csv",
            where=tuple(different),
            evidence=(),
            advice="find out which of the two files was changed, and run again",
        )


def _tested_again(
    facts: Mapping[str, Any], predictions: Sequence[Predictions]
) -> Iterator[Finding]:
    """More answers of one trained model for one page than one, as noted or as they stand there."""
    noted = facts.get("test_reads", {}).get("reads_per_model_and_test_fold", 1)
    answers = Counter(
        (one.model, fit, record)
        for one in predictions
        for fit, record in zip(one.fit.tolist(), one.record_id.tolist(), strict=True)
    )
    times = max(noted, *answers.values())
    if times > 1:
        often = [f"{model}: {record}" for (model, _, record), n in answers.items() if n > 1]
        yield Finding(
            TESTED_AGAIN,
            Severity.leak,
            f"a model read its test rows {times} times",
            where=tuple(often),
            evidence=(),
            advice="choose on validation rows, and read the test rows once",
        )
