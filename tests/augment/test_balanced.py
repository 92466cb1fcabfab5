"""Copies make the classes equal, stay with their patient, and always look the same."""

import dataclasses

import numpy as np
import pytest
from PIL import Image, ImageOps

from hfgnn.types import Records

HASH = "5a" * 32
KEPT = ("patient_id", "group", "class_name", "label", "path", "content_hash", "perceptual_hash")


def columns_of(records):
    return {
        field.name: getattr(records, field.name).tolist() for field in dataclasses.fields(Records)
    }


@pytest.fixture
def page():
    pixels = np.random.default_rng(0).integers(0, 256, (60, 80, 3), dtype=np.uint8)
    return Image.fromarray(pixels)


@pytest.mark.parametrize("single_source", [False, True])
@pytest.mark.parametrize("label", [[0] * 5 + [1] * 3, [1] * 9 + [0], [0, 1] * 4])
def test_classes_are_equal_afterwards(make_balanced, make_part, label, single_source):
    balanced = make_balanced(single_source=single_source).balance(make_part(label))
    healthy, ill = np.bincount(balanced.label)
    assert healthy == ill == max(sum(label), len(label) - sum(label))


def test_originals_come_first_and_untouched(make_balanced, make_part):
    part = make_part([0, 1, 0, 0, 1, 0])
    before = columns_of(part.records)
    balanced = make_balanced().balance(part)
    assert columns_of(balanced.take(np.arange(6))) == before
    assert columns_of(part.records) == before


def test_a_copy_keeps_all_that_its_parent_is(make_balanced, make_part):
    balanced = make_balanced().balance(make_part([0] * 9 + [1] * 2))
    row_of = {name: row for row, name in enumerate(balanced.record_id.tolist())}
    copies = np.flatnonzero(balanced.copy)
    parents = np.array([row_of[name] for name in balanced.parent[copies].tolist()])
    assert len(copies) == 7
    assert set(balanced.copy[parents].tolist()) == {0}
    for column in KEPT:
        values = getattr(balanced, column)
        assert values[copies].tolist() == values[parents].tolist()


def test_copies_have_names_of_their_own(make_balanced, make_part):
    balanced = make_balanced().balance(make_part([0] * 9 + [1] * 2))
    assert len(set(balanced.record_id.tolist())) == len(balanced)
    last = len(balanced) - 1
    assert balanced.record_id[last] == f"{balanced.parent[last]}#{balanced.copy[last]}"


def test_originals_take_turns(make_balanced, make_part):
    balanced = make_balanced().balance(make_part([0] * 10 + [1] * 3))
    assert balanced.record_id[13:].tolist() == [
        "page10.png#1",
        "page11.png#1",
        "page12.png#1",
        "page10.png#2",
        "page11.png#2",
        "page12.png#2",
        "page10.png#3",
    ]
    assert balanced.copy[13:].tolist() == [1, 1, 1, 2, 2, 2, 3]


def test_a_single_source_gives_every_copy(make_balanced, make_part):
    balanced = make_balanced(single_source=True).balance(make_part([0] * 10 + [1] * 3))
    assert set(balanced.parent[13:].tolist()) == {"page10.png"}
    assert balanced.copy[13:].tolist() == [1, 2, 3, 4, 5, 6, 7]


def test_equal_classes_get_no_copies(make_balanced, make_part):
    part = make_part([0, 1, 1, 0])
    assert columns_of(make_balanced().balance(part)) == columns_of(part.records)


def test_only_a_training_part_is_balanced(make_balanced, make_part):
    with pytest.raises(AttributeError):
        make_balanced().balance(make_part([0, 0, 1]).records)


def test_the_published_order_grows_all_pages(make_balanced, make_part):
    part = make_part([0] * 4 + [1])
    grown = make_balanced().balance_before_split(part.records)
    assert columns_of(grown) == columns_of(make_balanced().balance(part))


def test_a_copy_is_the_same_picture_in_any_order(make_balanced, page):
    first, second = (
        make_balanced(rotation_degrees=10, shift=0.1, zoom=0.1, brightness=0.1) for _ in range(2)
    )
    forwards = {copy: first.distort(page, HASH, copy).tobytes() for copy in (1, 2, 3)}
    backwards = {copy: second.distort(page, HASH, copy).tobytes() for copy in (3, 2, 1)}
    assert forwards == backwards
    assert len(set(forwards.values())) == 3


def test_the_other_draws_do_not_depend_on_flipping(make_balanced, page):
    settings = {"rotation_degrees": 10, "shift": 0.1, "zoom": 0.1, "brightness": 0.1}
    straight = make_balanced(**settings).distort(page, HASH, 1)
    maybe = make_balanced(**settings, flip=True).distort(page, HASH, 1)
    assert maybe.tobytes() in (straight.tobytes(), ImageOps.mirror(straight).tobytes())


def test_another_image_is_distorted_otherwise(make_balanced, page):
    balanced = make_balanced(rotation_degrees=10)
    other = balanced.distort(page, "5b" * 32, 1)
    assert other.tobytes() != balanced.distort(page, HASH, 1).tobytes()


def test_zero_strengths_give_the_picture_back(make_balanced, page):
    assert make_balanced().distort(page, HASH, 1).tobytes() == page.tobytes()


def test_about_half_of_the_copies_are_mirrored(make_balanced, page):
    balanced = make_balanced(flip=True)
    pictures = [balanced.distort(page, HASH, copy).tobytes() for copy in range(1, 101)]
    mirrored = pictures.count(ImageOps.mirror(page).tobytes())
    assert pictures.count(page.tobytes()) + mirrored == 100
    assert 30 < mirrored < 70


def test_shifts_go_both_ways_up_to_the_limit(make_balanced):
    pixels = np.full((201, 101, 3), 255, dtype=np.uint8)
    pixels[100, 50] = 0
    page = Image.fromarray(pixels)
    balanced = make_balanced(shift=0.1)
    moves = []
    for copy in range(1, 41):
        dark = 255.0 - np.asarray(balanced.distort(page, HASH, copy))[..., 0]
        down, right = (np.arange(201) @ dark.sum(axis=1), np.arange(101) @ dark.sum(axis=0))
        moves.append([down / dark.sum() - 100, right / dark.sum() - 50])
    lowest, highest = np.min(moves, axis=0), np.max(moves, axis=0)
    assert (lowest > [-20.2, -10.2]).all()
    assert (highest < [20.2, 10.2]).all()
    assert (lowest < [-14, -7]).all()
    assert (highest > [14, 7]).all()


@pytest.mark.parametrize(
    "changed",
    [{"rotation_degrees": 5}, {"shift": 0.2}, {"zoom": 0.2}, {"brightness": 0.2}, {"flip": True}],
)
def test_whatever_changes_a_copy_changes_the_fingerprint(make_balanced, changed):
    assert make_balanced(**changed).fingerprint != make_balanced().fingerprint


def test_which_pages_are_copied_does_not_change_how_a_copy_looks(make_balanced):
    assert make_balanced(single_source=True).fingerprint == make_balanced().fingerprint
