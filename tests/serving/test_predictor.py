"""A run asked about new patients, all networks together."""

from itertools import pairwise

import numpy as np
import pytest
import torch

from hfgnn.serving.combined import combine
from hfgnn.serving.predictor import Predictor
from hfgnn.types import DataError

VALUES = np.array([0.4, 500, 2, 110, 65.0])


@pytest.fixture
def predictor(make_run):
    return Predictor(make_run().folder, None, 99)


def test_the_parts_add_up_to_the_probability(predictor, page):
    one = predictor.predict(page(), VALUES, "p")
    assert set(one.contributions) == {"image", "clinical", "graph"}
    moved = sum(one.contributions.values())
    assert one.baseline + moved == pytest.approx(one.probability.value, abs=1e-12)
    assert one.probability.value == pytest.approx(np.mean([fold.calibrated for fold in one.folds]))
    assert one.threshold == pytest.approx(np.mean([fold.threshold for fold in one.folds]))
    assert one.probability.low <= one.probability.high
    assert one.called == ("disease" if one.probability.value >= one.threshold else "no disease")
    assert one.stamps == ("made up",)


def test_one_patient_gets_the_same_answer_alone_and_among_others(predictor, page):
    """Exactly: pages are embedded one at a time, and no patient hears another."""
    pages = [page(number, f"{number}.png") for number in range(3)]
    together = [predictor.predict(one, VALUES, "p").probability for one in pages]
    for path, before in reversed(list(zip(pages, together, strict=True))):
        assert Predictor(predictor.run, None, 99).predict(path, VALUES, "p").probability == before


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


def combined(predictor, answers, values, known_to=0):
    return combine(
        predictor.folds,
        answers,
        patient="p",
        image=predictor.run,
        known_to=known_to,
        values=values,
        confidence=float(predictor.settings.evaluation.confidence),
        out_of_range_percentile=predictor.out_of_range_percentile,
    )


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
    monkeypatch.setattr("hfgnn.serving.combined._possible", lambda *_: next(keeps))
    both = combined(predictor, answers, run.values[55])
    assert (both.may_be_healthy, both.may_be_ill, both.abstained) == (True, True, True)
    keeps = iter([(True, False), (True, False)])
    one = combined(predictor, answers, run.values[55])
    assert (one.decision, one.abstained) == ("no disease", False)
    keeps = iter([(False, True), (True, True)])
    assert combined(predictor, answers, run.values[55]).abstained
    keeps = iter([(False, False), (False, False)])
    none = combined(predictor, answers, run.values[55])
    assert none.decision == "abstains, unlike the patients of either kind"


def test_values_and_pages_unlike_those_of_training_are_named(predictor, page):
    odd = VALUES.copy()
    odd[4] = 119
    one = predictor.predict(page(), odd, "p")
    assert len(one.unusual) == 1
    assert one.unusual[0].startswith("age_years is 119, outside the training pages' [")
    assert one.out_of_range  # these pages are nothing like the made-up rows
    assert one.warnings[0].startswith("out of range: farther from the training pages than 100.0 %")


def test_a_page_that_was_trained_on_is_said_to_be_known(make_run):
    run = make_run()
    predictor = Predictor(run.folder, None, 99)
    answers = [fold.answer(run.images[5], run.values[5]) for fold in predictor.folds]
    said = combined(predictor, answers, run.values[5], known_to=1).warnings[0]
    assert said == "this page trained 1 of 2 networks"
    known = run.records.content_hash[2]  # a validation page of the second fold
    assert [known in fold.training_hashes for fold in predictor.folds] == [True, False]


def test_a_missing_value_is_asked_for_as_the_run_learned_it(make_run, page):
    predictor = Predictor(make_run(gaps=True).folder, None, 99)
    assert predictor.wanted.may_lack_all
    assert "bnp_pg_per_ml" in predictor.wanted.may_lack
    with_gap = VALUES.copy()
    with_gap[1] = np.nan
    assert np.isfinite(predictor.predict(page(), with_gap, "p").probability.value)
    assert predictor.predict(page(), np.full(5, np.nan), "p").unusual == ()


def test_an_image_that_cannot_be_used_is_refused(predictor, page, tmp_path):
    (tmp_path / "text.jpg").write_text("not an image")
    for path, reason in (
        (tmp_path / "text.jpg", "not an image"),
        (tmp_path / "gone.jpg", "there is no such file"),
        (page(1, "small.png", size=(99, 200)), "99x200 px, but both sides"),
    ):
        with pytest.raises(DataError, match=f"image {path.name} cannot be used: {reason}"):
            predictor.predict(path, VALUES, "p")


@pytest.mark.parametrize(
    ("overrides", "sentence"),
    [
        (
            ["protocol=thesis"],
            "trained with protocol=thesis and protocol.graph=per_part.*inductive",
        ),
        (["protocol.graph=transductive"], "protocol.graph=transductive, .*cannot be predicted"),
    ],
)
def test_a_graph_in_which_a_new_patient_has_no_place_is_refused(make_run, overrides, sentence):
    run = make_run(*overrides, folds=1)
    with pytest.raises(DataError, match=sentence):
        Predictor(run.folder, None, 99)


def test_a_folder_that_is_no_run_is_refused(tmp_path, make_run):
    with pytest.raises(DataError, match="must be a finished run with checkpoints"):
        Predictor(tmp_path, None, 99)
    one, other = make_run(name="a"), make_run("clinical=none", name="b", folds=1)
    other.folds[0].path.rename(one.folder / "checkpoints" / "fold2_net.pt")
    with pytest.raises(DataError, match="come from different runs"):
        Predictor(one.folder, None, 99)


def test_other_backbone_weights_are_refused(predictor, tmp_path, page):
    torch.save({"conv1.weight": torch.zeros(1)}, tmp_path / "other.pth")
    other = Predictor(predictor.run, str(tmp_path / "other.pth"), 99)
    with pytest.raises(DataError, match=r"backbone weights are '.*', but they must be those of"):
        other.predict(page(), VALUES, "p")
    gone = Predictor(predictor.run, str(tmp_path / "gone.pth"), 99)
    with pytest.raises(DataError, match=r"not at .*gone\.pth any more; say where, as weights=PATH"):
        gone.predict(page(), VALUES, "p")
