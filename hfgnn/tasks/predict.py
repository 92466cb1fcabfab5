"""A finished run asked about one new patient, or about a folder of them."""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from rich.console import Console
from rich.text import Text

from hfgnn.config.predict import Predict
from hfgnn.data.image import Unreadable
from hfgnn.reports.estimates import without_gaps
from hfgnn.reports.files import csv_text, write_beside
from hfgnn.reports.progress import progress
from hfgnn.serving.clinical import ClinicalTable, read_clinical
from hfgnn.serving.prediction import Prediction
from hfgnn.serving.predictor import Predictor
from hfgnn.serving.stored import Numbers
from hfgnn.serving.terminal import print_folder, print_prediction
from hfgnn.types import DataError, Refusal

READERS = 2
PAGES_AHEAD = 16
CLINICAL = "clinical.csv"
COLUMNS = (
    "patient", "file", "probability", "low", "high", "threshold", "called", "decision",
    "out_of_range", "percentile", "warnings", "stamps",
)  # fmt: skip

Pixels = NDArray[np.uint8]


def run(settings: Predict, folder: Path, settings_text: str) -> float:
    """Load, check, predict, write.

    Args:
        settings: checked.
        folder: of this prediction; nothing is written there before there is one.
        settings_text: not used, since Hydra's folder holds the same.

    Returns:
        The probability of one patient, the mean one of several.

    Raises:
        DataError: the run cannot predict, or the patient's data cannot be used.
    """
    if settings.record is not None:
        # Only now, since what recordings need would slow the start of a prediction for a page.
        from hfgnn.tasks import predict_record

        return predict_record.run(settings, folder)
    if settings.sound is not None:
        from hfgnn.tasks import predict_sound

        return predict_sound.run(settings, folder)
    predictor = Predictor(Path(settings.run), settings.weights, settings.out_of_range_percentile)
    _refuse_what_does_not_fit(settings, predictor)
    refused: list[Refusal] = []
    if settings.folder is not None:
        predictions, refused = many_patients(settings, predictor, Path(settings.folder))
    elif settings.image is None and _is_many(settings):
        predictions, refused = many_lines(Path(str(settings.clinical)), predictor)
    else:
        predictions = [one_patient(settings, predictor)]
    is_many = settings.folder is not None or (settings.image is None and _is_many(settings))
    write(predictions, refused, folder, is_many=is_many)
    console = Console()
    if is_many:
        print_folder(predictions, len(refused), console)
    else:
        print_prediction(predictions[0], console)
    shown = folder.relative_to(Path.cwd()) if folder.is_relative_to(Path.cwd()) else folder
    console.print(Text(f"written: {shown / 'prediction.json'}"), soft_wrap=True)
    return float(np.mean([one.probability.value for one in predictions]))


def _is_many(settings: Predict) -> bool:
    """Whether every line of a table is a patient who is asked about."""
    is_table = Path(str(settings.clinical)).suffix.lower() == ".csv"
    return is_table and settings.patient is None


def _refuse_what_does_not_fit(settings: Predict, predictor: Predictor) -> None:
    """A run takes pages, or it does not; beside clinical numbers a page may be missing.

    Raises:
        DataError: there is a page that the run cannot take, or none where it takes nothing else.
    """
    is_given = settings.image is not None or settings.folder is not None
    if not is_given and not predictor.wanted.columns:
        raise DataError(
            f"run is {settings.run!r}, which takes pages; give one, as image=ECG.jpg, or a folder "
            "of them, as folder=PATH"
        )
    if is_given and not predictor.takes_images:
        raise DataError(
            f"run is {settings.run!r}, which takes no images; give {predictor.wanted.rules}, as "
            "clinical=FILE, and leave image and folder out"
        )


def one_patient(settings: Predict, predictor: Predictor) -> Prediction:
    """The prediction for ``image`` and ``clinical``, or for ``clinical`` alone."""
    if settings.image is None:
        path = Path(str(settings.clinical))
        values = read_clinical(path, settings.patient, predictor.wanted)
        return predictor.answer_columns(
            values, settings.patient or path.stem, settings.patient or ""
        )
    image = Path(settings.image)
    name = settings.patient or image.stem
    if settings.clinical is None:
        values = predictor.wanted.nothing(name)
    else:
        values = read_clinical(Path(settings.clinical), settings.patient, predictor.wanted)
    return predictor.predict(image, values, name)


