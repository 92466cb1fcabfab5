"""Make the classes of a training fold equal by augmented copies of the smaller one."""

import numpy as np
from PIL import Image

from hfgnn.augment.picture import distort
from hfgnn.types import Records, Rows, TrainingPart


class Balanced:
    """Grows the smaller class by distorted copies of its pages until the classes are equal.

    A copy keeps its parent's patient, group and label. Copy number c of an image is always the
    same picture, since its distortion is drawn from the image's hash and c alone; folds and runs
    share its cached row.

    Args:
        rotation_degrees: largest rotation either way.
        shift: largest shift either way, as a share of width and of height.
        zoom: largest change of size either way, as a share.
        brightness: largest change of brightness either way, as a share.
        flip: whether half of the copies are mirrored, as published, though that reverses time.
        single_source: whether all copies come from the first page of the smaller class, as
            the published code does; otherwise all its pages take turns.
    """

    def __init__(
        self,
        *,
        rotation_degrees: float,
        shift: float,
        zoom: float,
        brightness: float,
        flip: bool,
        single_source: bool,
    ) -> None:
        self.rotation_degrees = rotation_degrees
        self.shift = shift
        self.zoom = zoom
        self.brightness = brightness
        self.flip = flip
        self.single_source = single_source

    @property
    def fingerprint(self) -> str:
        """What decides how copy c of an image looks."""
        return f"{self.rotation_degrees}/{self.shift}/{self.zoom}/{self.brightness}/{self.flip}"

    def balance(self, part: TrainingPart) -> Records:
        """The training pages, then the copies that make the classes equal."""
        return self._equalize(part.records)

    def balance_before_split(self, records: Records) -> Records:
        """All pages, then copies: the published order, which leaks and is stamped."""
        return self._equalize(records)

    def _equalize(self, records: Records) -> Records:
        counts = np.bincount(records.label, minlength=2)
        smaller = int(counts.argmin())
        sources = np.flatnonzero(records.label == smaller)
        if self.single_source:
            sources = sources[:1]
        return Records.join(records, copies(records, sources, int(abs(counts[0] - counts[1]))))

    def distort(self, image: Image.Image, content_hash: str, copy: int) -> Image.Image:
        """Copy number ``copy`` of an image; see hfgnn.augment.picture.distort."""
        generator = np.random.default_rng([int(content_hash[:16], 16), copy])
        return distort(
            image,
            rotation_degrees=generator.uniform(-1, 1) * self.rotation_degrees,
            shift=tuple(generator.uniform(-1, 1, 2) * self.shift),
            zoom=1 + generator.uniform(-1, 1) * self.zoom,
            brightness=1 + generator.uniform(-1, 1) * self.brightness,
            mirror=self.flip and generator.uniform() < 0.5,
        )


def copies(records: Records, sources: Rows, number: int) -> Records:
    """``number`` copies of the pages at ``sources``, which take turns."""
    turn = np.arange(number)
    parents = records.take(sources[turn % len(sources)] if number else sources[:0])
    copy = turn // len(sources) + 1
    names = [f"{name}#{count}" for name, count in zip(parents.record_id, copy, strict=True)]
    return parents.change(
        record_id=np.array(names, dtype=np.str_), parent=parents.record_id, copy=copy
    )
