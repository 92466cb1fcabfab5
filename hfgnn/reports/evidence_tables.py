"""Tables of report.html on how far the result can be believed, as plain values for the template."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from hfgnn.reports.estimates import MINUS, full_text, value_text
from hfgnn.reports.sections import cell
from hfgnn.reports.units import PAGE, in_units, unit_of
from hfgnn.reports.words import model_words

MOST_PLACES = 12
"""Files or columns that a finding names in the report; audit.json has all."""

FIRST_DIVISION = "only the first division into folds was looked at"
NOT_SOUGHT = (
    f"{FIRST_DIVISION}, and pages that are mirrored, turned by a quarter or seen in perspective "
    "are not sought"
)
"""What an audit of pages that found nothing may have missed."""

CALIBRATION = {
    "slope": ("calibration slope", "1 is right; below it, probabilities are too extreme"),
    "intercept": ("calibration in the large", "0 is right; below it, they are too high (logit)"),
    "ece": (
        "expected calibration error",
        "mean distance from the observed share; beside it, what perfectly "
        "calibrated probabilities would give by chance",
    ),
    "brier": ("Brier score", "mean squared error, the sum of the next three"),
    "miscalibration": (
        "of it, miscalibration",
        "what a better scale would win; beside it, what is there to win by "
        "chance, if perfectly calibrated",
    ),
    "discrimination": ("less discrimination", "what telling pages apart has won"),
    "uncertainty": ("and uncertainty", "what no model can know from the prevalence alone"),
}

SUBGROUP_SCORES = {
    "auroc": "AUROC",
    "sensitivity": "sensitivity",
    "specificity": "specificity",
    "calibration_in_the_large": "probability less observed",
    "coverage": "sets that hold the truth",
}
SIGNED = ("calibration_in_the_large",)

CONFORMAL = {
    "coverage": "sets that hold the truth",
    "coverage_healthy": "of pages without disease",
    "coverage_ill": "of pages with disease",
    "decided": "sets of one class: decided",
    "both": "sets of both classes: abstained",
    "empty": "empty sets: between the classes, abstained",
    "accuracy_decided": "right among the decided",
    "accuracy_decided_healthy": "right among those decided as without disease",
    "accuracy_decided_ill": "right among those decided as diseased",
}


@dataclass(frozen=True)
class FindingRow:
    """One finding, as the report shows it."""

    name: str
    severity: str
    what: str
    where: list[str]
    more: int
    evidence: list[tuple[str, str, str, str]]
    advice: str


def not_sought(has_pictures: bool) -> str:
    """What an audit that found nothing may have missed."""
    return NOT_SOUGHT if has_pictures else FIRST_DIVISION


def finding_rows(audit: Mapping[str, Any], unit: str = PAGE) -> list[FindingRow]:
    """The findings of an audit, the worst first.

    Args:
        audit: as metrics.json has it.
        unit: what a record is, in one word.
    """
    order = ("leak", "warning", "note")
    found = sorted(audit.get("findings", ()), key=lambda one: order.index(one["severity"]))
    return [
        FindingRow(
            name=one["name"],
            severity=one["severity"],
            what=_sentence(in_units(one["what"], unit), one["where"]),
            where=list(one["where"][:MOST_PLACES]),
            more=max(len(one["where"]) - MOST_PLACES, 0),
            evidence=[_evidence(each, unit) for each in one["evidence"]],
            advice=_sentence(in_units(one["advice"], unit)),
        )
        for one in found
    ]


def _sentence(text: str, names: Sequence[str] = ()) -> str:
    """With a capital, unless it begins with the name of a file or column."""
    begins_with_name = any(text.startswith(name) for name in names)
    return text if begins_with_name else text[:1].upper() + text[1:]


def _evidence(one: Mapping[str, Any], unit: str) -> tuple[str, str, str, str]:
    clean = one.get("clean")
    return (
        in_units(one["score"], unit),
        _printed(full_text(one["leaking"])),
        _printed(full_text(clean)) if clean else "",
        in_units(one["meaning_of_clean"], unit),
    )


def probe_rows(audit: Mapping[str, Any]) -> list[tuple[str, str, str, str]]:
    """Every probe: what was read, what was to be told, AUROC, and what chance gives."""
    return [
        (
            one["name"],
            one["target"],
            _printed(full_text(one["auroc"])),
            _printed(full_text(one["chance"])),
        )
        for one in audit.get("probes", ())
    ]


def test_rows(metrics: Mapping[str, Any]) -> list[dict[str, str]]:
    """The tests of the network against every control, one line each."""
    return [
        {
            "name": test["against"],
            "words": model_words(test["against"], metrics["network"], metrics["protocol"]).short,
            "difference": _printed(full_text(test.get("delong"), name="difference", sign="+")),
            "p": p_text(test.get("delong", {}).get("p")),
            "holm": p_text(test.get("holm_p")),
            "corrected_t": p_text(test.get("corrected_t", {}).get("p")),
            "mcnemar": p_text(test.get("mcnemar", {}).get("p")),
            "errors": _errors(test.get("mcnemar")),
        }
        for test in metrics.get("statistics", {}).get("tests", ())
    ]


def _errors(test: Mapping[str, int] | None) -> str:
    return f"{test['only_one_errs']} : {test['only_other_errs']}" if test else ""


def p_text(p: float | None) -> str:
    """A p-value with three decimals; smaller ones as a bound."""
    if p is None:
        return ""
    return "< 0.001" if p < 0.001 else f"{p:.3f}"


def spread_lines(metrics: Mapping[str, Any]) -> Iterator[str]:
    """What is known of the spread over repeats and seeds, in sentences."""
    spread = metrics.get("statistics", {}).get("spread")
    if not spread:
        return
    repeats, seeds = spread["repeats"], spread["seeds"]
    values = [value for row in spread["values"] for value in row]
    if len(values) < 2:
        yield (
            "The patients were divided into folds once and each network was trained from one set "
            "of initial weights, so the spread by division and by seed is not measured; "
            "protocol.repeats and protocol.seeds would."
        )
        return
    yield (
        f"Over {_count(repeats, 'division')} of the patients into folds and "
        f"{_count(seeds, 'set')} of initial weights each, the network's AUROC ran from "
        f"{min(values):.3f} to {max(values):.3f}."
    )
    if "seed_sd" in spread:
        yield f"Standard deviation by initial weights alone: {spread['seed_sd']:.4f}."
    if "split_sd" in spread:
        yield f"By division alone: {spread['split_sd']:.4f}."


def calibration_rows(metrics: Mapping[str, Any]) -> list[tuple[str, str, str, str]]:
    """Name, meaning, value before and after recalibration."""
    found = metrics.get("use", {}).get("calibration", {})
    raw, after = (found.get(name, {}).get("scores", {}) for name in ("raw", "recalibrated"))
    return [
        (
            words,
            in_units(meaning, unit_of(metrics)),
            _printed(chance_text(raw.get(name))),
            _printed(chance_text(after.get(name))),
        )
        for name, (words, meaning) in CALIBRATION.items()
        if name in raw or name in after
    ]


def chance_text(estimate: Mapping[str, float] | None) -> str:
    """A number with its interval, or with what chance would give."""
    if not estimate or "by_chance" not in estimate:
        return full_text(estimate)
    mean, most = (value_text(estimate, name=name) for name in ("by_chance", "by_chance_95"))
    return f"{value_text(estimate)} (by chance {mean}, 95 % below {most})"


def conformal_rows(metrics: Mapping[str, Any]) -> list[tuple[str, str]]:
    """What became of the conformal sets."""
    found = metrics.get("use", {}).get("conformal", {})
    return [
        (in_units(words, unit_of(metrics)), full_text(found[name]))
        for name, words in CONFORMAL.items()
        if name in found
    ]


def subgroup_rows(metrics: Mapping[str, Any]) -> list[dict[str, Any]]:
    """A line per subgroup."""
    return [
        {
            "name": f"{one['column']}: {one['value']}".replace("_", " "),
            "pages": f"{one['pages']:,}",
            "patients": f"{one['patients']:,}",
            "prevalence": f"{one['prevalence']:.0%}",
        }
        | {
            "scores": [
                cell(one["scores"].get(score), sign="+" if score in SIGNED else "")
                for score in SUBGROUP_SCORES
            ]
        }
        for one in metrics.get("use", {}).get("subgroups", ())
    ]


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _printed(text: str) -> str:
    return text.replace("-", MINUS)


def worst(rows: Sequence[FindingRow]) -> str:
    """The gravest severity among findings, "" where there is none."""
    return rows[0].severity if rows else ""
