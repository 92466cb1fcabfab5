"""What one loss gains over another: runs that differ in their loss alone, pair by pair.

python -m hfgnn task=heart_sounds data.root=PATH protocol.repeats=10 loss=... -m
python experiments/heart_sounds/losses.py RUN RUN [RUN ...]

The first run is what the others are compared with. Repeat and repeat are a pair: they share their
division of the patients, their initial weights and their order of batches.
"""

import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import numpy as np
import yaml

from hfgnn.evaluation.by_seed import by_seed, over_seeds
from hfgnn.evaluation.corrected_t import auroc_differences, corrected_t
from hfgnn.evaluation.paired_seeds import LEAST_PAIRS, paired_gain
from hfgnn.reports.run_files import read_predictions
from hfgnn.types import DataError, Estimate, Predictions

CONFIDENCE = 0.95


def main() -> None:
    """Print Markdown: the AUROC under each loss, and what each gains over the first."""
    runs = dict(_run(Path(name)) for name in sys.argv[1:])
    if len(runs) < 2:
        raise DataError(f"there are {len(runs)} runs with a loss of their own, but two must be")
    print("\n".join(table(runs)))


def _run(folder: Path) -> tuple[str, Predictions]:
    """The loss of a run, and what its network said."""
    settings = yaml.safe_load((folder / ".hydra" / "config.yaml").read_text(encoding="utf-8"))
    return settings["loss"]["_target_"].split(".")[-1], read_predictions(folder)[0]


def table(runs: Mapping[str, Predictions]) -> Iterator[str]:
    """A line per loss.

    Args:
        runs: the network's predictions, by loss; the first is the reference.
    """
    (_, reference), *_ = runs.items()
    yield "| loss | AUROC, mean of repeats | gain, pairs of repeats | gain, corrected t-test |"
    yield "|---|---|---|---|"
    for loss, predictions in runs.items():
        score = by_seed(predictions)["auroc"]
        cells = [f"{loss}", _text(over_seeds(score, CONFIDENCE))]
        cells += [""] * 2 if predictions is reference else gains(predictions, reference)
        yield f"| {' | '.join(cells)} |"


def gains(one: Predictions, reference: Predictions) -> list[str]:
    """The mean paired difference twice: its spread over repeats, and that over new patients.

    Args:
        one: of a loss.
        reference: of the loss that it is compared with, on the same divisions.
    """
    scores, others = by_seed(one)["auroc"], by_seed(reference)["auroc"]
    gain = paired_gain(scores, others, CONFIDENCE)
    claimed = "" if len(scores) >= LEAST_PAIRS else f", too few pairs for a claim: {len(scores)}"
    folds = len(np.unique(one.fold))
    tested = corrected_t(
        auroc_differences(one, reference), test_to_train=1 / (folds - 1), confidence=CONFIDENCE
    )
    if tested is None:
        return [_text(gain, "+") + claimed, "no spread"]
    corrected = Estimate(tested.difference, tested.low, tested.high)
    return [_text(gain, "+") + claimed, f"{_text(corrected, '+')}, p {tested.p:.3f}"]


def _text(one: Estimate, sign: str = "") -> str:
    return f"{one.value:{sign}.3f} [{one.low:{sign}.3f}, {one.high:{sign}.3f}]"


if __name__ == "__main__":
    main()
