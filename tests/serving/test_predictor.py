"""A run asked about new patients, all networks together."""

import numpy as np
import pytest
import torch

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


def test_a_page_or_patient_of_training_is_left_out_of_the_neighbours(make_run, page, monkeypatch):
    run = make_run()
    predictor = Predictor(run.folder, None, 99)
    monkeypatch.setattr(predictor, "embed", lambda _: run.images[9])
    copy = predictor.predict(page(), run.values[9], "a new name")
    assert copy.too_near[0] == copy.neighbours[0].record_id == "page9"
    assert copy.left_out == 0
    (said,) = [one for one in copy.warnings if one.startswith("nearer to page9 than training")]
    assert said.endswith("are to each other: probably the same page or patient")
    known = predictor.predict(page(), run.values[9], "patient9")
    assert known.left_out == 1
    assert "page9" not in {one.record_id for one in known.neighbours}
    assert known.too_near == ()
    assert "left out of the neighbours: 1 training page of the same file or patient" in (
        known.warnings
    )


def test_values_and_pages_unlike_those_of_training_are_named(predictor, page):
    odd = VALUES.copy()
    odd[4] = 119
    one = predictor.predict(page(), odd, "p")
    assert len(one.unusual) == 1
    assert one.unusual[0].startswith("age_years is 119, outside the training pages' [")
    assert one.out_of_range  # these pages are nothing like the made-up rows
    assert one.decision == "abstains, unlike the training pages"
    assert one.warnings[0].startswith("out of range: farther from the training pages than 100.0 %")


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
