"""Each picture is embedded once and for all, and a killed run loses at most one batch."""

import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageOps

from hfgnn.augment.balanced import Balanced
from hfgnn.augment.none import Unbalanced
from hfgnn.features.embedding import embed, picture_key
from hfgnn.types import DataError

# What a killed run does: one batch after the other, told aloud, and it never comes to an end.
CHILD = """
import sys, time
from pathlib import Path
import numpy as np
import torch
from hfgnn.augment.none import Unbalanced
from hfgnn.config.backbone import Decoding, Engine, Output, Precision
from hfgnn.features.embedding import embed
from hfgnn.features.resnet18 import ResNet18
from hfgnn.types import Records

torch.set_num_threads(1)
table = np.load(sys.argv[1])
backbone = ResNet18(weights="random", output=Output.pool, precision=Precision.float32,
                    engine=Engine.torch, decoding=Decoding.reduced, batch_size=8, random_seed=0)

def aloud(batches, **_):
    for number, batch in enumerate(batches):
        print(number, flush=True)
        if number == 4:
            time.sleep(600)
        yield batch

embed(Records(**table), backbone, Path(sys.argv[2]), crop=None, distortion=Unbalanced(),
      progress=aloud)
"""
BATCH, PAGES = 8, 40


@pytest.fixture
def embedded(tmp_path, backbone):
    """``embed`` with a cache of the test's own."""

    def call(records, *, backbone=backbone, crop=None, distortion=None, cache="rows.sqlite"):
        return embed(
            records,
            backbone,
            tmp_path / cache,
            crop=crop,
            distortion=distortion or Unbalanced(),
            progress=lambda batches, **_: batches,
        )

    return call


@pytest.fixture
def pages(write_pages, make_records):
    return make_records([0] * 6, paths=write_pages(6))


def augmentation(**settings):
    usual = {
        "rotation_degrees": 10,
        "shift": 0.1,
        "zoom": 0.1,
        "brightness": 0.1,
        "flip": False,
        "single_source": False,
    }
    return Balanced(**(usual | settings))


def stored(cache):
    with sqlite3.connect(cache) as database:
        return database.execute("SELECT count(*) FROM rows").fetchone()[0]


def test_each_record_has_its_row_in_its_place(embedded, pages):
    result = embedded(pages)
    assert result.rows.shape == (6, 512)
    assert result.rows.dtype == np.float32
    assert result.computed == 6
    order = np.array([3, 0, 5, 1])
    assert np.array_equal(embedded(pages.take(order)).rows, result.rows[order])


def test_the_order_of_pages_does_not_change_a_row(embedded, pages):
    order = np.array([5, 2, 0, 4, 1, 3])
    first = embedded(pages, cache="one.sqlite").rows
    second = embedded(pages.take(order), cache="other.sqlite").rows
    assert np.array_equal(second, first[order])


def test_what_is_cached_is_not_computed_again(embedded, pages, make_backbone):
    first = embedded(pages)
    backbone = make_backbone()
    again = embedded(pages, backbone=backbone)
    assert again.computed == 0
    assert "network" not in backbone.__dict__
    assert np.array_equal(again.rows, first.rows)


def test_only_what_is_missing_is_computed(embedded, pages):
    embedded(pages.take(np.array([1, 4])))
    result = embedded(pages)
    assert result.computed == 4
    assert np.array_equal(result.rows, embedded(pages, cache="undisturbed.sqlite").rows)


def test_equal_pictures_are_embedded_once(embedded, write_pages, make_records):
    first, second, third = write_pages(3)
    second.write_bytes(first.read_bytes())
    result = embedded(make_records([0, 0, 0], paths=[first, second, third]))
    assert result.computed == 2
    assert np.array_equal(result.rows[0], result.rows[1])
    assert not np.allclose(result.rows[0], result.rows[2])


def test_no_pages_give_no_rows(embedded, pages):
    result = embedded(pages.take(np.empty(0, dtype=np.int64)))
    assert result.rows.shape == (0, 512)
    assert result.computed == 0


def test_a_row_is_the_backbone_on_the_page_at_its_size(embedded, backbone, tmp_path, make_records):
    """A page of twice the side: halved by averaging four pixels, nothing else."""
    pixels = np.random.default_rng(0).integers(0, 64, (448, 448, 3), dtype=np.uint8) * 4
    path = tmp_path / "page.png"
    Image.fromarray(pixels).save(path)
    halved = pixels.reshape(224, 2, 224, 2, 3).mean(axis=(1, 3))
    expected = backbone.rows((halved + 0.5).astype(np.uint8)[None])
    row = embedded(make_records([0], paths=[path])).rows
    np.testing.assert_allclose(row, expected, rtol=1e-3, atol=1e-4)


