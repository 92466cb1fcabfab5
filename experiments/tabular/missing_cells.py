"""How much of the label two things tell that are no measurements: hospital, and empty cells.

python experiments/tabular/missing_cells.py FOLDER
"""

import sys

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import RepeatedStratifiedKFold, cross_val_score

from hfgnn.config.build import build
from hfgnn.config.composed import composed
from hfgnn.data.reading import exact_copies
from hfgnn.types import Cohort

FOLDS = RepeatedStratifiedKFold(n_splits=5, n_repeats=5, random_state=0)


def main() -> None:
    """Print the AUROC of a logistic regression on each, over the four hospitals together."""
    cohort = read(sys.argv[1])
    keep, _ = exact_copies(cohort.records)
    label = cohort.records.label[keep]
    if cohort.measured is None:
        raise SystemExit("nothing was measured")
    empty = np.isnan(cohort.measured.values)[keep]
    sites = [cohort.attributes["site"][name] for name in cohort.records.record_id[keep].tolist()]
    hospital = np.array(sites)[:, None] == np.unique(sites)
    for name, columns in (("which cells are empty", empty), ("which hospital", hospital)):
        model = LogisticRegression()
        values = cross_val_score(model, columns.astype(float), label, cv=FOLDS, scoring="roc_auc")
        print(f"{name}: AUROC {values.mean():.3f}")


def read(folder: str) -> Cohort:
    """The four files of UCI heart disease."""
    settings = composed(["task=audit", "data=heart_disease", f"data.root={folder}"])
    cohort: Cohort = build(settings.data).read(lambda items, /, **_: items)
    return cohort


if __name__ == "__main__":
    main()
