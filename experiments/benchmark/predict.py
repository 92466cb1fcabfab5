"""How long one new patient takes: from a cold start of the command, and asked again and again.

python experiments/benchmark/predict.py RUN IMAGE
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

COLD, WARM = 5, 30
"""Repetitions of each."""


def main() -> None:
    """Print both, in milliseconds."""
    run, image = Path(sys.argv[1]).absolute(), Path(sys.argv[2]).absolute()
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
    from hfgnn.serving.predictor import Predictor

    predictor = Predictor(run, None, 99)
    values = predictor.folds[0].stored.fitted.median  # of the training patients
    pixels = predictor.pixels(image)
    row = predictor.embed(pixels)
    networks = len(predictor.folds)
    print(f"{networks} networks, {len(predictor.folds[0].stored.rows.x)} training pages each")
    for name, work in {
        "whole prediction, warm": lambda: predictor.predict(image, values, "one"),
        "  reading the page": lambda: predictor.pixels(image),
        "  embedding it": lambda: predictor.embed(pixels),
        "  one network, all variants": lambda: predictor.folds[0].answer(row, values),
    }.items():
        print(f"{name:34}{middle(work, WARM):8.1f} ms, median of {WARM}")
    clinical = dict(zip(predictor.wanted.columns, values.tolist(), strict=True))
    cold = middle(lambda: command(run, image, clinical), COLD)
    print(f"{'command from start to end':34}{cold:8.0f} ms, median of {COLD}")


def middle(work: Callable[[], object], times: int) -> float:
    """Median milliseconds, after one that does not count."""
    work()
    taken = []
    for _ in range(times):
        begin = time.perf_counter()
        work()
        taken.append(1000 * (time.perf_counter() - begin))
    return median(taken)


def command(run: Path, image: Path, clinical: dict[str, float]) -> None:
    """``python -m hfgnn task=predict`` in a process and a folder of its own."""
    with tempfile.TemporaryDirectory() as folder:
        arguments = ["task=predict", f"run='{run}'", f"image='{image}'"]
        if clinical:
            file = Path(folder) / "clinical.json"
            file.write_text(json.dumps(clinical))
            arguments.append(f"clinical='{file}'")
        subprocess.run(
            [sys.executable, "-m", "hfgnn", *arguments],
            cwd=folder,
            check=True,
            capture_output=True,
        )


if __name__ == "__main__":
    main()
