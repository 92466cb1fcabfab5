"""A finished run as something that can be asked about new patients."""

from __future__ import annotations

import hashlib
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from omegaconf import OmegaConf

from hfgnn.config.features import Output, Precision
from hfgnn.data.image import Unreadable, load_unknown
from hfgnn.features.picture import SQUARE_SIDE_PX, halved, square
from hfgnn.features.resnet18 import ResNet18
from hfgnn.serving.combined import combine
from hfgnn.serving.fold_predictor import FoldPredictor
from hfgnn.serving.prediction import Prediction
from hfgnn.serving.stored import Facts, Numbers, read_fold
from hfgnn.serving.wanted import Wanted
from hfgnn.types import RECORDING_BLOCK, DataError, block_of


class Predictor:
    """All networks of a run, ready for new patients; nothing is trained or fitted here.

    Pages are embedded one at a time, so that an answer does not depend on who else is asked.

    Args:
        run: the folder of a finished run.
        weights: where the file of the backbone's weights lies now; None where it has not moved.
        out_of_range_percentile: of the training pages' own distances, beyond which a patient is
            said to be out of range.

    Raises:
        DataError: the folder holds no run that can predict.
    """

    def __init__(self, run: Path, weights: str | None, out_of_range_percentile: float) -> None:
        paths = sorted((run / "checkpoints").glob("*.pt"))
        if not paths:
            raise DataError(f"run is {str(run)!r}, but it must be a finished run with checkpoints")
        self.run = run
        self.weights = weights
        self.out_of_range_percentile = out_of_range_percentile
        self.folds = [FoldPredictor(read_fold(path)) for path in paths]
        self.settings: Any = OmegaConf.create(self.folds[0].stored.settings)
        self._refuse_other_images()
        self._refuse_recordings()

    def _refuse_recordings(self) -> None:
        """A page does not tell the columns of a recording."""
        if any(block_of(name) == RECORDING_BLOCK for name in self.facts.clinical_columns):
            raise DataError(
                f"run is {str(self.run)!r}, which was trained with columns of recordings, but a "
                "new patient comes as a page; take a run with recording=none"
            )

    @property
    def facts(self) -> Facts:
        """Of the first network; what they say of images and columns is the same in all."""
        return self.folds[0].stored.facts

    def _refuse_other_images(self) -> None:
        """One embedding must do for all networks."""
        made = {
            (one.weights_fingerprint, one.dtype, str(one.crop), str(one.clinical_columns))
            for one in (fold.stored.facts for fold in self.folds)
        }
        if len(made) > 1:
            raise DataError(f"the checkpoints in {self.run} come from different runs")

    @cached_property
    def wanted(self) -> Wanted:
        """Which clinical numbers a new patient must have."""
        columns = tuple(self.facts.clinical_columns)
        lacked = {
            columns[number] for fold in self.folds for number in fold.stored.fitted.incomplete
        }
        return Wanted(
            columns=columns,
            may_lack=frozenset(lacked),
            may_lack_all=any(fold.stored.facts.may_lack_all for fold in self.folds),
            patient_column=self.settings.clinical.get("patient_column") or "patient_id",
        )

    @cached_property
    def backbone(self) -> ResNet18:
        """The run's backbone, for one image at a time.

        Raises:
            DataError: its weights are gone, or not those of the run.
        """
        facts, settings = self.facts, self.settings.backbone
        path = self.weights or facts.weights_path
        if path is not None and not Path(path).is_file():
            raise DataError(
                f"the backbone's weights are not at {path} any more; say where, as weights=PATH"
            )
        backbone = ResNet18(
            weights=path or "random",
            output=Output(settings.output),
            precision=Precision(facts.dtype),
            batch_size=1,
            random_seed=settings.random_seed,
        )
        if backbone.weights.fingerprint != facts.weights_fingerprint:
            raise DataError(
                f"backbone weights are {backbone.weights.fingerprint[:40]!r}, but they must be "
                f"those of the run, {facts.weights_fingerprint[:40]!r}, in which its columns are"
            )
        return backbone

    def pixels(self, image: Path) -> NDArray[np.uint8]:
        """A page as the backbone sees it, (224, 224, 3), checked as the run checked its pages.

        Raises:
            Unreadable: the file cannot be used; the text says why.
        """
        data, crop = self.settings.data, self.facts.crop
        page = load_unknown(
            image,
            least_side_px=SQUARE_SIDE_PX,
            crop=None if crop is None else (crop[0], crop[1], crop[2], crop[3]),
            min_side_px=data.min_side_px,
            max_megapixels=data.max_megapixels,
        )
        return halved(square(page))

    def embed(self, pixels: NDArray[np.uint8]) -> NDArray[np.float32]:
        """512 numbers, whoever else is asked."""
        return np.asarray(self.backbone.rows(pixels[None])[0])

    def predict(self, image: Path, values: Numbers, patient: str) -> Prediction:
        """The answer about one patient.

        Args:
            image: file of the ECG page.
            values: (clinical,), checked by hfgnn.serving.clinical; NaN is missing.
            patient: what the patient is called.

        Raises:
            DataError: the image cannot be used.
        """
        try:
            pixels = self.pixels(image)
        except Unreadable as reason:
            raise DataError(f"image {image.name} cannot be used: {reason}") from None
        return self.answer(pixels, values, image, patient)

    def answer(
        self, pixels: NDArray[np.uint8], values: Numbers, image: Path, patient: str
    ) -> Prediction:
        """The same from pixels that were read before."""
        row = self.embed(pixels)
        content = hashlib.sha256(image.read_bytes()).hexdigest()
        # A layer takes less time here than sharing it out among threads would.
        before = torch.get_num_threads()
        torch.set_num_threads(1)
        try:
            answers = [fold.answer(row, values, fold.own(content, patient)) for fold in self.folds]
        finally:
            torch.set_num_threads(before)
        return combine(
            self.folds,
            answers,
            patient=patient,
            image=image,
            known_to=sum(content in fold.training_hashes for fold in self.folds),
            values=values,
            confidence=float(self.settings.evaluation.confidence),
            out_of_range_percentile=self.out_of_range_percentile,
        )
