"""metrics.json and run.json of a run on infarction."""

import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from omegaconf import OmegaConf

from hfgnn.config.infarction import InfarctionRun, PatientFolds
from hfgnn.config.training import BatchTraining
from hfgnn.data.infarction.diagnosed import Diagnosed
from hfgnn.data.simulated_nodes import cohort_of
from hfgnn.evaluation.compare import Comparison
from hfgnn.evaluation.learning_curve import SCRATCH, TRANSFERRED
from hfgnn.reports.infarction.finished import FinishedInfarction
from hfgnn.reports.provenance import provenance
from hfgnn.splits.random_beats import LEAKING
from hfgnn.tasks.infarction_judged import Judged
from hfgnn.tasks.infarction_prepared import Pretrained, beats_hash
from hfgnn.types import Estimate

CAUTION = (
    "over seeds, on these patients; over other patients the difference is {difference:+.3f} "
    "[{low:+.3f}, {high:+.3f}]"
)


@dataclass(frozen=True)
class Done:
    """What a run has come to.

    Attributes:
        settings: checked.
        settings_text: the same as yaml.
        target: infarction and normal.
        pretrained: the network that knew heartbeats.
        judged: scores.
    """

    settings: InfarctionRun
    settings_text: str
    target: Diagnosed
    pretrained: Pretrained
    judged: Judged

    @property
    def is_apart(self) -> bool:
        """Whether no patient stands on two sides."""
        return isinstance(self.settings.protocol, PatientFolds)

    @property
    def stamps(self) -> list[str]:
        """What every table and figure of this run must carry."""
        return [*self.target.stamps, *([] if self.is_apart else [LEAKING])]


def facts(done: Done, seconds: Mapping[str, float]) -> FinishedInfarction:
    """Everything that the report shows."""
    command = " ".join(["python -m hfgnn", *sys.argv[1:]])
    return FinishedInfarction(
        metrics=_metrics(done) | {"timing": dict(seconds)},
        curve=done.judged.curve,
        predictions=done.judged.predictions,
        refused=(*done.target.refused, *done.pretrained.refused),
        notes=done.target.notes,
        provenance=_made_with(done, command),
        settings=done.settings_text,
        command=command,
    )


def _metrics(done: Done) -> dict[str, Any]:
    judged = done.judged
    return {
        "task": done.settings.task,
        "protocol": _protocol(done),
        "stamps": done.stamps,
        "cohort": _cohort(done),
        "source": done.pretrained.told,
        "network": TRANSFERRED,
        "models": _plain(judged.models),
        "comparisons": [asdict(one) for one in judged.comparisons],
        "curve": judged.curve.as_json(),
        "beats": _plain(judged.by_beat),
        "verdict": judged.verdict,
        "verdict_caution": _caution(judged.comparisons),
        "validation_auroc": judged.validation_auroc,
    }


def _plain(tables: Mapping[str, Mapping[str, Estimate]]) -> dict[str, Any]:
    return {
        name: {score: asdict(one) for score, one in table.items()} for name, table in tables.items()
    }


def _caution(comparisons: Sequence[Comparison]) -> str | None:
    """The same gain over patients, None where these do not stand apart."""
    return next(
        (
            CAUTION.format(**asdict(one))
            for one in comparisons
            if (one.against, one.metric) == (SCRATCH, "auroc")
        ),
        None,
    )


def _protocol(done: Done) -> dict[str, Any]:
    training = done.settings.training
    return {
        **asdict(done.settings.protocol),
        "unit": "record" if done.is_apart else "beat",
        "labelled": "patients" if done.is_apart else "beats",
        "batches": training.max_epochs * batches_per_epoch(done.judged.trained, training),
        "batch_size": training.batch_size,
    }


def batches_per_epoch(beats: float, training: BatchTraining) -> int:
    """A last smaller batch is left out."""
    return max(int(beats) // training.batch_size, 1)


def _cohort(done: Done) -> dict[str, Any]:
    beats = done.target.beats
    first = np.unique(beats.record_id, return_index=True)[1]
    counted = beats.label[first] if done.is_apart else beats.label
    counts = np.bincount(counted, minlength=2).tolist()
    return {
        "source": done.target.source,
        "records": len(first),
        "patients": len(np.unique(beats.group)) if done.target.patients_known else None,
        "beats": len(beats),
        "refused": len(done.target.refused),
        "classes": dict(zip(beats.classes, counts, strict=True)),
    }


def _made_with(done: Done, command: str) -> dict[str, Any]:
    nobody = cohort_of(np.zeros(0, dtype=np.int64), "nobody").records
    made = provenance(
        nobody,
        clinical=np.empty((0, 0)),
        seed=done.settings.seed,
        command=command,
        settings=OmegaConf.to_container(OmegaConf.create(done.settings_text)),
    )
    made["data_sha256"] = beats_hash(done.target.beats)
    if done.pretrained.data_hash is not None:
        made["source_sha256"] = done.pretrained.data_hash
    return made
