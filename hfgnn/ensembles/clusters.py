"""Groups of patients alike in their columns: K-Means and Ward's hierarchy."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.spatial.distance import cdist
from sklearn.cluster import KMeans
from sklearn.exceptions import ConvergenceWarning
from sklearn.metrics import silhouette_score

from hfgnn.config.ensemble import Clusters
from hfgnn.ensembles.learned import Columns
from hfgnn.types import Rows

Floats = NDArray[np.float64]
METHODS = ("kmeans", "ward")


@dataclass(frozen=True)
class FittedClusters:
    """Centres of clusters.

    Attributes:
        centres: float64 (clusters, columns), the mean of each.
        silhouette: by number of clusters that was tried, how much nearer rows are to their own
            than to the next one, on average, in [-1, 1].
    """

    centres: Floats
    silhouette: Mapping[int, float]

    def distance(self, x: Columns) -> Floats:
        """Euclidean, from each row to each centre.

        Shapes:
            x: (rows, columns).
            returns: (rows, clusters).
        """
        return np.asarray(cdist(x.astype(np.float64), self.centres))

    def member(self, x: Columns) -> Rows:
        """The nearest centre of each row, whether it was clustered or is new.

        Shapes:
            x: (rows, columns).
            returns: (rows,), int64.
        """
        return np.asarray(self.distance(x).argmin(axis=1), dtype=np.int64)


def cluster(x: Columns, settings: Clusters, *, method: str, seed: int) -> FittedClusters:
    """As many clusters as the silhouette of these rows is highest for.

    The silhouette is that of Rousseeuw 1987, https://doi.org/10.1016/0377-0427(87)90125-7. A
    cluster of the hierarchy (Ward 1963, https://doi.org/10.1080/01621459.1963.10500845) is told to
    new rows by its centre.

    Args:
        x: rows, of which at most ``settings.rows`` are looked at.
        settings: limits.
        method: of METHODS.
        seed: of the drawn rows and of the first centres.

    Shapes:
        x: (rows, columns).
    """
    drawn = _drawn(x, settings.rows, seed)
    members = _members(drawn, settings, method, seed)
    tried = {
        number: members(number) for number in range(2, most_clusters(len(drawn), settings) + 1)
    }
    silhouette = {
        number: float(silhouette_score(drawn, of)) if 1 < len(np.unique(of)) < len(of) else -1.0
        for number, of in tried.items()
    }
    best = max(silhouette, key=lambda number: silhouette[number])
    return FittedClusters(_centres(drawn, tried[best]), silhouette)


def cluster_into(
    x: Columns, settings: Clusters, *, number: int, method: str, seed: int
) -> FittedClusters:
    """So many clusters, without a choice.

    Args:
        x: rows, of which at most ``settings.rows`` are looked at.
        settings: limits.
        number: of clusters.
        method: of METHODS.
        seed: of the drawn rows and of the first centres.

    Shapes:
        x: (rows, columns).
    """
    drawn = _drawn(x, settings.rows, seed)
    return FittedClusters(_centres(drawn, _members(drawn, settings, method, seed)(number)), {})


def most_clusters(rows: int, settings: Clusters) -> int:
    """At least five rows stand for each cluster, but two clusters are always tried."""
    return max(2, min(settings.most, rows // 5))


def _drawn(x: Columns, rows: int, seed: int) -> Floats:
    """At most so many of the rows, in double precision."""
    if len(x) > rows:
        x = x[np.sort(np.random.default_rng(seed).choice(len(x), rows, replace=False))]
    return x.astype(np.float64)


def _members(x: Floats, settings: Clusters, method: str, seed: int) -> Callable[[int], Rows]:
    """What gives the cluster of each row for a number of clusters."""
    if method == "ward":
        tree = linkage(x, "ward")  # once: every number of clusters is a cut of it
        return lambda number: np.asarray(fcluster(tree, number, "maxclust"), dtype=np.int64) - 1
    return lambda number: _by_means(x, number, settings.starts, seed)


def _by_means(x: Floats, number: int, starts: int, seed: int) -> Rows:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)  # fewer rows differ than clusters
        fitted = KMeans(number, n_init=starts, random_state=seed).fit(x)
    return np.asarray(fitted.labels_, dtype=np.int64)


def _centres(x: Floats, member: Rows) -> Floats:
    return np.stack([x[member == one].mean(axis=0) for one in np.unique(member)])
