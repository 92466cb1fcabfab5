"""What an audit finds: what is wrong, where, how bad it is, and what to do."""

from dataclasses import dataclass
from enum import StrEnum

from hfgnn.types.estimate import Estimate


class Severity(StrEnum):
    """How much a finding matters."""

    leak = "leak"  # the answer, or a copy of it, can be read where it must not be known
    warning = "warning"  # the score may come from something else than the disease
    note = "note"  # worth knowing; no score is wrong for it


@dataclass(frozen=True)
class Evidence:
    """How bad it is: a score with the leak, and the same score without it.

    Attributes:
        score: what is measured, such as "AUROC of the network on test pages".
        leaking: with the leak.
        clean: without it, or what chance gives; None where it cannot be had.
        meaning_of_clean: what the second number stands for, such as "pages without a copy in
            training".
    """

    score: str
    leaking: Estimate
    clean: Estimate | None
    meaning_of_clean: str


@dataclass(frozen=True)
class Finding:
    """One thing that an audit found.

    Attributes:
        name: short and constant, such as "exact copies across folds"; audits of one kind of
            data use the same names.
        severity: how much it matters.
        what: one sentence with the numbers.
        where: files, columns or patients concerned, all of them.
        evidence: how bad it is, one entry per score; empty where nothing can be measured.
        advice: what to do, one sentence.
    """

    name: str
    severity: Severity
    what: str
    where: tuple[str, ...]
    evidence: tuple[Evidence, ...]
    advice: str
