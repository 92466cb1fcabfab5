"""A new page is embedded by the engine, and from the pixels, that the run's pages were."""

import numpy as np
import pytest

from hfgnn.config.backbone import Decoding, Engine
from hfgnn.config.build import build
from hfgnn.config.composed import composed
from hfgnn.features.picture import picture
from hfgnn.serving.predictor import Predictor
from tests.serving.conftest import RANDOM, SMALL

ENGINE = ("backbone.engine=openvino", "backbone.decoding=full")


@pytest.mark.parametrize("settings", [(), ("backbone.decoding=full",), ENGINE])
def test_a_row_is_that_of_the_run(make_run, page, settings):
    if settings is ENGINE:
        pytest.importorskip("openvino")
    path = page()
    predictor = Predictor(make_run(*settings).folder, None, 99)
    backbone = build(composed([*SMALL, *RANDOM, *settings]).backbone)
    seen = picture(path, crop=None, decoding=backbone.decoding, distort=None)
    pixels = predictor.pixels(path)
    assert np.array_equal(pixels, seen)
    assert predictor.backbone.engine is backbone.engine
    np.testing.assert_allclose(predictor.embed(pixels), backbone.rows(seen[None])[0], rtol=1e-5)


def test_a_run_from_before_engines_could_be_chosen_predicts_as_it_did(make_run, page):
    predictor, path = Predictor(make_run().folder, None, 99), page()
    expected = predictor.embed(predictor.pixels(path))
    earlier = Predictor(predictor.run, None, 99)
    del earlier.settings.backbone["engine"]
    del earlier.settings.backbone["decoding"]
    assert np.array_equal(earlier.embed(earlier.pixels(path)), expected)
    assert earlier.backbone.engine is Engine.torch
    assert earlier.backbone.decoding is Decoding.reduced
