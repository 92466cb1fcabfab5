"""What may be said of a model that tells several classes apart."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from hfgnn.types import ClassPredictions, Estimate


@dataclass(frozen=True)
class Strangers:
    """How far the tested patients were strangers to the model.

    Attributes:
        patients: tested.
        known: of them, those with other beats among those trained on.
        leaks: whether the protocol puts beats of one patient on both sides throughout, or nobody
            knows whose the beats are.
        honest: macro-F1 of the same model with patients apart, where that was measured.
        over: the classes that were then told apart, and macro-F1 on random beats over these; None
            where they are the same.
    """

    patients: int
    known: int
    leaks: bool
    honest: Estimate | None = None
    over: tuple[Sequence[str], Estimate] | None = None

    @staticmethod
    def of(
        predictions: ClassPredictions,
        trained_on: Collection[str],
        *,
        leaks: bool,
        honest: Estimate | None = None,
        over: tuple[Sequence[str], Estimate] | None = None,
    ) -> "Strangers":
        """Count whom the model knows.

        Args:
            predictions: on the test beats.
            trained_on: patients with a beat among the training or validation beats.
            leaks: whether the protocol puts beats of one patient on both sides throughout.
            honest: macro-F1 of the same model with patients apart, where that was measured.
            over: the classes that were then told apart, and macro-F1 on random beats over these.
        """
        tested = set(predictions.patient_id.tolist())
        return Strangers(len(tested), len(tested & set(trained_on)), leaks, honest, over)

    @property
    def words(self) -> str:
        """On whom the model was tested."""
        whom = f"{self.patients:,} patient{'' if self.patients == 1 else 's'}"
        if not self.known:
            return f"{whom} it has never seen"
        if self.known == self.patients:
            return f"{whom} whose other beats it was trained on"
        return f"{whom}, {self.known:,} of whom it knows from training"


@dataclass(frozen=True)
class Floor:
    """What a model comes to that calls every beat alike.

    Attributes:
        says: the class that it always names.
        score: its macro-F1.
        gain: lower end of the interval of how much higher the model in question scores.
    """

    says: str
    score: Estimate
    gain: float


def class_verdict(
    model: str,
    score: Estimate,
    *,
    found: Mapping[str, bool],
    strangers: Strangers,
    floor: Floor | None,
) -> str:
    """One sentence on a model: how well it tells the classes apart, on whom, against what.

    Args:
        model: its name.
        score: its macro-F1.
        found: of each class, whether any of its beats is called so.
        strangers: on whom it was tested.
        floor: a model that calls every beat alike, where there is one.
    """
    beside = f"always saying {floor.says} gives {floor.score.value:.3f}" if floor else ""
    if strangers.leaks:
        return _leaking(score, strangers, beside)
    said = f"macro-F1 {score} on {strangers.words}"
    told = [name for name, is_found in found.items() if is_found]
    if (floor and not floor.gain > 0) or len(told) < 2:
        where = f", where {beside}" if beside else ""
        return f"no evidence that {model} tells {_listed([*found])} apart: {said}{where}"
    missed = [f"no {name}" for name in found if name not in told]
    further = [f"it finds {_listed(missed)}" if missed else "", beside]
    parts = [f"{model} tells {_listed(told)} apart with {said}", *filter(None, further)]
    return "; ".join(parts)


def _listed(names: Sequence[str]) -> str:
    return f"{', '.join(names[:-1])} and {names[-1]}" if len(names) > 1 else names[0]


def _leaking(score: Estimate, strangers: Strangers, beside: str) -> str:
    honest = strangers.honest
    if honest is None:
        numbers = f"macro-F1 {score} on random beats" + (f"; {beside}" if beside else "")
        return f"no verdict, since the protocol leaks (by the numbers: {numbers})"
    said, like = f"macro-F1 {score.value:.3f} on random beats", score
    if strangers.over is not None:
        classes, like = strangers.over
        said += f", over {_listed(classes)} {like.value:.3f}"
    said += f", {honest} on patients apart"
    gap = like.value - honest.value
    return said if gap <= 0 else f"{said}: {gap:.3f} of it is knowing the patient"
