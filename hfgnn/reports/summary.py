"""The paragraph that says in plain words what was run on what."""

from collections.abc import Iterator, Mapping
from typing import Any

from hfgnn.reports.graph_words import SPACES, chosen_sentence
from hfgnn.reports.sections import chosen
from hfgnn.reports.units import PAGE, PATIENT, counted, in_units, source_of, unit_of
from hfgnn.reports.words import EDGES, PROTOCOLS, clinical_gap, network_name, spoken


def title(metrics: Mapping[str, Any]) -> str:
    """The question that the run asks."""
    cohort = metrics.get("cohort", {})
    positive = cohort.get("positive", [])
    healthy = [name for name in cohort.get("classes", {}) if name not in positive]
    what = f"recognize {spoken(positive) or 'disease'}"
    if unit_of(metrics) != PAGE and positive and healthy:  # an outcome is no disease
        what = f"tell {spoken(positive)} from {spoken(healthy)}"
    if "graph" not in metrics["protocol"]:
        return f"How well does a {network_name(metrics['network'])} {what}?"
    return f"Does a graph of similar patients help to {what}?"


def paragraphs(metrics: Mapping[str, Any], settings: str = "") -> list[str]:
    """Cohort, then method; sentences whose facts are absent are left out.

    Args:
        metrics: the content of metrics.json.
        settings: of the run, as yaml text.
    """
    cohort = [*_cohort(metrics.get("cohort", {}))]
    if gap := clinical_gap(metrics):
        cohort.append(f"{gap}.")
    unit = unit_of(metrics)
    method = [*_protocol(metrics["protocol"]), *_method(metrics, settings)]
    return [" ".join(cohort), " ".join(in_units(one, unit) for one in method)]


def _cohort(cohort: Mapping[str, Any]) -> Iterator[str]:
    if "source" in cohort:
        yield f"The data are {cohort['source']}."
    refused, copies = cohort.get("refused", 0), cohort.get("duplicates", 0)
    unit = cohort.get("unit", PAGE)
    if "records" in cohort and refused:
        yield (
            f"{counted(cohort['records'], unit)} could be read; "
            f"{counted(refused, source_of(unit))} "
            f"{'was' if refused == 1 else 'were'} left out, with the reason in refused.csv."
        )
    elif "records" in cohort:
        yield f"{counted(cohort['records'], unit)} could be read, which are all there are."
    if copies:
        same = "is an exact copy" if copies == 1 else "are exact copies"
        yield f"{counted(copies, unit)} {same} of another."
    if "used" in cohort:
        yield f"{counted(cohort['used'], unit)}{_whose(cohort)} were used{_classes(cohort)}."


def _whose(cohort: Mapping[str, Any]) -> str:
    """Of how many patients, where a record is not a patient itself."""
    if "patients" not in cohort or cohort.get("unit") == PATIENT:
        return ""
    return f" of {counted(cohort['patients'], PATIENT)}"


def _classes(cohort: Mapping[str, Any]) -> str:
    classes = cohort.get("classes", {})
    named = (f"{number:,} {spoken([name])}" for name, number in classes.items())
    return f" ({', '.join(named)})" if classes else ""


def _protocol(protocol: Mapping[str, Any]) -> Iterator[str]:
    folds, name = protocol.get("folds"), protocol["name"].replace("_", " ")
    if folds:
        number = "one split" if folds == 1 else f"{folds} folds"
        yield f"The {name} protocol was followed, with {number}."
    else:
        yield f"The {name} protocol was followed."
    for words in (PROTOCOLS.get(protocol["name"]), EDGES.get(protocol.get("graph", ""))):
        if words:
            yield words


def _method(metrics: Mapping[str, Any], settings: str) -> Iterator[str]:
    if "backbone" in metrics:
        yield f"Each page was turned into numbers by a backbone: {metrics['backbone']}."
    graph = metrics.get("graph", {})
    if "k" in graph:
        yield from _edges(metrics, settings)
    if "chosen" in graph:
        yield chosen_sentence(graph["chosen"])
    name = network_name(metrics["network"])
    trained = f"On this graph a {name}" if "graph" in metrics["protocol"] else f"A {name}"
    yield (
        f"{trained} was trained, and beside it, on the same pages and with the same "
        "rule for the threshold, every control of the table."
    )


def _edges(metrics: Mapping[str, Any], settings: str) -> Iterator[str]:
    graph = metrics["graph"]
    if graph.get("space") == "none":
        yield "Nobody is joined to anybody."
        return
    others = graph["k"] - 1 if chosen(settings, "graph.counts_itself") else graph["k"]
    whom = f"the {others} most similar ones" if others > 1 else "the most similar one"
    if "metric" in graph:
        whom += f" by {graph['metric']} distance"
    if graph.get("space", "raw") != "raw":
        whom += f" in {SPACES[graph['space']]}"
    if metrics["protocol"].get("direction") == "from_query":
        yield f"Each page sends to {whom}, and receives from those that send to it."
    else:
        yield f"Each page receives from {whom}."
    if others < graph["k"]:
        yield f"It is itself counted among its {graph['k']}."
    if chosen(settings, "graph.symmetric"):
        yield "An edge runs both ways where both pages may send."
