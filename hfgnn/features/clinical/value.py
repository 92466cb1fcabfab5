"""One clinical number: read, and held against its plausible range."""

from hfgnn.types import SEX_COLUMN, ClinicalFeature, DataError

NYHA = "nyha_class"
EF = "ef_fraction"
WHOLE = (NYHA, SEX_COLUMN)
"""Columns without anything between two whole numbers."""


def read_number(text: str, feature: ClinicalFeature, *, of: str, may_be_empty: bool) -> float:
    """A number from the text of a table's cell; NaN where the cell is empty.

    Args:
        text: the cell.
        feature: the column, with its range.
        of: whose number it is, such as " of patient 'a'", or "".
        may_be_empty: whether an empty cell would do, for the sentence.

    Raises:
        DataError: it is no number, or outside the range.
    """
    text = text.strip()
    if not text:
        return float("nan")
    try:
        value = float(text)
    except ValueError:
        value = float("nan")
    rule = rule_of(feature) + (", or empty" if may_be_empty else "")
    return within(value, feature, said=f"{feature.name}{of} is {text!r}", rule=rule)


def within(value: float, feature: ClinicalFeature, *, said: str, rule: str) -> float:
    """The value itself, if it is plausible.

    Args:
        value: in the unit of the column's name.
        feature: the column, with its range.
        said: the beginning of the sentence: thing and value.
        rule: its end.

    Raises:
        DataError: the value is outside the range, or no number.
    """
    is_whole = feature.name in WHOLE
    if feature.low <= value <= feature.high and not (is_whole and value % 1):
        return value
    hint = ""
    if feature.name == EF and feature.low <= value / 100 <= feature.high:
        hint = f"; {value:g} per cent is written {value / 100:.2f}"
    raise DataError(f"{said}, but it must be {rule}{hint}")


def rule_of(feature: ClinicalFeature) -> str:
    """What a value must be."""
    if feature.name == SEX_COLUMN:
        return "0 for male, 1 for female"
    kind = "whole number" if feature.name in WHOLE else "number"
    return f"a {kind} in [{feature.low:g}, {feature.high:g}]"
