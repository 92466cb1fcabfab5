"""The same 512 numbers from another engine, and in 8-bit integers nearly so."""

import sys

import numpy as np
import pytest
import torch

from hfgnn.augment.none import Unbalanced
from hfgnn.config.backbone import Engine, Output, Precision
from hfgnn.features.embedding import embed
from hfgnn.features.rounding import simulated_images
from hfgnn.types import DataError

LEAST_COSINE = {Precision.float32: 0.99999, Precision.bfloat16: 0.999, Precision.int8: 0.99}


@pytest.fixture(scope="module", autouse=True)
def few_pages():
    """Calibrating on few pages takes little time."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("hfgnn.features.rounding.CALIBRATION_PAGES", 3)
        simulated_images.cache_clear()
        yield
    simulated_images.cache_clear()


@pytest.fixture(scope="module")
def images():
    """Five pictures of coarse blots: more than a batch, and half of one."""
    blots = np.random.default_rng(0).integers(0, 256, (5, 14, 14, 3), dtype=np.uint8)
    return blots.repeat(16, axis=1).repeat(16, axis=2)


@pytest.fixture(scope="module")
def on_openvino(make_backbone):
    """A backbone on that engine; each is compiled once."""
    pytest.importorskip("openvino")
    made = {}

    def backbone(**settings):
        key = tuple(settings.items())
        if key not in made:
            made[key] = make_backbone(engine=Engine.openvino, **settings)
        return made[key]

    return backbone


def cosines(one, other):
    lengths = np.linalg.norm(one, axis=1) * np.linalg.norm(other, axis=1)
    return (one.astype(float) * other).sum(axis=1) / lengths


def need(precision):
    if precision is Precision.bfloat16:
        core = sys.modules["openvino"].Core()
        if "BF16" not in core.get_property("CPU", "OPTIMIZATION_CAPABILITIES"):
            pytest.skip("this processor has no bfloat16")


@pytest.mark.parametrize("output", list(Output))
@pytest.mark.parametrize("precision", list(LEAST_COSINE))
def test_rows_are_those_of_torch(make_backbone, on_openvino, images, output, precision):
    backbone = on_openvino(output=output, precision=precision)
    need(precision)
    expected = make_backbone(output=output).rows(images[:4])
    rows = backbone.rows(images[:4])
    assert rows.shape == (4, 512)
    assert rows.dtype == np.float32
    assert cosines(expected, rows).min() > LEAST_COSINE[precision]
    if precision is Precision.float32:
        np.testing.assert_allclose(rows, expected, rtol=1e-3, atol=1e-4)
    else:
        assert not np.array_equal(rows, expected)


@pytest.mark.parametrize("precision", [Precision.float32, Precision.int8])
def test_a_row_depends_neither_on_the_others_nor_on_its_place(on_openvino, images, precision):
    backbone = on_openvino(output=Output.pool, precision=precision)
    rows = backbone.rows(images)
    order = np.array([2, 4, 0, 3, 1])
    assert np.array_equal(backbone.rows(images[order]), rows[order])
    for number in range(5):
        assert np.array_equal(backbone.rows(images[number : number + 1]), rows[number : number + 1])


@pytest.mark.parametrize("precision", [Precision.float32, Precision.int8])
def test_the_number_of_threads_changes_nothing(make_backbone, on_openvino, images, precision):
    alone = on_openvino(output=Output.layer3, precision=precision).rows(images)
    torch.set_num_threads(2)
    try:
        backbone = make_backbone(engine=Engine.openvino, output=Output.layer3, precision=precision)
        assert np.array_equal(backbone.rows(images), alone)
    finally:
        torch.set_num_threads(1)


def test_a_half_filled_last_batch_is_embedded_like_a_full_one(
    on_openvino, write_pages, make_records, tmp_path
):
    backbone = on_openvino(output=Output.pool, precision=Precision.float32)
    paths = write_pages(6)

    def rows(some, cache):
        return embed(
            make_records([0] * len(some), paths=some),
            backbone,
            tmp_path / cache,
            crop=None,
            distortion=Unbalanced(),
            progress=lambda batches, **_: batches,
        ).rows

    all_at_once = rows(paths, "all.sqlite")
    assert len(all_at_once) % backbone.batch_size
    for number, path in enumerate(paths):
        assert np.array_equal(rows([path], f"{number}.sqlite")[0], all_at_once[number])


def test_rows_of_engines_and_precisions_never_share_a_key(make_backbone, on_openvino):
    fingerprints = [
        make_backbone(precision=precision).fingerprint
        for precision in (Precision.float32, Precision.bfloat16)
    ]
    fingerprints += [on_openvino(precision=precision).fingerprint for precision in LEAST_COSINE]
    assert len(set(fingerprints)) == 5


def test_another_calibration_has_another_key_in_int8_alone(on_openvino, monkeypatch):
    backbone = on_openvino(precision=Precision.int8)
    exact = on_openvino(precision=Precision.float32)
    before = backbone.fingerprint, exact.fingerprint
    monkeypatch.setattr("hfgnn.features.resnet18.CALIBRATION", "other")
    assert backbone.fingerprint != before[0]
    assert exact.fingerprint == before[1]


def test_an_engine_that_is_not_installed_is_refused(make_backbone, monkeypatch):
    monkeypatch.setitem(sys.modules, "openvino", None)
    with pytest.raises(DataError, match=r"not installed; pip install 'hfgnn\[export\]', or take"):
        make_backbone(engine=Engine.openvino)


def test_int8_is_refused_where_torch_is_to_run_it(make_backbone):
    with pytest.raises(DataError, match=r"precision is 'int8', but .* backbone\.engine=openvino"):
        make_backbone(precision=Precision.int8)


def test_a_precision_that_the_processor_lacks_is_refused(make_backbone, monkeypatch):
    openvino = pytest.importorskip("openvino")

    class Core:
        def get_property(self, device, name):
            return ["FP32"]

    monkeypatch.setattr(openvino, "Core", Core)
    backbone = make_backbone(engine=Engine.openvino, precision=Precision.bfloat16)
    with pytest.raises(
        DataError, match=r"is 'bfloat16', but .* not on this processor; take float32"
    ):
        _ = backbone.compiled
