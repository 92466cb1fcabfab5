"""Progress of long work: a bar on a terminal, one line per finished piece elsewhere."""

import sys
import time
from collections.abc import Iterable, Iterator
from typing import TypeVar

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)

Item = TypeVar("Item")


def progress(items: Iterable[Item], /, *, total: int, description: str) -> Iterator[Item]:
    """Pass the items through and show on stderr how many have come.

    Work of length 0 shows nothing. The work that is timed is what the caller does with an item,
    together with what it takes to make the next one.

    Args:
        items: anything that can be looped over.
        total: how many items will come.
        description: what is being done, such as "reading pages".
    """
    words = description[:1].upper() + description[1:]
    if not total:
        return iter(items)
    console = Console(stderr=True)
    if console.is_terminal and not console.is_dumb_terminal:
        return _with_bar(items, total=total, words=words, console=console)
    return _with_line(items, words)


def _with_bar(items: Iterable[Item], *, total: int, words: str, console: Console) -> Iterator[Item]:
    columns = (
        TextColumn("{task.description:<18}", markup=False),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TextColumn("left", style="dim"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=console, transient=False) as bars:
        task = bars.add_task(words, total=total)
        for item in items:
            yield item
            bars.advance(task)


def _with_line(items: Iterable[Item], words: str) -> Iterator[Item]:
    begin, number = time.perf_counter(), 0
    for item in items:
        yield item
        number += 1
    seconds = time.perf_counter() - begin
    print(f"{words}: {number} in {seconds:.1f} s", file=sys.stderr)
