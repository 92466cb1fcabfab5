"""How long it takes from raw records to a trained model, and to classify a beat in a batch.

python experiments/benchmark/beats.py ROOT [SETTING=VALUE ...]

ROOT is a folder of WFDB records, such as MIT-BIH. The run is the command as a user types it, with
model=xgb_features; cutting beats is also measured beside a loop over beats, in the same process.
"""

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np

REPETITIONS = 3


def main() -> None:
    """Print both, in seconds and milliseconds."""
    root, settings = Path(sys.argv[1]).absolute(), sys.argv[2:]
    run(root, settings)
    cutting(root)


def run(root: Path, settings: list[str]) -> None:
    """The whole command, and its stages as the run timed them."""
    with tempfile.TemporaryDirectory() as folder:
        command = [
            sys.executable, "-m", "hfgnn", "task=beats", f"data.root={root}",
            f"hydra.run.dir={folder}/run", *settings,
        ]  # fmt: skip
        begin = time.perf_counter()
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        seconds = time.perf_counter() - begin
        metrics = json.loads((Path(folder) / "run" / "metrics.json").read_text())
    timing = metrics["timing"]
    print(f"{metrics['network']}, {metrics['cohort']['beats']:,} beats")
    print(f"{'whole command, report included':40}{seconds:8.1f} s")
    stages = ("reading", "segmentation", "measuring", "training")
    trained = sum(timing[f"{stage}_seconds"] for stage in stages)
    print(f"{'from raw records to trained models':40}{trained:8.1f} s")
    for stage in stages:
        print(f"{'  ' + stage:40}{timing[f'{stage}_seconds']:8.1f} s")
    print(f"{'classifying a beat in a batch':40}{timing['classification_ms_per_beat']:8.4f} ms")


def cutting(root: Path) -> None:
    """Windows of all beats of a record at once, and one after the other."""
    from hfgnn.data.recordings.record import Reading, read_record
    from hfgnn.data.recordings.symbols import is_beat
    from hfgnn.data.recordings.windows import FixedWindow
    from hfgnn.types import Recording

    how = Reading(
        leads=[], num_leads=1, sampling_hz=None, annotator="atr", max_gap_s=0.1, max_flat_s=10
    )
    path = sorted(root.rglob("*.hea"))[0]
    recording: Any = read_record(path, record_id=path.stem, patient_id=path.stem, how=how)
    assert isinstance(recording, Recording), recording
    window = FixedWindow(
        sampling_hz=recording.sampling_hz, before=93, after=93, low_hz=None, high_hz=None, order=1
    )
    sample = recording.sample[is_beat(recording.symbol)]
    inside = sample[(sample >= 93) & (sample + 93 < len(recording.signal))]

    def one_by_one() -> Any:
        return np.stack([recording.signal[at - 93 : at + 94].T for at in inside])

    at_once = middle(lambda: window.cut(recording.signal, sample))
    looped = middle(one_by_one)
    assert np.array_equal(window.cut(recording.signal, sample)[0], one_by_one())
    print(f"cutting {len(inside):,} beats: {1e3 * at_once:.2f} ms at once, {1e3 * looped:.2f} ms "
          f"one by one, ratio {looped / at_once:.1f}")  # fmt: skip


def middle(work: Callable[[], Any]) -> float:
    """Median seconds of a few repetitions."""
    times = []
    for _ in range(REPETITIONS):
        begin = time.perf_counter()
        work()
        times.append(time.perf_counter() - begin)
    return median(times)


if __name__ == "__main__":
    main()
