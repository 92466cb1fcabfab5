"""One fit per seed, fold, share of the labels and way to start; each is kept when it is done."""

import hashlib
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.utils.parallel import Parallel, delayed
from torch import Tensor

from hfgnn.config.infarction import InfarctionRun, PatientFolds
from hfgnn.data.infarction.diagnosed import Diagnosed
from hfgnn.evaluation.by_seed import auroc_of
from hfgnn.evaluation.learning_curve import SCRATCH, TRANSFERRED
from hfgnn.models.two_layer_cnn import carried_over
from hfgnn.reports.files import write_beside
from hfgnn.reports.progress import progress
from hfgnn.splits.patient_folds import patient_folds, published_beats, with_labels_of
from hfgnn.tasks.infarction_prepared import SIGNAL, network_for
from hfgnn.training.batches import fit_batches, predict_batches
from hfgnn.training.examples import Examples
from hfgnn.types import Beats, DataError, Rows, Split

STARTS = (SCRATCH, TRANSFERRED)
FOLDER = "answers"
LOWEST = 1e-6
"""Probabilities are kept this far from 0 and 1, so that each has a logarithm of its odds."""


@dataclass(frozen=True)
class Cell:
    """What one fit is asked.

    Attributes:
        split: whose repeat is the seed.
        share: of the training labels.
        start: from scratch or transferred.
        train: the rows whose labels are known.
    """

    split: Split
    share: float
    start: str
    train: Rows

    @property
    def name(self) -> str:
        """Of its file."""
        split = self.split
        return f"seed{split.repeat:02d}_fold{split.fold}_share{self.share:g}_{self.start}"


@dataclass(frozen=True)
class Answer:
    """What one fit says of its test beats.

    Attributes:
        cell: what was asked.
        log_odds: of infarction, of each test row.
        validation_auroc: by record, on the validation rows.
    """

    cell: Cell
    log_odds: NDArray[np.float64]
    validation_auroc: float


def divide(settings: InfarctionRun, target: Diagnosed) -> list[Cell]:
    """All fits of a run, those with all labels first.

    Raises:
        DataError: a class has too few patients.
    """
    beats, protocol = target.beats, settings.protocol
    apart = isinstance(protocol, PatientFolds)
    unit = beats.group if apart else np.arange(len(beats))
    cells = []
    for repeat in range(protocol.seeds):
        seed = seed_of(settings, repeat)
        for split in _splits(beats, protocol, seed, repeat):
            for share in settings.transfer.shares:
                known = with_labels_of(unit, beats.label, split.parts.train, share=share, seed=seed)
                cells += [Cell(split, share, start, known) for start in STARTS]
    return sorted(cells, key=lambda cell: -cell.share)


def _splits(beats: Beats, protocol: Any, seed: int, repeat: int) -> list[Split]:
    if isinstance(protocol, PatientFolds):
        return patient_folds(
            beats,
            folds=protocol.folds,
            validation_share=protocol.validation_share,
            seed=seed,
            repeat=repeat,
        )
    return published_beats(beats, test_share=protocol.test_share, seed=seed, repeat=repeat)


def seed_of(settings: InfarctionRun, *numbers: int) -> int:
    """A seed of its own for each repeat, or repeat and fold."""
    return int(np.random.SeedSequence((settings.seed, *numbers)).generate_state(1)[0] % 2**31)


def fit_cells(
    settings: InfarctionRun,
    target: Diagnosed,
    cells: Sequence[Cell],
    *,
    weights: Mapping[str, Tensor],
    folder: Path,
) -> list[Answer]:
    """Fit what no earlier run has fitted; give the answers of all, in the order of the cells.

    Args:
        settings: of the run.
        target: beats and diagnoses.
        cells: what is asked.
        weights: of the network that knows heartbeats.
        folder: of the run; each answer is written there as soon as it is known.

    Raises:
        DataError: an earlier answer was made with other settings.
    """
    mark = fingerprint(settings)
    earlier = [one for one in (settings.transfer.resume, folder) if one is not None]
    done: dict[str, Answer] = {}
    for cell in cells:
        for place in earlier:
            if (path := _path(Path(place), cell)).is_file():
                done[cell.name] = read_answer(path, cell, mark)
    left = [cell for cell in cells if cell.name not in done]
    parallel = Parallel(
        n_jobs=min(settings.transfer.workers, max(len(left), 1)), return_as="generator_unordered"
    )
    found: Iterable[Answer] = parallel(
        delayed(fit_cell)(settings, target.beats, cell, weights) for cell in left
    )
    for answer in progress(found, total=len(left), description="training fits"):
        write_answer(_path(folder, answer.cell), answer, mark)
        done[answer.cell.name] = answer
    return [done[cell.name] for cell in cells]


def fit_cell(
    settings: InfarctionRun, beats: Beats, cell: Cell, weights: Mapping[str, Tensor]
) -> Answer:
    """Train one network and let it answer for the test beats.

    Networks of all shares and both ways to start see the same number of batches of the same size:
    where fewer beats are labelled, each comes up more often.
    """
    parts, training = cell.split.parts, settings.training
    inputs = {SIGNAL: beats.signal}

    def make() -> Any:
        fresh = network_for(settings, beats)
        return carried_over(fresh, dict(weights)) if cell.start == TRANSFERRED else fresh

    fitted = fit_batches(
        make,
        Examples(inputs, beats.label, np.resize(cell.train, len(parts.train))),
        Examples(inputs, beats.label, parts.validation),
        num_classes=len(beats.classes),
        settings=training,
        seed=seed_of(settings, cell.split.repeat, cell.split.fold),
        logger=None,
    )

    def odds(rows: Rows) -> NDArray[np.float64]:
        asked = Examples(inputs, beats.label, rows)
        probability = predict_batches(fitted.network, asked, settings=training)[:, 1]
        probability = probability.clip(LOWEST, 1 - LOWEST)
        return np.asarray(np.log(probability / (1 - probability)))

    chosen = auroc_of(beats.take(parts.validation), odds(parts.validation))
    return Answer(cell, odds(parts.test), chosen)


def fingerprint(settings: InfarctionRun) -> str:
    """Twelve letters that change with every setting on which an answer depends."""
    relevant: Any = asdict(settings)
    del relevant["transfer"]["workers"], relevant["transfer"]["resume"]
    del relevant["transfer"]["shares"], relevant["protocol"]["seeds"], relevant["evaluation"]
    text = json.dumps(relevant, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def _path(folder: Path, cell: Cell) -> Path:
    return folder / FOLDER / f"{cell.name}.npz"


def write_answer(path: Path, answer: Answer, mark: str) -> None:
    """Write an answer as a whole or not at all."""
    buffer = io.BytesIO()
    np.savez(
        buffer,
        test=answer.cell.split.parts.test,
        log_odds=answer.log_odds,
        validation_auroc=answer.validation_auroc,
        settings=np.array(mark),
    )
    write_beside(path, buffer.getvalue())


def read_answer(path: Path, cell: Cell, mark: str) -> Answer:
    """The answer of an earlier run.

    Raises:
        DataError: it was made with other settings, or on other data.
    """
    with np.load(path, allow_pickle=False) as file:
        if str(file["settings"]) != mark:
            raise DataError(
                f"{path} was made with other settings ({file['settings']}, now {mark}); give the "
                "settings it was made with, or a new folder"
            )
        if not np.array_equal(file["test"], cell.split.parts.test):
            raise DataError(f"{path} was made on other data; give a new folder")
        return Answer(cell, file["log_odds"], float(file["validation_auroc"]))
