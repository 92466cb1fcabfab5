"""Whole runs in this process, small enough for a test."""

import io
import json
import sys
from collections.abc import Callable
from contextlib import redirect_stdout
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image, ImageDraw

SMALL = (
    "training=quick",
    "training.max_epochs=3",
    "backbone.weights=random",
    "backbone.precision=float32",
    "backbone.batch_size=8",
    "evaluation.resamples=100",
    "controls.boosting_trees=5",
)


@pytest.fixture
def hfgnn_real(tmp_path, monkeypatch) -> Callable[..., list[Path]]:
    """Runs the command as it is; gives back the folders of its finished runs."""

    def command(*arguments: str) -> list[Path]:
        from hfgnn.__main__ import main

        work = tmp_path / "work"
        work.mkdir(exist_ok=True)
        monkeypatch.chdir(work)
        before = set(work.rglob("metrics.json"))
        monkeypatch.setattr(sys, "argv", ["hfgnn", *arguments])
        main()
        return sorted(file.parent for file in set(work.rglob("metrics.json")) - before)

    return command


@pytest.fixture
def hfgnn(hfgnn_real) -> Callable[..., list[Path]]:
    """Runs the command with small settings; gives back the folders of its finished runs."""
    return lambda *arguments: hfgnn_real(*arguments, *SMALL)


@pytest.fixture(scope="session")
def once(tmp_path_factory) -> Callable[..., tuple[Path, str]]:
    """Runs the command once for all tests that give it these arguments, and only read its files.

    Gives back the folder of the finished run, and what the command showed.
    """
    made: dict[tuple[str, ...], tuple[Path, str]] = {}

    def command(*arguments: str) -> tuple[Path, str]:
        from hfgnn.__main__ import main

        if arguments not in made:
            work, shown = tmp_path_factory.mktemp("once"), io.StringIO()
            with pytest.MonkeyPatch.context() as patch, redirect_stdout(shown):
                patch.setenv("HFGNN_CACHE", str(tmp_path_factory.getbasetemp() / "cache"))
                patch.chdir(work)
                patch.setattr(sys, "argv", ["hfgnn", *arguments])
                main()
            (file,) = work.rglob("metrics.json")
            made[arguments] = file.parent, shown.getvalue()
        return made[arguments]

    return command


@pytest.fixture(scope="session")
def small_once(once) -> Callable[..., tuple[Path, str]]:
    """The same with small settings."""
    return lambda *arguments: once(*arguments, *SMALL)


@pytest.fixture
def metrics_of() -> Callable[[Path], dict[str, Any]]:
    return lambda folder: json.loads((folder / "metrics.json").read_text())


def draw_page(path: Path, number: int, *, size=(150, 120), ill=False) -> None:
    """A page that differs from all others: a trace whose height tells the class a little."""
    generator = np.random.default_rng(number)
    page = Image.new("RGB", size, "white")
    pen = ImageDraw.Draw(page)
    height = generator.normal(30 if ill else 15, 8, size[0])
    middle = size[1] / 2
    pen.line([(x, middle + y) for x, y in enumerate(height)], fill="black", width=2)
    pen.rectangle([5, 5, 5 + number % 60, 15 + number % 7], fill="gray")
    path.parent.mkdir(parents=True, exist_ok=True)
    page.save(path)


@pytest.fixture
def pages(tmp_path) -> Callable[..., Path]:
    """A folder of pages per class."""

    def make(normal=12, mi=9, name="pages") -> Path:
        root = tmp_path / name
        root.mkdir()
        for number in range(normal):
            draw_page(root / "normal" / f"n{number}.png", number)
        for number in range(mi):
            draw_page(root / "mi" / f"m{number}.png", 100 + number, ill=True)
        return root

    return make


@pytest.fixture
def draw() -> Callable[..., None]:
    return draw_page
