"""Tables and sentences on which graph is worth having."""

from collections.abc import Sequence

import numpy as np

from hfgnn.reports.study_files import Written
from hfgnn.reports.which_graph import ALONE, LOGISTIC, Compared, Gain

PUBLISHED = "gcn raw"
"""The published recipe: a GCN on neighbours in the columns as they are."""
NETWORKS = {
    "gcn": "GCN",
    "gat": "GAT",
    "sage": "GraphSAGE",
    "gated": "gated",
    "appnp": "APPNP",
    "gat_distances": "GAT with distances",
    "gcn_residual": "GCN with residual",
    "gcn_jumping": "GCN with jumping knowledge",
}
"""What networks of these names are called; others by their names."""
CLEAR = 0.05
"""Below which a p-value, corrected for all comparisons of the data set, is marked."""


def gain_tables(compared: Sequence[Compared], shown: Sequence[str]) -> list[Written]:
    """What is shown over no edges and over logistic regression; then everything, set by set.

    Args:
        compared: the data sets.
        shown: networks and spaces that stand in the figure.
    """
    marks = f"mean, 95 % interval; * Holm's p below {CLEAR:g}"
    return [
        _first(compared, shown),
        _shown(f"AUROC gained over the same network without edges ({marks})", compared, shown),
        _shown(
            f"AUROC gained over logistic regression on all columns ({marks})",
            compared,
            shown,
            over_logistic=True,
        ),
        _graphs(compared),
        *([_choices(compared)] if any(one.choices() for one in compared) else []),
        *(_everything(one) for one in compared),
    ]


def conclusions(compared: Sequence[Compared], shown: Sequence[str]) -> list[str]:
    """On how many data sets each is better and worse by its interval, a sentence each."""
    real = [one for one in compared if not one.is_simulated]
    drawn = [one for one in compared if one.is_simulated]
    kinds = [(kind, some) for kind, some in (("real", real), ("simulated", drawn)) if some]
    counts = {
        model: "; ".join(f"{len(some)} {kind}: {_counted(some, model)}" for kind, some in kinds)
        for model in shown
    }
    return [f"{words(model)}, {count}" for model, count in counts.items()]


def words(model: str) -> str:
    """A network and its space."""
    network, space = model.split(" ")
    where = {"auto": "graph chosen by validation", ALONE: "no edges"}.get(space, space)
    return (
        f"{NETWORKS.get(network, network)}, {where}{' (published)' if model == PUBLISHED else ''}"
    )


def gain_text(one: Gain) -> str:
    """A difference with its interval, starred where it stands Holm's correction."""
    if not np.isfinite(one.low):
        return f"{one.difference:+.3f}"
    star = " *" if one.holm_p < CLEAR else ""
    return f"{one.difference:+.3f} [{one.low:+.3f}, {one.high:+.3f}]{star}"


def _counted(compared: Sequence[Compared], model: str) -> str:
    over = [_ends([one.gain(model, over_logistic=by) for one in compared]) for by in (False, True)]
    return f"{over[0]} than without edges, {over[1]} than logistic regression"


def _ends(gains: Sequence[Gain]) -> str:
    better, worse = sum(one.low > 0 for one in gains), sum(one.high < 0 for one in gains)
    return f"better on {better} and worse on {worse}"


def _first(compared: Sequence[Compared], shown: Sequence[str]) -> Written:
    """Narrow enough for a terminal."""
    rows = tuple(
        (
            one.title if model == shown[0] else "",
            model,
            f"{one.mean(f'auroc {model}'):.3f}",
            gain_text(one.gain(model, over_logistic=False)),
        )
        for one in compared
        for model in shown
    )
    columns = ("data", "graph", "AUROC", "over no edges")
    return Written(f"Is the graph worth having? (* Holm's p below {CLEAR:g})", columns, rows)


