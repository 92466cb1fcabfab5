"""Say in one sentence what Hydra says in several lines."""

import re
from dataclasses import fields

from hydra.errors import OverrideParseException

from hfgnn.config.store import GROUPS, OWN_SETTINGS, options_with


def sentence(error: BaseException) -> str:
    """The one sentence of a refusal, which names the setting."""
    text = str(error)
    if isinstance(error, OverrideParseException):
        return (
            f"{error.override!r} cannot be read as a setting; inside the shell's quotes, quote "
            "what holds brackets, commas or spaces once more: \"key='a(b)'\""
        )
    if match := re.search(r"Could not override '([^']+)'", text):
        owner = re.search(r"not in '(\w+)'", str(error.__cause__))
        return _unknown_setting(match[1], owner[1] if owner else "")
    if match := re.search(r"Could not find '([^'/]+)/([^']+)'", text):
        return _unknown_option(match[1], match[2], text)
    if "MeasuredTable is not a subclass" in text:
        return "data is 'table', but task=patients takes pages; a table is for task=audit"
    if match := re.search(r"Error merging override (\S+)", text):
        return f"{match[1]} cannot be used: {_cause(error)}"
    return _one_line(text)


def _unknown_setting(key: str, owner: str) -> str:
    from difflib import get_close_matches

    group, _, name = key.partition(".")
    own = OWN_SETTINGS.get(owner)
    if own is None and (others := options_with(key) if name else []):
        return f"there is no setting {key} here; {' and '.join(others)} would have it"
    if own is not None:
        known = {field.name for field in fields(own)}
    elif name and group in GROUPS:
        known = {
            f"{group}.{field}"
            for schema in GROUPS[group].values()
            for field in schema.__dataclass_fields__
            if field != "_target_"
        }
    else:
        known = {*GROUPS, "seed", "task", "thesis", "sweep"}
    near = get_close_matches(key, sorted(known), n=1)
    return f"there is no setting {key}; " + (
        f"did you mean {near[0]}?" if near else f"there is {', '.join(sorted(known))}"
    )


def _unknown_option(group: str, option: str, text: str) -> str:
    listed = re.search(r"Available options in '[^']+':\n((?:\t.*\n?)+)", text)
    options = ", ".join(listed[1].split()) if listed else "others"
    return f"{group} is {option!r}, but it must be one of {options}"


def _cause(error: BaseException) -> str:
    if "is not a ListConfig" in str(error.__cause__):
        return "it must be a list, as [a,b]"
    return _one_line(str(error.__cause__ or error).split("\n")[0])


def _one_line(text: str) -> str:
    return "; ".join(line.strip() for line in text.splitlines() if line.strip())
