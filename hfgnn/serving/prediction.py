"""What a finished run says of one new patient, and why."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any

from hfgnn.serving.completed import WithoutBlock
from hfgnn.types import Estimate

CONTRIBUTIONS_SAY = "how the answer came about, not whether the graph is right"
NAMED = 3
"""Pages or columns that a warning names."""


@dataclass(frozen=True)
class Neighbour:
    """A training page that a new patient receives from.

    Attributes:
        record_id: the page.
        patient_id: whose page it is.
        label: 1 for disease.
        folds: how many networks have it as a neighbour.
        distance: mean over these, in scaled columns.
        moved: by how much the probability falls when its edge is left out, mean over these.
    """

    record_id: str
    patient_id: str
    label: int
    folds: int
    distance: float
    moved: float


@dataclass(frozen=True)
class FoldSaid:
    """One network's part: its checkpoint, what it says, how often that is so, and its threshold."""

    name: str
    raw: float
    calibrated: float
    threshold: float


@dataclass(frozen=True)
class Prediction:
    """The answer of all networks of a run about one new patient.

    Attributes:
        patient: what the patient is called.
        image: the file; "" where the run takes none.
        probability: of disease, recalibrated, mean over the networks, with the percentiles of
            what resampled validation patients and the networks would say.
        confidence: share of these in the interval.
        threshold: calibrated probability from which a patient is called diseased, mean likewise.
        may_be_healthy: whether the conformal sets of more than half of the networks, or of just
            half, hold "no disease".
        may_be_ill: whether they hold "disease".
        never_ruled_out: classes that half of the networks or more could not rule out of any
            patient, since they had too few validation pages of it.
        contributions: exact Shapley value of each part; they sum to probability less baseline.
        baseline: what is said of a patient of mean columns without neighbours.
        neighbours: training pages, those that most networks have first, then the nearest.
        percentile: share of training pages, in per cent, that stand nearer to their neighbours.
        out_of_range: whether the patient is further from the training pages than that allows.
        unusual: values outside the range of the training pages, a sentence each.
        guessed: columns that are missing here and of which training never had a gap.
        known_to: networks whose training pages hold this very file, or these very columns.
        left_out: training pages of the same file or patient, which are no neighbours.
        too_near: neighbours that are nearer than training pages are to each other.
        prevalence: share of training pages with disease, augmented copies not counted.
        stamps: what must stand beside every number here.
        folds: each network's part.
        unit: what the training pages are called here.
        missing: for each block of which nothing is known, what others' numbers in it would do.
    """

    patient: str
    image: str
    probability: Estimate
    confidence: float
    threshold: float
    may_be_healthy: bool
    may_be_ill: bool
    never_ruled_out: tuple[str, ...]
    contributions: dict[str, float]
    baseline: float
    neighbours: tuple[Neighbour, ...]
    percentile: float
    out_of_range: bool
    unusual: tuple[str, ...]
    guessed: tuple[str, ...]
    known_to: int
    left_out: int
    too_near: tuple[str, ...]
    prevalence: float
    stamps: tuple[str, ...]
    folds: tuple[FoldSaid, ...]
    unit: str = "page"
    missing: dict[str, WithoutBlock] = field(default_factory=dict)

    @property
    def called(self) -> str:
        """What the threshold calls the patient."""
        return "disease" if self.probability.value >= self.threshold else "no disease"

    @property
    def abstained(self) -> bool:
        """Whether the sets cannot be believed, or leave not exactly one diagnosis."""
        is_open = self.may_be_healthy == self.may_be_ill
        return self.out_of_range or bool(self.never_ruled_out) or is_open

    @property
    def decision(self) -> str:
        """The one diagnosis that remains, or why there is none."""
        if not self.abstained:
            return "disease" if self.may_be_ill else "no disease"
        if self.out_of_range:
            return f"abstains, unlike the training {self.unit}s"
        if self.never_ruled_out:
            names = " or ".join(self.never_ruled_out)
            return f"abstains, too few validation {self.unit}s to rule out {names}"
        # The score is the probability itself, so an empty set says that it is in the middle.
        both = self.may_be_healthy
        return "abstains, both remain possible" if both else "abstains, between the two"

    @property
    def untested(self) -> str:
        """What the run's scores do not say of this answer."""
        count = len(self.folds)
        mean = (
            f"the mean of the {count} networks was not tested itself; the scores of the run are "
            "of each alone, and the interval is their disagreement"
            if count > 1
            else "the scores of the run are of this network; the interval is its recalibration's"
        )
        return (
            f"{mean}, not the chance of being wrong; the probability holds where "
            f"{100 * self.prevalence:.0f} % are ill"
        )

    @property
    def warnings(self) -> tuple[str, ...]:
        """What a reader must know of this patient before believing the number."""
        said = [one.sentence(block) for block, one in self.missing.items()]
        said += self.unusual
        if self.guessed:
            said.insert(0, f"not known, so the middle of training stands for {_some(self.guessed)}")
        if self.out_of_range:
            far = (
                f"farther from the training {self.unit}s than {self.percentile:.1f} % of these "
                "themselves"
            )
            said.insert(0, f"out of range: {far}")
        if self.too_near:
            said.insert(0, _nearer(self.too_near, self.unit))
        if self.left_out:
            pages = self.unit if self.left_out == 1 else f"{self.unit}s"
            among = f"{self.left_out} training {pages} of the same file or patient"
            if not self.image:
                rows = "row" if self.left_out == 1 else "rows"
                among = f"{self.left_out} training {rows} of the same patient"
            said.insert(0, f"left out of the neighbours: {among}")
        if self.known_to:
            what = f"this {self.unit}" if self.image else f"a {self.unit} of exactly these columns"
            said.insert(0, f"{what} trained {self.known_to} of {len(self.folds)} networks")
        return tuple(said)

    def as_json(self) -> dict[str, Any]:
        """Everything, with what follows from it."""
        return asdict(self) | {
            "called": self.called,
            "abstained": self.abstained,
            "decision": self.decision,
            "warnings": list(self.warnings),
            "untested": self.untested,
            "contributions_say": CONTRIBUTIONS_SAY,
        }


def _nearer(names: tuple[str, ...], unit: str) -> str:
    same = "patient" if unit == "patient" else f"{unit} or patient"
    return (
        f"nearer to {_some(names)} than training {unit}s are to each other: probably the same "
        f"{same}"
    )


def _some(names: tuple[str, ...]) -> str:
    more = f" and {len(names) - NAMED} more" if len(names) > NAMED else ""
    return f"{', '.join(names[:NAMED])}{more}"
