"""The tables of RESULTS.md from finished runs.

python experiments/tabular/tables.py RUN [RUN ...]
"""

import csv
import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.metrics import matthews_corrcoef, roc_auc_score

from hfgnn.reports.words import model_words

SHOWN = ("auroc", "accuracy")


def main() -> None:
    """Print Markdown: scores, what stacking adds, and scores by hospital of a run that has them."""
    for name in sys.argv[1:]:
        run = Path(name)
        metrics = json.loads((run / "metrics.json").read_text(encoding="utf-8"))
        with (run / "predictions.csv").open(encoding="utf-8", newline="") as lines:
            answers = list(csv.DictReader(lines))
        print(f"\n{metrics['cohort']['source']}, {metrics['protocol']['name']}\n")
        print("\n".join(scores(metrics, answers)))
        print("\n".join(gains(metrics)))
        if metrics["protocol"]["name"] == "leave_site_out":
            print("\n".join(by_hospital(answers, metrics["network"])))


def scores(metrics: Mapping[str, Any], answers: Sequence[Mapping[str, str]]) -> Iterator[str]:
    """A line per model; the mean of MCC over the divisions into folds."""
    yield "| model | AUROC | accuracy | MCC |"
    yield "|---|---|---|---|"
    for model, scored in metrics["models"].items():
        numbers = " | ".join(estimate(scored[name]) for name in SHOWN)
        name = model_words(model, metrics["network"]).short
        yield f"| {name} | {numbers} | {mcc(answers, model):.3f} |"


def mcc(answers: Sequence[Mapping[str, str]], model: str) -> float:
    """Matthews correlation of each division into folds, averaged."""
    own = [one for one in answers if one["model"] == model]
    values = []
    for repeat in sorted({one["repeat"] for one in own}):
        rows = [one for one in own if one["repeat"] == repeat]
        pairs = [(int(one["label"]), int(one["predicted"])) for one in rows]
        values.append(matthews_corrcoef(*zip(*pairs, strict=True)))
    return float(np.mean(values))


def gains(metrics: Mapping[str, Any]) -> Iterator[str]:
    """What stacking adds to each member and to the one that validation rows chose."""
    stacking = metrics.get("stacking")
    if stacking is None:
        return
    yield "\n| stacking over | AUROC gain |"
    yield "|---|---|"
    for one in (stacking["over_best"], *stacking["over_members"]):
        told = f"{one['difference']:+.3f} [{one['low']:+.3f}, {one['high']:+.3f}]"
        yield f"| {one['against'].replace('_', ' ')} | {told} |"


def by_hospital(answers: Sequence[Mapping[str, str]], network: str) -> Iterator[str]:
    """AUROC of each model on each hospital's patients, whom it did not learn."""
    hospital = {one["record"]: one["record"].split()[0] for one in answers}
    names = sorted(set(hospital.values()))
    yield "\n| AUROC | " + " | ".join(names) + " |"
    yield "|---|" + "---|" * len(names)
    for model in dict.fromkeys(one["model"] for one in answers):
        cells = []
        for name in names:
            rows = [
                one for one in answers if one["model"] == model and hospital[one["record"]] == name
            ]
            label = [int(one["label"]) for one in rows]
            cells.append(f"{roc_auc_score(label, [float(one['probability']) for one in rows]):.3f}")
        yield f"| {model_words(model, network).short} | " + " | ".join(cells) + " |"


def estimate(one: Mapping[str, float]) -> str:
    """A number with its interval."""
    return f"{one['value']:.3f} [{one['low']:.3f}, {one['high']:.3f}]"


if __name__ == "__main__":
    main()
