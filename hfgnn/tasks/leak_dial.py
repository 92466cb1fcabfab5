"""What the graph reads from clinical numbers that are drawn from the label, dialled from 0 to 1."""

import time
from dataclasses import asdict, replace
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from scipy.special import expit
from scipy.stats import rankdata

from hfgnn.config.build import build
from hfgnn.config.config import Config
from hfgnn.data.simulated_nodes import cohort_of
from hfgnn.data.stand_in_images import shift, stand_in_images
from hfgnn.features.clinical.ceiling import DRAWS_PER_CLASS, SEED, log_likelihood_ratio
from hfgnn.features.clinical.numbers import Ceiling, ClinicalNumbers
from hfgnn.features.clinical.synthesized import Synthesized
from hfgnn.features.concatenated import Concatenated
from hfgnn.reports.cohort_lines import Line, line_of
from hfgnn.reports.dial import Dial, dial_tables, draw_dial
from hfgnn.reports.study_files import Studied, write_study
from hfgnn.tasks.cohorts import STAMPS, gather, made_with, said_of
from hfgnn.tasks.judged import arranged, heard_labels, join, judge, with_seed
from hfgnn.types import Nodes, Split


def run(settings: Config, folder: Path, settings_text: str) -> float:
    """Draw numbers at every strength, judge, and set beside the ceiling.

    Args:
        settings: checked.
        folder: of the run.
        settings_text: the settings as yaml.

    Returns:
        Mean AUROC of the network over all strengths, for a sweeper.

    Raises:
        DataError: an earlier table of cohorts was made with other settings.
    """
    study: Any = settings.study
    begin = time.perf_counter()
    jobs = [
        {"strength": float(strength), "cohort": number}
        for strength in study.strengths
        for number in range(study.cohorts)
    ]
    work = partial(judge_cohort, settings)
    lines = gather(jobs, work, folder=folder, settings=settings)
    dial = Dial(lines)
    told = dial.as_json() | {"timing": {"total_seconds": time.perf_counter() - begin}}
    stamps = (*STAMPS, "clinical features synthesized from the label")
    studied = Studied(
        metrics=said_of(settings) | told | {"stamps": list(stamps)},
        tables=dial_tables(dial),
        figures={"dial": draw_dial(dial, stamps=stamps)},
        conclusions=dial.conclusions(),
        provenance=made_with(settings, settings_text),
    )
    write_study(studied, folder)
    return float(np.mean([line["auroc network"] for line in lines]))


def judge_cohort(settings: Config, job: Line) -> Line:
    """One cohort with numbers of one strength, from its labels to its scores."""
    study: Any = settings.study
    begin = time.perf_counter()
    clinical: Any = settings.clinical
    # The seed does not know the strength, so that all strengths see the same patients.
    own = with_seed(
        replace(settings, clinical=replace(clinical, strength=job["strength"])), [job["cohort"]]
    )
    generator = np.random.default_rng(own.seed)
    label = (generator.random(study.patients) < study.prevalence).astype(np.int64)
    images, _ = stand_in_images(
        label, factors=study.image_factors, auroc=study.image_auroc, seed=own.seed
    )
    arrangement = arranged(own, cohort_of(label, f"{study.patients:,} simulated patients"))
    source: Synthesized = build(own.clinical)
    numbers: ClinicalNumbers = source.numbers(arrangement.records, seed=own.seed, per_row=False)
    fuse: Concatenated = build(own.nodes)

    def nodes_of(split: Split) -> Nodes:
        return fuse.nodes(arrangement.records, images, numbers, train=split.parts.train)

    graphs = join(own, arrangement, nodes_of)
    evaluated = judge(own, arrangement, graphs)
    prevalence = float(label.mean())
    both = ceiling_with_image(source, study.image_auroc, prevalence)
    told: Line = {}
    if numbers.ceiling is not None:
        told |= _named("clinical", numbers.ceiling)
    told |= _named("clinical and image", both) | heard_labels(graphs)
    return told | line_of(evaluated) | {"seconds": time.perf_counter() - begin}


def _named(name: str, ceiling: Ceiling) -> Line:
    return {f"ceiling {score} {name}": value for score, value in asdict(ceiling).items()}


def ceiling_with_image(source: Synthesized, image_auroc: float, prevalence: float) -> Ceiling:
    """Accuracy and AUROC of Bayes' rule on the clinical numbers and the stand-in image together.

    Given the label, the two are independent, so their log likelihood ratios add up; that of the
    image is normal, with mean plus or minus half its variance.

    Args:
        source: the distributions of the clinical numbers.
        image_auroc: of the best rule on the image alone.
        prevalence: share of the ill.
    """
    label = np.repeat([0, 1], DRAWS_PER_CLASS)
    generator = np.random.default_rng(SEED)
    values = source.draw(generator.random((2 * DRAWS_PER_CLASS, 5)), label)
    apart = shift(image_auroc)
    image = apart * (generator.standard_normal(len(label)) + apart * (label - 0.5))
    evidence = log_likelihood_ratio(source, values).sum(axis=1) + image
    called_ill = expit(evidence) > 1 - prevalence
    right = (called_ill == (label == 1)).reshape(2, DRAWS_PER_CLASS).mean(axis=1)
    ranks = rankdata(evidence)[DRAWS_PER_CLASS:]
    auroc = (ranks.mean() - (DRAWS_PER_CLASS + 1) / 2) / DRAWS_PER_CLASS
    return Ceiling(float((1 - prevalence) * right[0] + prevalence * right[1]), float(auroc))
