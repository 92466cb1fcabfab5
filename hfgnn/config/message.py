"""Say in one sentence what Hydra says in several lines."""

import re
from dataclasses import fields

from hydra.errors import OverrideParseException

from hfgnn.config.store import (
    GROUPS,
    OWN_SETTINGS,
    SETTINGS,
    options_of,
    options_that_are,
    options_with,
)


def sentence(error: BaseException) -> str:
    """The one sentence of a refusal, which names the setting."""
    text = str(error)
    if isinstance(error, OverrideParseException):
        return (
            f"{error.override!r} cannot be read as a setting; inside the shell's quotes, quote "
            "what holds brackets, commas or spaces once more: \"key='a(b)'\""
        )
    if match := re.search(r"In '(\w+)/(\w+)': Could not override", text):
        return f"{match[1]} is {match[2]!r}, which is for task=patients and task=audit"
    if match := re.search(r"Could not override '([^']+)'", text):
        cause = str(error.__cause__)
        owner = re.search(r"not in '(\w+)'", cause)
        kind = re.search(r"reference_type=(\w+)", cause)
        return _unknown_setting(match[1], owner[1] if owner else "", kind[1] if kind else "")
    if match := re.search(r"Could not find '([^'/]+)/([^']+)'", text):
        return _unknown_option(match[1], match[2], text)
    if match := re.search(r"In 'schema/(\w+)/(\w+)'.*\n.* is not a subclass of (\w+)", text):
        return _other_task(match[1], match[2], match[3])
    if match := re.search(r"Error merging override (\S+)", text):
        return f"{match[1]} cannot be used: {_cause(error)}"
    return _one_line(text)


def _unknown_setting(key: str, owner: str, kind: str) -> str:
    from difflib import get_close_matches

    group, _, name = key.partition(".")
    own = OWN_SETTINGS.get(owner)
    if own is None and (others := options_with(key, kind) if name else []):
        named = f"{group}={', '.join(one.partition('=')[2] for one in others)}"
        return f"there is no setting {key} here; {named} would have it"
    if own is not None:
        known = {field.name for field in fields(own)}
    elif name and group in GROUPS:
        known = {
            f"{group}.{field}"
            for schema in options_that_are(group, kind).values()
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
    options = listed[1].split() if listed else ["others"]
    if (settings := re.search(r"In '(\w+)'", text)) and settings[1] in SETTINGS:
        taken = options_of(settings[1]).get(group, options)
        options = [one for one in options if one in taken]
    return f"{group} is {option!r}, but it must be one of {', '.join(options)}"


def _other_task(group: str, option: str, wanted: str) -> str:
    """An option of this group that is there, but not for this task."""
    options = ", ".join(options_that_are(group, wanted))
    return f"{group} is {option!r}, but this task takes {options}"


def _cause(error: BaseException) -> str:
    if "is not a ListConfig" in str(error.__cause__):
        return "it must be a list, as [a,b]"
    return _one_line(str(error.__cause__ or error).split("\n")[0])


def _one_line(text: str) -> str:
    return "; ".join(line.strip() for line in text.splitlines() if line.strip())
