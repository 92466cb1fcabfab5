"""What to look for in each figure; a title ends with a full stop or a question mark."""

from hfgnn.reports.control_words import ON_A_GRAPH
from hfgnn.reports.finished import Finished
from hfgnn.reports.graph_captions import graph_captions
from hfgnn.reports.pages import MOST_CLASSES, hides_margins
from hfgnn.reports.units import in_units
from hfgnn.reports.use_figures import use_captions
from hfgnn.reports.words import network_name, threshold_words


def captions(finished: Finished) -> dict[str, dict[str, str]]:
    """Title and caption of each figure, by name."""
    name = network_name(finished.network.model)
    threshold, _ = threshold_words(finished.metrics["protocol"])
    texts = {
        "forest": _forest_caption(finished, name),
        "roc": (
            "ROC curves.",
            f"{name[:1].upper()}{name[1:]} in bold. A control on top of the bold line does as well"
            f"{_who_has_the_graph(finished)}. The area under each line is the AUROC of the table.",
        ),
        "precision_recall": (
            "Precision-recall curves.",
            "Of those called diseased, how many are. The dotted line is the share of diseased "
            "pages, which a model without any knowledge reaches.",
        ),
        "confusion": (
            f"What {name} says of whom.",
            f"Test pages of all folds {threshold}. The lower left field holds the diseased pages "
            "that are missed.",
        ),
        "graph": (
            "The patient graph.",
            "Similar patients stand close. " + _graph_caption(finished),
        ),
        "pages": (
            "Example pages.",
            _pages_caption(finished),
        ),
    }
    texts |= use_captions(finished) | graph_captions(finished)
    return {
        key: {"title": in_units(title, finished.unit), "caption": in_units(text, finished.unit)}
        for key, (title, text) in texts.items()
    }


def _forest_caption(finished: Finished, name: str) -> tuple[str, str]:
    """Title and caption, which tell what has to lie right of zero."""
    if finished.drawn is None:
        title, rule = "Does the network matter?", "It is better only where every interval lies"
    else:
        title, rule = (
            "Does the graph matter?",
            "The graph helps only where the intervals of the same network without edges, of the "
            "same network on random edges and of every model without a graph lie",
        )
    return title, (
        f"Left: each model's AUROC with its interval. Right: by how much {name} is better on "
        f"the same drawn patients. {rule} wholly right of zero. Two intervals on the left may "
        "overlap although their difference on the right is clear."
    )


def _who_has_the_graph(finished: Finished) -> str:
    models = [one.model for one in finished.controls]
    others = [network_name(model) for model in models if model in ON_A_GRAPH]
    if "label_propagation" in models:
        others.append("label propagation")
    if finished.drawn is None or not others:
        return ""
    has = "has" if len(others) == 1 else "have"
    return f", and only {' and '.join(others)} {has} the same graph"


def _graph_caption(finished: Finished) -> str:
    graph = finished.metrics.get("graph", {})
    text = "Regions of one colour mean that neighbours share a diagnosis."
    if {"homophily", "homophily_by_chance"} <= graph.keys():
        text += (
            f" Over all folds {graph['homophily']:.0%} of the edges to test pages come from "
            f"patients of equal label, where chance gives {graph['homophily_by_chance']:.0%}."
        )
    if "neighbour_recall" in graph:
        text += (
            " Neighbours were searched approximately: "
            f"{graph['neighbour_recall']:.1%} of the true ones were found, measured on a sample."
        )
    text += " The axes have no meaning."
    names = () if finished.drawn is None else finished.drawn.nodes.record_id.tolist()
    if any("#" in name for name in names):
        text += " Among the points are the copies that were made for balance."
    return text


def _pages_caption(finished: Finished) -> str:
    classes = len(set(finished.cohort.records.class_name.tolist()))
    each = "each class" if classes <= MOST_CLASSES else f"the first {MOST_CLASSES} classes"
    text = f"The first page of {each} and one from the middle of the class."
    if hides_margins(finished):
        text += (
            " The whole page was used; header and footer are blurred here, since they may name the "
            "patient and no crop (data.crop) cuts them away."
        )
    elif finished.cohort.crop is not None:
        text += (
            " Only what lies inside the dashed frame was used; the rest is blurred here, since it "
            "may name the patient."
        )
    return text
