"""A colour for each class of beats, which the common kinds of colour blindness can tell apart."""

from collections.abc import Sequence

from hfgnn.reports.canvas import BLUE, GREEN, INK, ORANGE, PURPLE, SKY, VERMILLION

BY_NAME = {"N": INK, "S": BLUE, "V": VERMILLION, "F": PURPLE, "Q": GREEN}
OTHERS = (INK, BLUE, VERMILLION, PURPLE, GREEN, ORANGE, SKY)


def class_colours(classes: Sequence[str]) -> tuple[str, ...]:
    """The colour of each class; unknown names take the next of the palette."""
    return tuple(
        BY_NAME.get(name, OTHERS[place % len(OTHERS)]) for place, name in enumerate(classes)
    )
