"""Findings in their order, and as plain values that come back."""

import json

from hfgnn.audits.audited import Audited, make_probe
from hfgnn.audits.probe import ProbeResult
from hfgnn.config.audit import Probing
from hfgnn.types import Estimate, Evidence, Finding, Severity


def finding(severity, name="a", clean=None):
    evidence = Evidence("AUROC", Estimate(0.9, 0.8, 1.0), clean, "chance")
    return Finding(name, severity, "it is so", ("page1.png",), (evidence,), "do so")


PROBE = ProbeResult(
    "header", "the label", Estimate(0.6, 0.5, 0.7), Estimate(0.5, 0.4, 0.6), 2.0, 9, 3
)


def test_the_worst_stands_first_and_two_audits_add_up():
    one = Audited((finding(Severity.note), finding(Severity.leak)))
    both = one + Audited((finding(Severity.warning),), (PROBE,))
    assert [each.severity.value for each in both.findings] == ["leak", "warning", "note"]
    assert both.probes == (PROBE,)


def test_at_least_counts_what_is_as_grave():
    audited = Audited(tuple(finding(severity) for severity in Severity))
    assert len(audited.at_least(Severity.leak)) == 1
    assert len(audited.at_least(Severity.warning)) == 2
    assert len(audited.at_least(Severity.note)) == 3


def test_what_is_written_as_json_is_read_as_it_was():
    with_clean = finding(Severity.warning, clean=Estimate(0.5, 0.4, 0.6))
    audited = Audited((finding(Severity.leak), with_clean), (PROBE,))
    assert Audited.from_json(json.loads(json.dumps(audited.as_json()))) == audited


def test_the_settings_make_the_probe():
    settings = Probing(
        folds=3,
        components=7,
        penalty=0.5,
        permutations=30,
        resamples=100,
        confidence=0.9,
        column_auroc=0.95,
    )
    probe = make_probe(settings, seed=4)
    assert (probe.folds, probe.components, probe.penalty) == (3, 7, 0.5)
    assert (probe.permutations, probe.resamples, probe.confidence, probe.seed) == (30, 100, 0.9, 4)
