"""What may be wrong with a run on heart sounds: copies, patients on two sides, recording."""

from __future__ import annotations

import numpy as np

from hfgnn.audits.audited import Audited, make_probe
from hfgnn.audits.copies import find_copies
from hfgnn.audits.probe import ProbeResult
from hfgnn.audits.splits import FoldTable, find_across_splits
from hfgnn.evaluation.subgroups import take
from hfgnn.tasks.heart_sounds_prepared import PreparedSounds
from hfgnn.types import Finding, Predictions, Severity

RECORDING = "classes recorded differently"
FILE_FACTS = "length, peak, offset and clipping of the file"


def audit(prepared: PreparedSounds, network: Predictions) -> Audited:
    """Everything that can be found.

    Args:
        prepared: what the run worked on.
        network: its answers for the test rows.
    """
    probe = make_probe(prepared.settings.probe, prepared.settings.seed)
    arrangement = prepared.arrangement
    first = [split.parts for split in arrangement.splits if split.repeat == 0]
    rows = np.flatnonzero((network.repeat == 0) & (network.seed == 0))
    across = find_across_splits(
        FoldTable.of(arrangement.records, first),
        pairs=(),
        predictions=take(network, rows),
        probe=probe,
    )
    copies = find_copies(prepared.heard.sounds.cohort.records, pairs=())
    kept = arrangement.records
    facts = prepared.heard.facts[prepared.place].astype(np.float64)
    result = probe.measure(facts, kept.label, kept.group, name=FILE_FACTS, target="the label")
    shortcuts = () if result is None else (result,)
    return Audited(copies + across + tuple(_recording(*shortcuts)), shortcuts)


def _recording(*results: ProbeResult) -> list[Finding]:
    """A warning where the file alone tells the classes apart."""
    return [
        Finding(
            RECORDING,
            Severity.warning,
            "length, peak, offset and clipping of the files alone tell the classes apart with "
            f"AUROC {one.auroc.value:.2f}, where chance reaches {one.chance.high:.2f}",
            where=(),
            evidence=(one.evidence(),),
            advice="read every score beside the control that knows the file alone",
        )
        for one in results
        if one.is_above_chance
    ]
