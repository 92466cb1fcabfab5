"""New training beats between neighbours of a rare class (Chawla et al. 2002).

https://doi.org/10.1613/jair.953, through the imbalanced-learn package.
"""

from collections.abc import Mapping, Sequence

import numpy as np
from imblearn.over_sampling import SMOTE

from hfgnn.types import DataError, TrainingBeats


class Smote:
    """Grows rare classes of training beats; nothing but a training part can be given.

    Args:
        targets: how many beats a class is grown to, by its name; a class that has as many, and
            one that these data do not tell apart, stays as it is.
        neighbours: among how many of the nearest beats of its class a partner is drawn.
    """

    def __init__(self, targets: Mapping[str, int], neighbours: int) -> None:
        self.targets = dict(targets)
        self.neighbours = neighbours

    def grow(self, part: TrainingBeats, classes: Sequence[str], *, seed: int) -> TrainingBeats:
        """The training beats themselves, and below them the new ones.

        A missing value is taken as 0 while neighbours are sought, and in what is new.

        Args:
            part: training beats.
            classes: names of the classes.
            seed: of partners and places between them.

        Raises:
            DataError: a class to be grown has too few beats to have neighbours.
        """
        counts = np.bincount(part.label, minlength=len(classes))
        wanted = {
            number: self.targets[name]
            for number, name in enumerate(classes)
            if name in self.targets and self.targets[name] > counts[number]
        }
        for number in wanted:
            if counts[number] <= self.neighbours:
                raise DataError(
                    f"class {classes[number]} has {counts[number]} training beats, but SMOTE with "
                    f"{self.neighbours} neighbours needs {self.neighbours + 1}; choose "
                    "oversample=none"
                )
        if not wanted:
            return part
        sampler = SMOTE(sampling_strategy=wanted, k_neighbors=self.neighbours, random_state=seed)
        filled = np.nan_to_num(part.x)
        grown, label = sampler.fit_resample(filled, part.label)
        made = grown[len(filled) :].astype(np.float32)
        return TrainingBeats(np.vstack([part.x, made]), np.asarray(label, dtype=np.int64))
