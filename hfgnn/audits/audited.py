"""What an audit came to: findings and the numbers of its probes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from hfgnn.audits.probe import Probe, ProbeResult
from hfgnn.config.audit import Probing
from hfgnn.types import Estimate, Evidence, Finding, Severity

ORDER = (Severity.leak, Severity.warning, Severity.note)


@dataclass(frozen=True)
class Audited:
    """The result of one audit or of several together.

    Attributes:
        findings: the worst first.
        probes: every measured probe, whether it found something or not.
    """

    findings: tuple[Finding, ...] = ()
    probes: tuple[ProbeResult, ...] = ()

    def __post_init__(self) -> None:
        ordered = sorted(self.findings, key=lambda one: ORDER.index(one.severity))
        object.__setattr__(self, "findings", tuple(ordered))

    def __add__(self, other: Audited) -> Audited:
        return Audited(self.findings + other.findings, self.probes + other.probes)

    def at_least(self, severity: Severity) -> tuple[Finding, ...]:
        """The findings of this severity and of graver ones."""
        grave = ORDER[: ORDER.index(severity) + 1]
        return tuple(one for one in self.findings if one.severity in grave)

    def as_json(self) -> dict[str, Any]:
        """Plain dictionaries for metrics.json."""
        return {
            "findings": [_plain(one) for one in self.findings],
            "probes": [asdict(one) for one in self.probes],
        }

    @staticmethod
    def from_json(content: Mapping[str, Any]) -> Audited:
        """The audit that ``as_json`` gave this."""
        findings = tuple(
            Finding(
                name=one["name"],
                severity=Severity(one["severity"]),
                what=one["what"],
                where=tuple(one["where"]),
                evidence=tuple(_evidence(each) for each in one["evidence"]),
                advice=one["advice"],
            )
            for one in content.get("findings", ())
        )
        probes = tuple(
            ProbeResult(
                **one | {"auroc": Estimate(**one["auroc"]), "chance": Estimate(**one["chance"])}
            )
            for one in content.get("probes", ())
        )
        return Audited(findings, probes)


def _evidence(one: Mapping[str, Any]) -> Evidence:
    clean = Estimate(**one["clean"]) if "clean" in one else None
    return Evidence(one["score"], Estimate(**one["leaking"]), clean, one["meaning_of_clean"])


def _plain(finding: Finding) -> dict[str, Any]:
    evidence = [
        {name: value for name, value in asdict(one).items() if value is not None}
        for one in finding.evidence
    ]
    return asdict(finding) | {
        "severity": finding.severity.value,
        "where": list(finding.where),
        "evidence": evidence,
    }


def make_probe(settings: Probing, seed: int) -> Probe:
    """The probe that the settings describe."""
    return Probe(
        folds=settings.folds,
        components=settings.components,
        penalty=settings.penalty,
        resamples=settings.resamples,
        permutations=settings.permutations,
        confidence=settings.confidence,
        seed=seed,
    )