def many_patients(
    settings: Predict, predictor: Predictor, source: Path
) -> tuple[list[Prediction], list[Refusal]]:
    """Predictions for every page in a folder; what cannot be predicted is refused by itself.

    Raises:
        DataError: the folder holds no page, or none that can be predicted.
    """
    path = Path(settings.clinical) if settings.clinical else source / CLINICAL
    table = ClinicalTable(path, predictor.wanted) if path.is_file() else None
    images = sorted(
        file
        for file in source.iterdir()
        if file.is_file() and not file.name.startswith(".") and file.resolve() != path.resolve()
    )
    if not images:
        raise DataError(f"folder is {str(source)!r}, but it holds no files")
    predictions: list[Prediction] = []
    refused: list[Refusal] = []
    pages = pixels_ahead(predictor, images)
    for image, pixels in progress(
        zip(images, pages, strict=True), total=len(images), description="predicting patients"
    ):
        try:
            values = _values(table, predictor, image)
            predictions.append(predictor.answer(pixels.result(), values, image, image.stem))
        except (DataError, Unreadable) as reason:
            refused.append(Refusal(image.name, str(reason)))
    if not predictions:
        first = f"{refused[0].file}: {refused[0].reason}"
        raise DataError(f"none of the {len(images)} files can be predicted; the first, {first}")
    return predictions, refused


def many_lines(path: Path, predictor: Predictor) -> tuple[list[Prediction], list[Refusal]]:
    """Predictions for every line of a table; a line that cannot be predicted is refused by itself.

    Raises:
        DataError: the file is no such table, or has no line that can be predicted.
    """
    table = ClinicalTable(path, predictor.wanted)
    predictions: list[Prediction] = []
    refused: list[Refusal] = []
    lines = progress(table.each(), total=len(table.rows), description="predicting patients")
    for name, patient, values in lines:
        try:
            predictions.append(predictor.answer_columns(values(), name, patient))
        except DataError as reason:
            refused.append(Refusal(name, str(reason)))
    if not predictions:
        first = f"; the first, {refused[0].file}: {refused[0].reason}" if refused else ""
        raise DataError(f"none of the {len(table.rows)} lines can be predicted{first}")
    return predictions, refused


def _values(table: ClinicalTable | None, predictor: Predictor, image: Path) -> Numbers:
    if table is None:
        return predictor.wanted.nothing(image.name)
    return table.of_file(image.name)


def pixels_ahead(predictor: Predictor, images: Sequence[Path]) -> Iterator[Future[Pixels]]:
    """Pages in their order, read in threads some way ahead of the network."""
    with ThreadPoolExecutor(READERS) as readers:
        waiting = deque(readers.submit(predictor.pixels, image) for image in images[:PAGES_AHEAD])
        for image in images[PAGES_AHEAD:]:
            yield waiting.popleft()
            waiting.append(readers.submit(predictor.pixels, image))
        yield from waiting


def write(
    predictions: Sequence[Prediction], refused: Sequence[Refusal], folder: Path, *, is_many: bool
) -> None:
    """Write prediction.json, and for a folder of patients predictions.csv and refused.csv."""
    found = [without_gaps(one.as_json()) for one in predictions]
    content = {"patients": found} if is_many else found[0]
    text = json.dumps({"task": "predict", **content}, indent=2, allow_nan=False) + "\n"
    write_beside(folder / "prediction.json", text)
    if is_many:
        write_beside(folder / "predictions.csv", csv_text(COLUMNS, map(_line, predictions)))
        reasons = ((one.file, one.reason) for one in refused)
        write_beside(folder / "refused.csv", csv_text(("file", "reason"), reasons))


def _line(one: Prediction) -> tuple[object, ...]:
    probability = one.probability
    return (
        one.patient, Path(one.image).name, probability.value, probability.low, probability.high,
        one.threshold, one.called, one.decision, int(one.out_of_range), one.percentile,
        "; ".join(one.warnings), "; ".join(one.stamps),
    )  # fmt: skip