def _shown(
    title: str,
    compared: Sequence[Compared],
    shown: Sequence[str],
    *,
    over_logistic: bool = False,
) -> Written:
    rows = tuple(
        (
            one.title,
            f"{one.facts['patients']:,}",
            *_reference(one, shown, over_logistic=over_logistic),
            *(gain_text(one.gain(model, over_logistic=over_logistic)) for model in shown),
        )
        for one in compared
    )
    references = [LOGISTIC] if over_logistic else _alone(shown)
    return Written(
        title, ("data", "patients", *map(_reference_words, references), *map(words, shown)), rows
    )


def _alone(shown: Sequence[str]) -> list[str]:
    return list(dict.fromkeys(f"{model.split(' ')[0]} {ALONE}" for model in shown))


def _reference_words(model: str) -> str:
    return "logistic regression" if model == LOGISTIC else words(model)


def _reference(one: Compared, shown: Sequence[str], *, over_logistic: bool) -> list[str]:
    references = [LOGISTIC] if over_logistic else _alone(shown)
    return [f"{one.mean(f'auroc {model}'):.3f}" for model in references]


def _graphs(compared: Sequence[Compared]) -> Written:
    """What the graph of each space is like, and what networks gain by it on average."""
    rows = tuple(
        (
            one.title,
            space,
            f"{100 * one.mean(f'homophily {space}'):.0f}%",
            f"{100 * one.mean(f'by chance {space}'):.0f}%",
            f"{100 * one.mean(f'hubs {space}'):.0f}%",
            *_gained(one, space),
        )
        for one in compared
        for space in one.spaces
    )
    columns = ("data", "space", "equal labels", "by chance", "heard from a tenth", "GCN gains")
    return Written(
        "The graphs: neighbours with the label of the test row, what chance gives, and how much of "
        "all that is heard comes from the most heard tenth; AUROC that the GCN gains over no "
        "edges, and the mean of all networks tried",
        (*columns, "all networks gain"),
        rows,
    )


def _gained(one: Compared, space: str) -> tuple[str, str]:
    """By the GCN, where it was tried, and by all networks on average."""
    found = {
        gain.model.split(" ")[0]: gain.difference
        for gain in one.gains
        if gain.against != LOGISTIC and gain.model.split(" ")[1] == space
    }
    gcn = f"{found['gcn']:+.3f}" if "gcn" in found else ""
    return gcn, f"{float(np.mean(list(found.values()))):+.3f}"


def _choices(compared: Sequence[Compared]) -> Written:
    rows = tuple(
        (
            one.title,
            network,
            "; ".join(f"{count} x {graph}" for graph, count in counts.most_common()),
        )
        for one in compared
        for network, counts in one.choices().items()
    )
    return Written("What validation rows chose, by fold", ("data", "network", "graphs"), rows)


def _everything(one: Compared) -> Written:
    gains = {(gain.model, gain.against): gain for gain in one.gains}
    rows = []
    for model in one.models:
        alone = f"{model.split(' ')[0]} {ALONE}"
        both = [gains.get((model, against)) for against in (alone, LOGISTIC)]
        rows.append(
            (
                "logistic regression" if model == LOGISTIC else words(model),
                f"{one.mean(f'auroc {model}'):.3f}",
                f"{one.mean(f'loss {model}'):.3f}",
                *("" if gain is None else gain_text(gain) for gain in both),
                *("" if gain is None else _p(gain.holm_p) for gain in both),
            )
        )
    columns = (
        "model", "AUROC", "log loss", "over no edges", "over logistic",
        "Holm p, no edges", "Holm p, logistic",
    )  # fmt: skip
    prevalence = f"{100 * one.mean('ill'):.0f} % ill, {one.mean('columns'):.0f} columns"
    title = f"{one.title}: {one.facts['source']}; {prevalence}; {len(one.lines)} folds"
    return Written(title, columns, tuple(rows))


def _p(value: float) -> str:
    return f"{value:.3f}" if np.isfinite(value) else ""
