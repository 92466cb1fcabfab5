"""Two ways of doing one thing, timed in turns, and the ratio that comes of it."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median


@dataclass(frozen=True)
class Paired:
    """Seconds that both sides took, round by round.

    Attributes:
        plain: what a user would write instead.
        fast: the same by this package.
    """

    plain: tuple[float, ...]
    fast: tuple[float, ...]

    def __post_init__(self) -> None:
        if not self.plain or len(self.plain) != len(self.fast):
            raise ValueError(
                f"{len(self.plain)} plain rounds and {len(self.fast)} fast ones make no pairs"
            )

    @property
    def ratios(self) -> tuple[float, ...]:
        """How many times faster, in each round."""
        return tuple(plain / fast for plain, fast in zip(self.plain, self.fast, strict=True))


@dataclass(frozen=True)
class Line:
    """One line of the table.

    Attributes:
        topic: the benchmark, such as "knn".
        name: what was done, and against what.
        size: how much of it, such as "10,000 patients x 517".
        paired: seconds of both sides; of a side alone, where there is nothing to compare with,
            it stands in ``measured`` instead.
        measured: what is no pair of times: name and value with its unit, in the order to be shown.
        goal: the least ratio wanted, None where none was set.
        reached: whether another goal than a ratio was reached; None where there is none.
        floor_s: seconds that the arithmetic or the memory alone would take at the rates measured
            in this run; None where no such bound says anything.
        floor: what that bound is made of.
        notes: what must be known to read the line.
        limited_by: what keeps the fast side from a goal it may miss.
    """

    topic: str
    name: str
    size: str
    paired: Paired | None = None
    measured: tuple[tuple[str, str], ...] = ()
    goal: float | None = None
    reached: bool | None = None
    floor_s: float | None = None
    floor: str = ""
    notes: tuple[str, ...] = ()
    limited_by: str = ""

    @property
    def ratio(self) -> float | None:
        """The median of the rounds' ratios."""
        return None if self.paired is None else median(self.paired.ratios)

    @property
    def attained(self) -> float | None:
        """Share of the floor's speed that the fast side has."""
        if self.paired is None or self.floor_s is None:
            return None
        return self.floor_s / median(self.paired.fast)

    @property
    def is_reached(self) -> bool | None:
        """Whether the goal is reached; None where there is none."""
        if self.goal is None or self.ratio is None:
            return self.reached
        return self.ratio >= self.goal and self.reached is not False


def side_by_side(
    plain: Callable[[], object], fast: Callable[[], object], *, rounds: int, warm_up: bool = True
) -> Paired:
    """Time both sides in turns; whoever began one round comes second in the next.

    Args:
        plain: what a user would write instead.
        fast: the same by this package.
        rounds: how often each is timed.
        warm_up: whether each runs once before, uncounted.
    """
    if warm_up:
        plain()
        fast()
    taken: dict[Callable[[], object], list[float]] = {plain: [], fast: []}
    for number in range(rounds):
        order: Sequence[Callable[[], object]] = (plain, fast) if number % 2 == 0 else (fast, plain)
        for work in order:
            taken[work].append(seconds_of(work))
    return Paired(tuple(taken[plain]), tuple(taken[fast]))


def seconds_of(work: Callable[[], object]) -> float:
    """Seconds of one call, without the garbage of the one before."""
    gc.collect()
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin
