"""What to look for in each figure; a title ends with a full stop or a question mark."""

from hfgnn.reports.finished import Finished
from hfgnn.reports.words import network_name


def captions(finished: Finished) -> dict[str, dict[str, str]]:
    """Title and caption of each figure, by name."""
    name = network_name(finished.network.model)
    texts = {
        "forest": (
            "Does the graph matter?",
            f"Left: each model's AUROC with its interval. Right: by how much {name} is better on "
            "the same drawn patients. The graph helps only where the intervals of the same network "
            "without edges, of the same network on random edges and of every model without a "
            "graph lie wholly right of zero. Two intervals on the left may overlap although "
            "their difference on the right is clear.",
        ),
        "roc": (
            "ROC curves.",
            f"{name} in bold. A control on top of the bold line does as well without the graph. "
            "The area under each line is the AUROC of the table.",
        ),
        "precision_recall": (
            "Precision-recall curves.",
            "Of those called diseased, how many are. The dotted line is the share of diseased "
            "pages, which a model without any knowledge reaches.",
        ),
        "confusion": (
            f"What {name} says of whom.",
            "Pages of all test folds at the threshold that the validation pages chose. The lower "
            "left field holds the patients that are missed.",
        ),
        "graph": (
            "The patient graph.",
            "Similar patients stand close. " + _graph_caption(finished),
        ),
        "pages": (
            "Example pages.",
            "The first page of each class and one from its middle." + _crop_caption(finished),
        ),
    }
    return {key: {"title": title, "caption": text} for key, (title, text) in texts.items()}


def _graph_caption(finished: Finished) -> str:
    graph = finished.metrics.get("graph", {})
    text = "Regions of one colour mean that neighbours share a diagnosis."
    if {"homophily", "homophily_by_chance"} <= graph.keys():
        text += (
            f" Over all folds {graph['homophily']:.0%} of edges join equal labels, where chance "
            f"gives {graph['homophily_by_chance']:.0%}."
        )
    text += " The axes have no meaning."
    if any("#" in name for name in finished.drawn.nodes.record_id.tolist()):
        text += " Training rows include the copies that were made for balance."
    return text


def _crop_caption(finished: Finished) -> str:
    if finished.cohort.crop is None:
        return ""
    return (
        " Only what lies inside the dashed frame was used; the rest is blurred here, since it may "
        "name the patient."
    )
