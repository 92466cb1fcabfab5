"""How many clusters there are, how firm they are, and who is ill in them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from sklearn.metrics import adjusted_rand_score

from hfgnn.config.ensemble import Clusters
from hfgnn.ensembles.clusters import METHODS, FittedClusters, cluster_into
from hfgnn.ensembles.learned import Columns, Learned


def cluster_facts(
    clusters: Mapping[str, FittedClusters], learned: Learned, settings: Clusters, *, seed: int
) -> dict[str, Any]:
    """What is told of the clusters of one fold, of its training rows alone.

    Args:
        clusters: by method.
        learned: training rows without copies.
        settings: of the clusters.
        seed: of the drawn parts.
    """
    member = {method: found.member(learned.x) for method, found in clusters.items()}
    facts: dict[str, Any] = {}
    for method, found in clusters.items():
        number = len(found.centres)
        counts = np.bincount(member[method], minlength=number)
        ill = np.bincount(member[method], weights=learned.label, minlength=number)
        facts[method] = {
            "clusters": number,
            "silhouette": max(found.silhouette.values()),
            "stability": stability(learned.x, settings, number=number, method=method, seed=seed),
            "rows": counts[counts > 0].tolist(),
            "prevalence": (ill[counts > 0] / counts[counts > 0]).tolist(),
        }
    one, other = member.values()
    return {**facts, "agreement": float(adjusted_rand_score(one, other))}


def stability(x: Columns, settings: Clusters, *, number: int, method: str, seed: int) -> float:
    """How alike two clusterings of drawn parts of the rows part all of them.

    The mean adjusted Rand index (Hubert and Arabie 1985, https://doi.org/10.1007/BF01908075) over
    pairs of parts, every row joining the nearest centre of each: 1 if it does not matter who is
    drawn, 0 if clusters are no more alike than by chance.

    Args:
        x: the rows.
        settings: number of pairs, and share of the rows in a part.
        number: of clusters.
        method: as it is called in hfgnn.ensembles.clusters.
        seed: of the draws.

    Shapes:
        x: (rows, columns).
    """
    rng = np.random.default_rng(seed)
    size = max(number, int(settings.share * len(x)))
    alike = []
    for _ in range(settings.pairs):
        members = []
        for _ in range(2):
            part = x[rng.choice(len(x), size, replace=False)]
            draw = int(rng.integers(2**31))
            found = cluster_into(part, settings, number=number, method=method, seed=draw)
            members.append(found.member(x))
        alike.append(adjusted_rand_score(*members))
    return float(np.mean(alike))


def over_folds(facts: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """The clusters of all folds together, for metrics.json; empty where there are none.

    Args:
        facts: of each fold, as ``cluster_facts`` gives them.
    """
    facts = [one for one in facts if one]
    if not facts:
        return {}
    return {
        "folds": len(facts),
        "agreement": float(np.mean([one["agreement"] for one in facts])),
        **{method: _of_method([one[method] for one in facts]) for method in METHODS},
    }


def _of_method(facts: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    numbers = [one["clusters"] for one in facts]
    return {
        "clusters": {str(one): numbers.count(one) for one in sorted(set(numbers))},
        "silhouette": float(np.mean([one["silhouette"] for one in facts])),
        "stability": float(np.mean([one["stability"] for one in facts])),
        "lowest_prevalence": float(np.mean([min(one["prevalence"]) for one in facts])),
        "highest_prevalence": float(np.mean([max(one["prevalence"]) for one in facts])),
        "smallest_rows": int(min(min(one["rows"]) for one in facts)),
    }
