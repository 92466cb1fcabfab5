"""Where the yaml files are: beside the package in a checkout, inside it once installed."""

from pathlib import Path

PACKAGE = Path(__file__).parents[1]


def settings_folder(name: str) -> Path:
    """The folder ``conf`` or ``experiments``.

    Raises:
        FileNotFoundError: neither a checkout nor an installed package has it.
    """
    for root in (PACKAGE, PACKAGE.parent):
        if (folder := root / name).is_dir():
            return folder
    raise FileNotFoundError(f"{name}/ is neither in {PACKAGE} nor beside it; install hfgnn again")
