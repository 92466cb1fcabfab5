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

from hfgnn.config.backbone import Decoding, Engine, Output, Precision
from hfgnn.data.image import Unreadable, load_unknown
from hfgnn.features.picture import finished, least_side_px
from hfgnn.features.resnet18 import ResNet18
from hfgnn.serving.combined import combine
from hfgnn.serving.fold_predictor import FoldAnswer, FoldPredictor
from hfgnn.serving.measured_value import Category
from hfgnn.serving.prediction import Prediction
from hfgnn.serving.stored import Facts, Numbers, read_fold
from hfgnn.serving.wanted import Wanted
from hfgnn.types import DataError

NO_RECORDING = ".NoRecording"
"""How the class is called that measures no columns in a recording."""


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

    @property
    def takes_images(self) -> bool:
        """Whether a patient comes with a page, if there is one."""
        return int(self.folds[0].stored.fitted.num_images) > 0

    def _refuse_recordings(self) -> None:
        """A page does not tell the columns that a run measures in a recording by itself."""
        if not str(self.settings.recording._target_).endswith(NO_RECORDING):
            raise DataError(
                f"run is {str(self.run)!r}, which was trained with columns of recordings, but a "
                "new patient comes as a page; take a run with recording=none"
            )

    @property
    def facts(self) -> Facts:
        """Of the first network; what they say of images and columns is the same in all."""
        return self.folds[0].stored.facts

    def _refuse_other_images(self) -> None:
        """One embedding, and one set of columns, must do for all networks."""
        made = {
            (one.weights_fingerprint, one.dtype, str(one.crop))
            for one in (fold.stored.facts for fold in self.folds)
        }
        columns = {
            (str(one.clinical_columns), str(one.levels))
            for one in (fold.stored.facts for fold in self.folds)
        }
        if len(made) > 1 or len(columns) > 1:
            raise DataError(f"the checkpoints in {self.run} come from different runs")

    @cached_property
    def wanted(self) -> Wanted:
        """Which columns a new patient must have."""
        columns = tuple(self.facts.clinical_columns)
        lacked = {
            columns[number] for fold in self.folds for number in fold.stored.fitted.incomplete
        }
        return Wanted(
            columns=columns,
            may_lack=frozenset(lacked),
            may_lack_all=self.takes_images
            or any(one.stored.facts.may_lack_all for one in self.folds),
            patient_column=self._patient_column,
            categories={name: self._category(name) for name in self.facts.levels},
        )

    @property
    def _patient_column(self) -> str:
        for group in (self.settings.clinical, self.settings.data):
            if name := group.get("patient_column"):
                return str(name)
        return "patient_id"

    def _category(self, name: str) -> Category:
        """A column of words; a level must be known to every network that is asked."""
        levels = tuple(self.facts.levels[name])
        trained = [fold.stored.facts.trained_levels[name] for fold in self.folds]
        strange = {level: sum(level not in some for some in trained) for level in levels}
        strange = {level: number for level, number in strange.items() if number}
        return Category(name, levels, strange, len(self.folds))

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
            engine=Engine(settings.get("engine", Engine.torch)),
            decoding=self._decoding,
            batch_size=1,
            random_seed=settings.random_seed,
        )
        if backbone.weights.fingerprint != facts.weights_fingerprint:
            raise DataError(
                f"backbone weights are {backbone.weights.fingerprint[:40]!r}, but they must be "
                f"those of the run, {facts.weights_fingerprint[:40]!r}, in which its columns are"
            )
        return backbone

    @property
    def _decoding(self) -> Decoding:
        """As in the run; one that was stored before this could be chosen has the first way."""
        return Decoding(self.settings.backbone.get("decoding", Decoding.reduced))

    def pixels(self, image: Path) -> NDArray[np.uint8]:
        """A page as the backbone sees it, (224, 224, 3), checked as the run checked its pages.

        Raises:
            Unreadable: the file cannot be used; the text says why.
        """
        data, crop = self.settings.data, self.facts.crop
        page = load_unknown(
            image,
            least_side_px=least_side_px(self._decoding),
            crop=None if crop is None else (crop[0], crop[1], crop[2], crop[3]),
            min_side_px=data.min_side_px,
            max_megapixels=data.max_megapixels,
        )
        return finished(page, self._decoding)

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
        row, content = self.embed(pixels), hashlib.sha256(image.read_bytes()).hexdigest()
        answers = self._ask(row, values, content, patient)
        known_to = sum(content in fold.training_hashes for fold in self.folds)
        return self._combined(answers, values, patient=patient, image=image, known_to=known_to)

    def answer_columns(self, values: Numbers, name: str, patient: str) -> Prediction:
        """The answer about a patient without a page, which is missing where the run takes pages.

        Args:
            values: (columns,), checked by hfgnn.serving.clinical; NaN is missing.
            name: what the patient is called.
            patient: the patient's id, by which training rows are left out of the neighbours; ""
                where nobody knows.

        Raises:
            DataError: nothing is known of the patient, or nobody is like it.
        """
        no_page = np.full(self.folds[0].stored.fitted.num_images, np.nan, dtype=np.float32)
        answers = self._ask(no_page, values, "", patient)
        pairs = zip(self.folds, answers, strict=True)
        known_to = sum(fold.knows(answer.variants.x[0]) for fold, answer in pairs)
        return self._combined(answers, values, patient=name, image=None, known_to=known_to)

    def _ask(
        self, row: NDArray[np.float32], values: Numbers, content: str, patient: str
    ) -> list[FoldAnswer]:
        """What each network says."""
        # A layer takes less time here than sharing it out among threads would.
        before = torch.get_num_threads()
        torch.set_num_threads(1)
        try:
            return [fold.answer(row, values, fold.own(content, patient)) for fold in self.folds]
        finally:
            torch.set_num_threads(before)

    def _combined(
        self,
        answers: list[FoldAnswer],
        values: Numbers,
        *,
        patient: str,
        image: Path | None,
        known_to: int,
    ) -> Prediction:
        return combine(
            self.folds,
            answers,
            patient=patient,
            image=image,
            known_to=known_to,
            values=values,
            guessed=self.wanted.guessed(values),
            confidence=float(self.settings.evaluation.confidence),
            out_of_range_percentile=self.out_of_range_percentile,
        )
