"""Column names that speak of what happened after the prediction was due."""

import re

_SPAN = r"(?:days?|weeks?|months?|years?|hours?)"

REASONS: tuple[tuple[str, str], ...] = (
    (rf"^time(?: (?:in )?{_SPAN})?$", "how long a patient was followed ends with the outcome"),
    (r"\btime (?:to|until|till)\b", "the time to an event is known after the event"),
    (rf"\b{_SPAN} (?:to|until|till)\b", "the time to an event is known after the event"),
    (rf"^{_SPAN}(?: \d*{_SPAN})?$", "how long a patient was followed ends with the outcome"),
    (
        r"\bfollow ?(?:ed )?up\b|\bfu (?:time|days?|months?|years?)\b",
        "follow-up is what comes after",
    ),
    (r"\bsurviv(?:al|ed|or|e|es|ing)\b", "survival is an outcome"),
    (r"\b(?:death|dead|died|deceased|mortality|alive|expired|fatal)\b", "death is an outcome"),
    (r"\boutcomes?\b|\bend ?points?\b", "an outcome is what is to be predicted"),
    (r"^events?$|\bevent (?:status|indicator|type|time)\b|\bmace\b", "an event is an outcome"),
    (
        r"^status$|\b(?:vital|survival|patient|final|life|exit) status\b",
        "the status is known when follow-up ends",
    ),
    (r"\bcensor(?:ed|ing|ship)?\b", "censoring is known when follow-up ends"),
    (r"\bexit\b", "how a patient left the study is known when follow-up ends"),
    (r"\bdischarged?\b", "discharge comes after the stay"),
    (r"\blength of (?:hospital |icu )?stay\b|\blos\b", "the length of a stay is known at its end"),
    (r"\b(?:re ?admi(?:ssion|tted)|re ?hospitali[sz](?:ation|ed))\b", "it comes after the stay"),
)
"""Regular expressions for names in lower-case words, and what is wrong with such a column."""

HARMLESS = r"\b(?:history|family|father|mother|parents?|siblings?|prior|previous)\b"
"""Words that put an event before the prediction."""


def outcome_reason(name: str) -> str | None:
    """Why a column of this name may depend on the outcome; None where nothing says so."""
    text = words(name)
    if re.search(HARMLESS, text):
        return None
    return next((reason for pattern, reason in REASONS if re.search(pattern, text)), None)


def words(name: str) -> str:
    """A name as lower-case words: DaysToDeath, days-to-death and days_to_death are the same."""
    parted = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", " ", name)
    return " ".join(re.findall(r"[^\W_]+", parted.lower()))
