"""Tables and sentences on how often verdicts are right."""

from collections.abc import Sequence

from hfgnn.reports.study_files import Written
from hfgnn.reports.verdict_rates import TRUTH, Cell, VerdictRates
from hfgnn.types import Estimate

QUESTIONS = {
    "false_helps": "of {n} cohorts in which the graph does not help, the verdict said it helps",
    "false_hurts": "of {n} cohorts in which the graph tells nothing further, it said it hurts",
    "power_at_goal": "of {n} cohorts with gain {gain:g} and {patients} patients, it said it helps",
    "hurts_found": "of {n} cohorts in which averaging hurts, it said so",
}


def verdict_tables(rates: VerdictRates) -> list[Written]:
    """The rates by cell; the scores behind them; the long run; what stood against "helps"."""
    tables = [_rates(rates.cells()), _scores("Mean scores", rates.cells())]
    if long_run := rates.cells(in_the_long_run=True):
        tables.append(_scores("In the long run: one large cohort of each kind", long_run))
    if blocking := rates.blocking():
        rows = tuple(
            (where, control, str(count))
            for where, counts in blocking.items()
            for control, count in sorted(counts.items(), key=lambda pair: -pair[1])
        )
        title = 'Which controls stood against "helps" where the graph helps'
        tables.append(Written(title, ("cohorts of", "not clearly beaten", "cohorts"), rows))
    return tables


def conclusions(rates: VerdictRates) -> list[str]:
    """The answers to the study's questions, a sentence each."""
    study = rates.study
    size = f"{max(study.sizes):,}"
    return [
        f"{percent(one.share)} "
        + QUESTIONS[name].format(n=one.cohorts, gain=study.goal_gain, patients=size)
        for name, one in rates.answers().items()
    ]


def percent(one: Estimate) -> str:
    """A share with its interval, in percent."""
    value, low, high = (f"{100 * number:.0f}" for number in (one.value, one.low, one.high))
    return f"{value}% [{low}, {high}]"


def kind_words(kind: str, level: float) -> str:
    """A kind and how strong it is."""
    return {"helps": f"helps by {level:g}", "hurts": f"hurts, {level:g} private"}.get(kind, kind)


def _rates(cells: Sequence[Cell]) -> Written:
    rows = tuple(
        (
            kind_words(cell.kind, cell.level),
            f"{cell.patients:,}",
            str(cell.cohorts),
            *(
                f"{percent(one)}{' *' if TRUTH[cell.kind] == name else ''}"
                for name, one in (("helps", cell.helps), ("hurts", cell.hurts))
            ),
            f"{cell.gain:+.3f}",
        )
        for cell in cells
    )
    columns = ("truth", "patients", "cohorts", '"helps"', '"hurts"', "over no edges")
    return Written(
        'How often the verdict says "helps" and "hurts" (* where it is true)', columns, rows
    )


def _scores(title: str, cells: Sequence[Cell]) -> Written:
    rows = tuple(
        (
            kind_words(cell.kind, cell.level),
            f"{cell.patients:,}",
            f"{cell.network:.3f}",
            f"{cell.no_edges:.3f}",
            f"{cell.gain:+.3f}",
            f"{100 * cell.homophily:.0f}% ({100 * cell.homophily_by_chance:.0f}%)",
            f"{cell.seconds:.0f} s",
        )
        for cell in cells
    )
    columns = ("truth", "patients", "AUROC", "no edges", "gain", "equal labels (chance)", "time")
    return Written(title, columns, rows)
