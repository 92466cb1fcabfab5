"""Columns made from the label: declared, and shown by permuting it."""

import numpy as np

from hfgnn.audits.derived import DECLARED, FOLLOWS_LABEL, find_declared, follow_label
from hfgnn.audits.table import Table
from hfgnn.types import Severity

RNG = np.random.default_rng(0)
LABEL = RNG.integers(0, 2, 120)
GROUP = np.arange(120)
NOISE = RNG.normal(size=(120, 4))
NAMES = ("ef", "bnp", "a", "b")


def synthesized(label):
    return NOISE + np.where([True, True, False, False], 2.0, 0.0) * label[:, None]


def test_a_declared_block_is_a_leak_with_its_score_alone_and_without_it(probe):
    table = Table(synthesized(LABEL), NAMES, LABEL, GROUP)
    declared = "clinical features synthesized from the label"
    (finding,) = find_declared(table, np.array([0, 1]), declared=declared, probe=probe)
    assert (finding.name, finding.severity) == (DECLARED, Severity.leak)
    assert finding.where == ("ef", "bnp")
    assert declared in finding.what
    alone, added = finding.evidence
    assert alone.leaking.value > 0.9
    assert added.leaking.value > 0.9
    assert added.clean.value < 0.65
    assert added.meaning_of_clean == "without these columns"


def test_a_block_of_which_nothing_is_declared_is_no_finding(probe):
    table = Table(synthesized(LABEL), NAMES, LABEL, GROUP)
    assert find_declared(table, np.array([0]), declared=None, probe=probe) == ()
    none = np.empty(0, dtype=int)
    assert find_declared(table, none, declared="made up", probe=probe) == ()


def test_a_declared_block_that_is_the_whole_table_has_no_rest(probe):
    table = Table(synthesized(LABEL), NAMES, LABEL, GROUP)
    (finding,) = find_declared(table, np.arange(4), declared="made up", probe=probe)
    assert len(finding.evidence) == 1


def follow(make, probe):
    return follow_label(make, LABEL, GROUP, columns=NAMES, permutations=3, probe=probe)


def test_synthesized_columns_follow_a_permuted_label(probe):
    following = follow(synthesized, probe)
    (finding,) = following.findings
    assert (finding.name, finding.severity) == (FOLLOWS_LABEL, Severity.leak)
    assert finding.where == NAMES
    assert following.result.auroc.value > 0.9
    assert finding.evidence[0].clean.value < 0.6


def test_measured_columns_do_not_however_well_they_tell_the_label(probe):
    measured = synthesized(LABEL)
    following = follow(lambda label: measured, probe)
    assert following.findings == ()
    assert following.result.auroc.value < 0.65


def test_columns_that_say_nothing_give_no_number(probe):
    following = follow(lambda label: np.ones((120, 1)), probe)
    assert (following.result, following.findings) == (None, ())
