"""Say in one sentence what Hydra says in several lines."""

import re

from hydra.errors import OverrideParseException

from hfgnn.config.store import SCHEMAS, options_with


def sentence(error: BaseException) -> str:
    """The one sentence of a refusal, which names the setting."""
    text = str(error)
    if isinstance(error, OverrideParseException):
        return (
            f"{error.override!r} cannot be read as a setting; inside the shell's quotes, quote "
            "what holds brackets, commas or spaces once more: \"key='a(b)'\""
        )
    if match := re.search(r"Could not override '([^']+)'", text):
        return _unknown_setting(match[1])
    if match := re.search(r"Could not find '([^'/]+)/([^']+)'", text):
        return _unknown_option(match[1], match[2], text)
    if match := re.search(r"Error merging override (\S+)", text):
        return f"{match[1]} cannot be used: {_cause(error)}"
    return _one_line(text)


def _unknown_setting(key: str) -> str:
    from difflib import get_close_matches

    group, _, name = key.partition(".")
    if others := options_with(key) if name else []:
        return f"there is no setting {key} here; {' and '.join(others)} would have it"
    if name and group in SCHEMAS:
        known = {
            f"{group}.{field}"
            for schema in SCHEMAS[group].values()
            for field in schema.__dataclass_fields__
            if field != "_target_"
        }
    else:
        known = {*SCHEMAS, "seed", "task", "thesis", "sweep"}
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