def test_only_the_crop_is_seen(embedded, tmp_path, make_records):
    """Two pages that differ in their header only, and the same page with another middle."""
    middle = np.random.default_rng(0).integers(0, 256, (60, 100, 3), dtype=np.uint8)
    headers = [np.full((20, 100, 3), shade, dtype=np.uint8) for shade in (0, 128, 0)]
    paths = []
    for number, header in enumerate(headers):
        body = middle if number < 2 else middle[::-1]
        paths.append(tmp_path / f"{number}.png")
        Image.fromarray(np.concatenate([header, body, header])).save(paths[-1])
    records = make_records([0, 0, 0], paths=paths)
    cropped = embedded(records, crop=(0.0, 0.2, 1.0, 0.8)).rows
    whole = embedded(records).rows
    assert np.array_equal(cropped[0], cropped[1])
    assert not np.allclose(cropped[0], cropped[2])
    assert not np.allclose(whole[0], whole[1])


def test_a_copy_is_embedded_as_it_is_distorted(embedded, pages, make_records):
    """All copies mirrored or not: each row is that of the page or of its mirror image."""
    flipping = augmentation(rotation_degrees=0, shift=0, zoom=0, brightness=0, flip=True)
    path = Path(pages.path[0])
    mirrored = path.with_name("mirrored.png")
    ImageOps.mirror(Image.open(path)).save(mirrored)
    originals = embedded(make_records([0, 0], paths=[path, mirrored])).rows
    copies = make_records([0] * 8, paths=[path] * 8, copy=range(1, 9))
    result = embedded(copies, distortion=flipping)
    is_same, is_mirrored = (
        [np.allclose(row, original, atol=1e-3) for row in result.rows] for original in originals
    )
    assert 0 < sum(is_same) < 8
    assert [one != other for one, other in zip(is_same, is_mirrored, strict=True)] == [True] * 8


def test_the_original_does_not_depend_on_the_augmentation(embedded, pages):
    embedded(pages, distortion=augmentation())
    assert embedded(pages, distortion=augmentation(shift=0.2)).computed == 0
    assert embedded(pages).computed == 0


def test_the_key_names_all_that_a_row_depends_on(backbone, make_backbone):
    def key(content="a", copy=0, *, backbone=backbone, crop=None, distortion=None):
        distortion = distortion or augmentation()
        return picture_key(content, copy, backbone, crop=crop, distortion=distortion)

    keys = [
        key(),
        key("b"),
        key(copy=1),
        key(copy=2),
        key(copy=1, distortion=augmentation(shift=0.2)),
        key(crop=(0.0, 0.0, 1.0, 1.0)),
        key(crop=(0.0, 0.1, 1.0, 1.0)),
        key(backbone=make_backbone(random_seed=1)),
    ]
    assert len(set(keys)) == len(keys)
    assert key() == keys[0]


def test_a_page_that_has_vanished_is_refused_by_its_name(embedded, pages):
    Path(pages.path[4]).unlink()
    with pytest.raises(DataError, match=r"04\.png was readable before, but now: .*no such file"):
        embedded(pages)


def test_batches_before_a_failure_are_kept(embedded, pages):
    Path(pages.path[5]).unlink()
    with pytest.raises(DataError):
        embedded(pages)
    assert embedded(pages.take(np.arange(5))).computed == 1


def test_a_killed_run_loses_at_most_one_batch(
    tmp_path, write_pages, make_records, make_backbone, embedded
):
    records = make_records([0] * PAGES, paths=write_pages(PAGES))
    np.savez(tmp_path / "records.npz", **vars(records))
    cache = tmp_path / "killed.sqlite"
    child = subprocess.Popen(
        [sys.executable, "-c", CHILD, str(tmp_path / "records.npz"), str(cache)],
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parents[2],
    )
    with child:
        begun = [int(child.stdout.readline()) for _ in range(3)]
        child.send_signal(signal.SIGKILL)
        assert child.wait(60) == -signal.SIGKILL
    kept = stored(cache)
    assert begun[-1] * BATCH <= kept < PAGES
    assert kept % BATCH == 0
    backbone = make_backbone(batch_size=BATCH)
    resumed = embedded(records, backbone=backbone, cache=cache.name)
    undisturbed = embedded(records, backbone=backbone, cache="undisturbed.sqlite")
    assert resumed.computed == PAGES - kept
    assert undisturbed.computed == PAGES
    assert np.array_equal(resumed.rows, undisturbed.rows)
