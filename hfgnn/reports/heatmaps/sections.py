"""Parts of the report that only runs on heat maps have."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from hfgnn.reports.estimates import full_text
from hfgnn.reports.heatmaps.looked import LookedAt, draw_looked
from hfgnn.reports.section import Section, TextTable

Metrics = Mapping[str, Any]

PICTURES = {
    "scalogram": "a scalogram: how strong each frequency is at each time (continuous wavelet "
    "transform)",
    "recurrence": "a recurrence picture: how far the signal at one time is from the signal at "
    "another",
}


def sections(metrics: Metrics, shown: Sequence[LookedAt]) -> tuple[Section, ...]:
    """The heat map and its time, what the network looked at, and whether it can read digits.

    Args:
        metrics: the content of metrics.json.
        shown: test beats with their maps.
    """
    parts = [heatmap_section(metrics), looking_section(metrics, shown)]
    return tuple(parts + ([digits_section(metrics)] if "digits" in metrics else []))


def in_short(metrics: Metrics) -> Iterator[str]:
    """The same in a sentence each, for the terminal."""
    own = list(metrics["classes"][metrics["network"]].items())
    if len(own) == 2:
        name, scores = own[1]
        yield f"AUROC of {name}: {full_text(scores['auroc'])}"
    times = metrics["real_time"]
    alone = times["batch_1"]["all_ms"]["median"]
    lasts = f"; a beat lasts {times['beat_ms']:.0f} ms" if "beat_ms" in times else ""
    yield f"one fit needs {_ms(alone)} per row, heat map and network, on one thread{lasts}"
    looking = metrics["looking"]
    passed = looking["passed"]
    failed = [name for name, holds in passed.items() if not holds]
    yield "Grad-CAM: " + (f"check failed: {', '.join(failed)}" if failed else "both checks passed")
    if "digits" in metrics:
        digits = metrics["digits"]
        yield (
            f"digits check {'passed' if digits['passed'] else 'FAILED'}: accuracy "
            f"{digits['accuracy']:.3f} on {digits['test']:,} test digits, "
            f"{digits['required']:g} required"
        )


def heatmap_section(metrics: Metrics) -> Section:
    """What the network sees, and how long it takes."""
    heatmap, times = metrics["heatmap"], metrics["real_time"]
    leads = heatmap["channels"]
    channels = "one channel" if leads == 1 else f"{leads} channels, one per lead"
    rows = []
    for name, words in (("batch_1", "one at a time"), ("batch_256", "256 at a time")):
        drawn, whole = times[name]["heatmap_ms"], times[name]["all_ms"]
        rows.append((words, *map(_ms, (drawn["median"], whole["median"], whole["slowest"]))))
    return Section(
        title="The heat map, and its time",
        paragraphs=(
            f"Every row of data is drawn as {PICTURES[heatmap['name']]}, {heatmap['rows']} by "
            f"{heatmap['columns']} pixels with {channels}. The network has "
            f"{heatmap['weights']:,} weights.",
            _fast_enough(times),
        ),
        tables=(
            TextTable(
                ("asked", "heat map", "heat map and network", "99 % of the calls below"),
                tuple(rows),
                "Per row, of one fit, on one thread of the processor that ran this.",
            ),
        ),
    )


def _fast_enough(times: Metrics) -> str:
    fits, whole = times["fits"], times["batch_1"]["all_ms"]["median"]
    together = f"An answer takes {_ms(whole)}."
    if fits > 1:
        answer = _ms(fits * whole)
        together = f"A run averages {fits} fits one after the other, so an answer takes {answer}."
    if "beat_ms" not in times:
        return together
    share = times["beat_ms"] / (fits * whole)
    return (
        f"{together} Half of the tested beats last less than {times['beat_ms']:.0f} ms, some "
        f"{share:,.0f} times as long."
    )


def looking_section(metrics: Metrics, shown: Sequence[LookedAt]) -> Section:
    """Where the network looked, and whether that can be believed."""
    looking = metrics["looking"]
    classes = dict.fromkeys(one.label for one in shown)
    figures = {
        f"looked_{name}": draw_looked(
            [one for one in shown if one.label == name], stamps=metrics["stamps"]
        )
        for name in classes
    }
    return Section(
        title="Where the network looked",
        paragraphs=(
            "Grad-CAM weighs what the last convolution sees by what it does to the answer. Such a "
            "map is one fit's, and it tells where the answer came from, not why.",
            " ".join(_believed(looking)),
        ),
        tables=(_check_table(looking),),
        figures=figures,
        captions={
            f"looked_{name}": f"Test beats of class {name}. Above, the heat map; below it, the "
            "same with what spoke for the class that the beat was called (the line: half of the "
            "highest value); at the bottom the signal, shaded at the times that count. Drawn "
            "evenly from the test part, right or wrong."
            for name in classes
        },
    )


def _believed(looking: Metrics) -> Iterator[str]:
    if looking["passed"]["randomised weights"]:
        yield "With random weights the map is another one, as it must be."
    else:
        yield (
            "With random weights the map stays much the same: it shows the picture, not what was "
            "learned, and should not be believed."
        )
    if looking["passed"]["deletion"]:
        yield (
            "Without the pixels that it marks the probability falls further than without others, "
            "so they count."
        )
    else:
        yield "What it marks counts for no more than other pixels, so it should not be believed."


def _check_table(looking: Metrics) -> TextTable:
    names = {
        "kept_when_randomised": "rank correlation with the map of random weights",
        "kept_by_another_fit": "rank correlation with the map of another fit",
        "drop": "fall of the probability without the marked pixels",
        "drop_elsewhere": "the same, as many pixels elsewhere in the same shape",
        "difference": "the one less the other",
    }
    return TextTable(
        ("check", "mean, with its interval over patients"),
        tuple((said, full_text(looking[name])) for name, said in names.items() if name in looking),
        f"On {looking['pictures']:,} test beats, evenly over the classes; for "
        f"{looking['empty']:.0%} of them nothing speaks for the class and there is no map.",
    )


def digits_section(metrics: Metrics) -> Section:
    """Whether the same network reads digits."""
    digits = metrics["digits"]
    read = "can read digits" if digits["passed"] else "cannot read digits: this check has failed"
    return Section(
        title="Can the network read digits?",
        paragraphs=(
            f"The same network behind the same size of picture {read}. {digits['source']}, drawn "
            f"to the size of the heat map: {digits['training']:,} were learned, "
            f"{digits['validation']:,} chose the epoch, {digits['test']:,} were asked once. "
            f"Accuracy {digits['accuracy']:.3f}, {digits['required']:g} required. The check is on "
            "the network alone: it says nothing of what a heat map holds.",
        ),
    )


def _ms(milliseconds: float) -> str:
    return f"{milliseconds:.2f} ms" if milliseconds >= 0.1 else f"{milliseconds:.3f} ms"
