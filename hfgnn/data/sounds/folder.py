"""Which WAV files a folder holds."""

from __future__ import annotations

from pathlib import Path

from hfgnn.types import DataError


def wav_files(folder: Path, place: str, *, deep: bool) -> list[Path]:
    """Files whose names end in .wav, sorted; hidden ones left out.

    Args:
        folder: where to look.
        place: the setting that names it and its value, for the message.
        deep: whether to look in the folders below it too.

    Raises:
        DataError: the folder cannot be listed, or holds none.
    """
    try:
        found = folder.rglob("*") if deep else folder.iterdir()
        files = sorted(
            path
            for path in found
            if path.suffix.lower() == ".wav" and not path.name.startswith(".") and not path.is_dir()
        )
    except OSError as error:
        raise DataError(f"{place}, but it cannot be listed ({error.strerror})") from error
    if not files:
        raise DataError(f"{place}, but it must hold .wav files, and {folder.name} holds none")
    return files
