"""Several networks' answers about one patient become one."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from hfgnn.serving.combined import combine
from hfgnn.serving.predictor import Predictor

INF = float("inf")


def combined(predictor, answers, values, known_to=0):
    return combine(
        predictor.folds,
        answers,
        patient="p",
        image=predictor.run,
        known_to=known_to,
        values=values,
        guessed=(),
        confidence=float(predictor.settings.evaluation.confidence),
        out_of_range_percentile=predictor.out_of_range_percentile,
    )


def test_the_interval_is_that_of_all_networks_and_their_draws(make_run):
    run = make_run("evaluation.confidence=0.8", "evaluation.resamples=100")
    predictor = Predictor(run.folder, None, 99)
    answers = [fold.answer(run.images[55], run.values[55]) for fold in predictor.folds]
    one = combined(predictor, answers, run.values[55])
    drawn = np.concatenate(
        [
            fold.stored.draws.apply(answer.raw[:1])[:, 0]
            for fold, answer in zip(predictor.folds, answers, strict=True)
        ]
    )
    assert len(drawn) == 200
    limits = [one.probability.low, one.probability.high]
    assert limits == pytest.approx(np.quantile(drawn, [0.1, 0.9]).tolist())


def test_neighbours_of_all_networks_are_merged(make_run):
    run = make_run()
    predictor = Predictor(run.folder, None, 99)
    answers = [fold.answer(run.images[55], run.values[55]) for fold in predictor.folds]
    one = combined(predictor, answers, run.values[55])
    met = [
        (run.records.record_id[fold.graph.edges[0, edge]], number)
        for number, fold in enumerate(run.folds)
        for edge in np.flatnonzero(fold.graph.edges[1] == 55)
    ]
    names = [name for name, _ in met]
    assert {(n.record_id, n.folds) for n in one.neighbours} == {
        (name, names.count(name)) for name in names
    }
    first = one.neighbours[0]
    row = int(first.record_id.removeprefix("page"))
    assert (first.patient_id, first.label) == (f"patient{row}", row % 2)
    gone = []
    for answer, fold in zip(answers, predictor.folds, strict=True):
        names = [fold.stored.facts.record_id[row] for row in answer.variants.neighbours[0]]
        if first.record_id in names:
            rest = answer.calibrated[1 + names.index(first.record_id)]
            gone.append(answer.calibrated[0] - rest)
    assert first.moved == pytest.approx(np.mean(gone))
    assert all(a.folds >= b.folds for a, b in pairwise(one.neighbours))


def test_a_class_stays_possible_while_half_of_the_networks_keep_it(make_run, monkeypatch):
    run = make_run()
    predictor = Predictor(run.folder, None, 99)
    answers = [fold.answer(run.images[55], run.values[55]) for fold in predictor.folds]
    keeps = iter([(True, False), (True, True)] * 2)
    answers = [replace(answer, percentile=50) for answer in answers]
    monkeypatch.setattr("hfgnn.serving.combined._possible", lambda *_: next(keeps))
    monkeypatch.setattr("hfgnn.serving.combined._never_ruled_out", lambda _: ())
    both = combined(predictor, answers, run.values[55])
    assert (both.may_be_healthy, both.may_be_ill, both.abstained) == (True, True, True)
    keeps = iter([(True, False), (True, False)])
    one = combined(predictor, answers, run.values[55])
    assert (one.decision, one.abstained) == ("no disease", False)
    keeps = iter([(False, True), (True, True)])
    assert combined(predictor, answers, run.values[55]).abstained
    keeps = iter([(False, False), (False, False)])
    none = combined(predictor, answers, run.values[55])
    assert none.decision == "abstains, between the two"


@pytest.mark.parametrize(
    ("healthy", "ill", "kept"),
    [
        ([INF, INF], [0.3, 0.4], ("no disease",)),
        ([0.2, 0.2], [INF, 0.4], ("disease",)),
        ([INF, 0.2], [0.4, INF], ("no disease", "disease")),
        ([0.2, 0.2], [0.3, 0.4], ()),
    ],
)
def test_a_class_that_half_of_the_networks_never_rule_out_forbids_a_decision(
    make_run, healthy, ill, kept
):
    run = make_run()
    predictor = Predictor(run.folder, None, 99)
    for fold, limits in zip(predictor.folds, zip(healthy, ill, strict=True), strict=True):
        facts = replace(fold.stored.facts, healthy_limit=limits[0], ill_limit=limits[1])
        fold.stored = replace(fold.stored, facts=facts)
    answers = [fold.answer(run.images[55], run.values[55]) for fold in predictor.folds]
    one = combined(predictor, [replace(some, percentile=50) for some in answers], run.values[55])
    assert one.never_ruled_out == kept
    if kept:
        assert one.abstained
        assert one.decision == (
            f"abstains, too few validation pages to rule out {' or '.join(kept)}"
        )


def test_a_page_far_from_any_other_is_not_suspected(make_run):
    run = make_run()
    predictor = Predictor(run.folder, None, 99)
    answers = [fold.answer(run.images[55] * 9, run.values[55]) for fold in predictor.folds]
    one = combined(predictor, answers, run.values[55])
    assert (one.too_near, one.left_out) == ((), 0)


def test_the_prevalence_is_that_of_training_pages_without_copies(make_run):
    run = make_run(copies=6)  # rows 8 to 13, the half of them ill
    predictor = Predictor(run.folder, None, 99)
    label = run.records.label.copy()
    answers = [fold.answer(run.images[55], run.values[55]) for fold in predictor.folds]
    is_copy = np.isin(np.arange(len(label)), np.arange(8, 14))
    shares = [label[fold.parts.train][~is_copy[fold.parts.train]].mean() for fold in run.folds]
    one = combined(predictor, answers, run.values[55])
    assert one.prevalence == pytest.approx(np.mean(shares))


def test_a_page_that_was_trained_on_is_said_to_be_known(make_run):
    run = make_run()
    predictor = Predictor(run.folder, None, 99)
    answers = [fold.answer(run.images[5], run.values[5]) for fold in predictor.folds]
    said = combined(predictor, answers, run.values[5], known_to=1).warnings[0]
    assert said == "this page trained 1 of 2 networks"
    known = run.records.content_hash[2]  # a validation page of the second fold
    assert [known in fold.training_hashes for fold in predictor.folds] == [True, False]
