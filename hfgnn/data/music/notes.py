"""What a report says about these patients: who they are, who was left out, what was changed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from hfgnn.config.music import NEVER, Censored, Target
from hfgnn.data.music.columns import AGE, Source
from hfgnn.data.music.follow_up import LOST, SURVIVED, TRANSPLANTED, FollowUp, Question
from hfgnn.data.music.table import ABOVE_89, OLDEST_YEARS
from hfgnn.data.tables.number import canonical

ENDS = {
    LOST: "lost to follow-up",
    TRANSPLANTED: "transplanted",
    SURVIVED: "in the study for less than this",
}

DEATHS = {
    Target.death: "died",
    Target.pump_failure: "died of pump failure",
    Target.sudden_death: "died suddenly",
}


def source_of(question: Question, used: Sequence[FollowUp], num_lines: int) -> str:
    """One phrase with the counts.

    Args:
        question: what is asked.
        used: the patients whose end is known.
        num_lines: patients in the table.
    """
    deaths = sum(question.answer(one) == 1 for one in used)
    return (
        f"MUSIC, {len(used):,} of {num_lines:,} patients with chronic heart failure, of whom "
        f"{deaths:,} {DEATHS[question.target]} {_within(question)}"
    )


def notes_of(
    question: Question,
    used: Sequence[FollowUp],
    *,
    censored: Counter[str],
    cells: Sequence[Mapping[str, str]],
    sources: Sequence[Source],
    implausible: Mapping[str, int],
) -> tuple[str, ...]:
    """One sentence each.

    Args:
        question: what is asked.
        used: the patients whose end is known.
        censored: the others, by code of their exit.
        cells: of the patients who are used.
        sources: the columns that were read.
        implausible: how many values of each clinical column were made missing.
    """
    notes = [
        _left_out(question, censored),
        _counted_alive(question, used),
        _other_deaths(question, used),
        "Never columns: " + ", ".join(NEVER),
        _codes(cells, sources),
        _oldest(cells),
        *(f"{count} values of {name} are not plausible and so missing"
          for name, count in implausible.items() if count),
    ]  # fmt: skip
    return tuple(f"{note}." for note in notes if note)


def _within(question: Question) -> str:
    days = question.horizon_days
    return "during the whole follow-up" if days is None else f"within {days:g} days"


def _left_out(question: Question, censored: Counter[str]) -> str:
    if not censored:
        return ""
    told = ", ".join(f"{censored[end]} {words}" for end, words in ENDS.items() if censored[end])
    return (
        f"{censored.total()} patients are left out because nobody knows whether they died "
        f"{_within(question)}: {told}"
    )


def _counted_alive(question: Question, used: Sequence[FollowUp]) -> str:
    """How many are said to live of whom nobody knows."""
    strict = Question(question.target, question.horizon_days, Censored.left_out)
    unknown = sum(isinstance(strict.answer(one), str) for one in used)
    if not unknown:
        return ""
    return f"{unknown} patients count as alive of whom nobody knows whether they died"


def _other_deaths(question: Question, used: Sequence[FollowUp]) -> str:
    others = sum(
        one.died_within(question.horizon_days) and question.answer(one) == 0 for one in used
    )
    if not others:
        return ""
    return (
        f"{others} patients who died of another cause {_within(question)} count as not having "
        f"{DEATHS[question.target]}"
    )


def _codes(cells: Sequence[Mapping[str, str]], sources: Sequence[Source]) -> str:
    """Which codes stand for nothing, and how often."""
    counts = {
        source.header: sum(canonical(one[source.header]) in source.missing for one in cells)
        for source in sources
        if source.missing
    }
    told = ", ".join(f"{header} {count}" for header, count in counts.items() if count)
    return f"Codes that stand for no value are missing: {told}" if told else ""


def _oldest(cells: Sequence[Mapping[str, str]]) -> str:
    count = sum(one[AGE.header] == ABOVE_89 for one in cells)
    return f"{count} age {ABOVE_89} is taken as {OLDEST_YEARS}" if count else ""
