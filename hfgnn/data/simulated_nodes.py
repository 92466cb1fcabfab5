"""Patients as columns, without pictures, of whom it is known what a graph can tell.

Where patients know nothing of each other, their neighbours' columns tell nothing of the label that
their own do not (by Bayes' rule, whatever the distance). For the graph to help, patients must share
something. Here they come in circles, as families, wards and phenotypes are, and share an identity.
Every patient has three blocks of columns: *identity*, the centre of the circle and a little noise,
independent of the label; *measured*; and *private*, which nobody shares.

================ =========================================== ==============================
kind             what tells the label                         what neighbours' columns add
================ =========================================== ==============================
``helps``        a severity that a circle shares, and that    the noise averages out:
                 each measures with noise of its own          ``gain`` for the best rule
``alike``        a patient's own measured columns, which in   nothing, though edges join
                 a circle are nearly alike                    equal labels
``independent``  a patient's own measured columns; there are  nothing, though edges join
                 no circles, and measured columns decide      equal labels
                 who is a neighbour
``nothing``      nothing; circles and columns as in ``alike`` nothing
``hurts``        private columns for the share ``level``, the nothing; the average drowns
                 rest as in ``alike``                         the private ones
================ =========================================== ==============================
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.stats import norm

from hfgnn.config.study import Kind, World
from hfgnn.data.true_gain import correlation_for, shared_severity
from hfgnn.types import Cohort, Records, Rows

STREAM = 5
"""Apart from the random numbers that others draw with the same seed, such as the bootstrap."""

STAMP = "simulated cohort"
CLASSES = ("normal", "heart_failure")
Values = NDArray[np.float64]


@dataclass(frozen=True)
class SimulatedNodes:
    """One cohort.

    Attributes:
        cohort: who the patients are, each with one page that is nowhere.
        x: float32 (patients, columns), in standard deviations of the population, the blocks that
            do not decide who is a neighbour multiplied by the world's ``minor_scale``.
        columns: their names; the identity is called ``image_...``, as it stands where the image
            does in a cohort of pages.
        circle: int64 (patients,), mates share a number.
        own_score: float64 (patients,), what the best rule on a patient's own columns ranks by.
    """

    cohort: Cohort
    x: NDArray[np.float32]
    columns: tuple[str, ...]
    circle: Rows
    own_score: Values


def draw_nodes(
    world: World, kind: Kind, *, level: float, patients: int, neighbours: int, seed: int
) -> SimulatedNodes:
    """Draw a cohort.

    Args:
        world: what all kinds have in common.
        kind: what is true of the graph.
        level: the gain of ``helps``, the private share of ``hurts``; without meaning otherwise.
        patients: how many.
        neighbours: how many mates a patient will hear; decides how ``helps`` is measured.
        seed: of everything that is drawn.
    """
    generator = np.random.default_rng([seed, STREAM])
    size = 1 if kind is Kind.independent else world.circle
    circle = generator.permutation(patients) // size
    identity = _identity(world, circle, generator)
    private = generator.standard_normal((patients, world.columns.private))
    severity = generator.standard_normal(circle.max() + 1)[circle]
    if kind is Kind.helps:
        shared = shared_severity(
            world.base_auroc, level, neighbours=neighbours, prevalence=world.prevalence
        )
        measured = _measure(severity, shared.reliability, world.columns.measured, generator)
        cause, effect = severity, shared.effect
        own_score = measured.mean(axis=1)
    else:
        deviation = 1.0 if kind is Kind.independent else world.own_deviation
        measured = _nearly_shared(severity, deviation, world.columns.measured, generator)
        private_share = level if kind is Kind.hurts else 0.0
        cause = own_score = _mixture(measured, private, private_share, deviation=deviation)
        effect = _effect(world, kind)
    noise = generator.standard_normal(patients)
    liability = effect * cause + np.sqrt(1 - effect**2) * noise
    label = (liability > norm.isf(world.prevalence)).astype(np.int64)
    minor = world.minor_scale
    scales = (minor, 1.0, minor) if kind is Kind.independent else (1.0, minor, minor)
    blocks = zip((identity, measured, private), scales, strict=True)
    return SimulatedNodes(
        cohort=cohort_of(label, f"{patients:,} simulated patients"),
        x=np.concatenate([block * scale for block, scale in blocks], axis=1).astype(np.float32),
        columns=_names(world),
        circle=circle.astype(np.int64),
        own_score=own_score,
    )


def cohort_of(label: Rows, source: str) -> Cohort:
    """Patients with these labels, one page each, that differ from each other and are nowhere."""
    number = np.arange(len(label))
    name = np.array([f"patient{one:05d}" for one in number], dtype=np.str_)
    nothing = np.full(len(label), "", dtype=np.str_)
    records = Records(
        record_id=name,
        patient_id=name,
        group=number,
        class_name=np.array(CLASSES, dtype=np.str_)[label],
        label=label,
        path=nothing,
        content_hash=name,
        perceptual_hash=nothing,
        copy=np.zeros(len(label), dtype=np.int64),
        parent=nothing,
    )
    return Cohort(
        records=records,
        refused=(),
        stamps=(STAMP,),
        positive=(CLASSES[1],),
        source=source,
        crop=None,
    )


def _identity(world: World, circle: Rows, generator: np.random.Generator) -> Values:
    """The centre of a patient's circle, and a little noise; each column has variance 1."""
    width = world.columns.identity
    centre = generator.standard_normal((circle.max() + 1, width))[circle]
    noise = generator.standard_normal((len(circle), width))
    return np.asarray(np.sqrt(1 - world.identity_noise**2) * centre + world.identity_noise * noise)


def _measure(
    severity: Values, reliability: float, columns: int, generator: np.random.Generator
) -> Values:
    """Columns of variance 1 whose mean has this reliability as a measurement of the severity."""
    variance = columns * (1 - reliability) / reliability
    noise = generator.standard_normal((len(severity), columns))
    return np.asarray((severity[:, None] + np.sqrt(variance) * noise) / np.sqrt(1 + variance))


def _nearly_shared(
    severity: Values, deviation: float, columns: int, generator: np.random.Generator
) -> Values:
    """Columns of variance 1 that in a circle differ by ``deviation``; 1 is not shared at all."""
    noise = generator.standard_normal((len(severity), columns))
    return np.asarray(np.sqrt(1 - deviation**2) * severity[:, None] + deviation * noise)


def _mixture(
    measured: Values, private: Values, private_share: float, *, deviation: float
) -> Values:
    """A score of variance 1 of which private columns make this share, measured ones the rest."""
    spread = np.sqrt(1 - deviation**2 + deviation**2 / measured.shape[1])
    own = private.mean(axis=1) * np.sqrt(private.shape[1])
    common = measured.mean(axis=1) / spread
    return np.asarray(np.sqrt(private_share) * own + np.sqrt(1 - private_share) * common)


def _effect(world: World, kind: Kind) -> float:
    """Correlation of what tells the label with the liability."""
    if kind is Kind.nothing:
        return 0.0
    return correlation_for(world.base_auroc, world.prevalence)


def _names(world: World) -> tuple[str, ...]:
    columns = world.columns
    return (
        *(f"image_{number:03d}" for number in range(columns.identity)),
        *(f"measured_{number}" for number in range(columns.measured)),
        *(f"private_{number}" for number in range(columns.private)),
    )
