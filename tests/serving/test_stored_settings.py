"""Settings of runs that were made before a setting was there."""

import pytest
from omegaconf import OmegaConf

from hfgnn.config.graph import Knn, Search
from hfgnn.serving.stored_settings import schema
from hfgnn.types import DataError

STORED = {
    "_target_": "hfgnn.graphs.knn.Knn",
    "k": 5,
    "counts_itself": False,
    "metric": "euclidean",
    "symmetric": False,
    "weights": "none",
    "direction": "to_query",
}


def test_a_run_from_before_searches_could_be_chosen_is_still_read():
    settings = schema("graph", OmegaConf.create(STORED))
    assert isinstance(settings, Knn)
    assert settings.search is Search.auto
    assert settings.k == 5


def test_what_a_run_has_stored_is_what_counts():
    settings = schema("graph", OmegaConf.create(STORED | {"search": "exact"}))
    assert settings.search is Search.exact


def test_a_setting_that_is_not_known_is_still_refused():
    with pytest.raises(DataError, match="the run's graph was set in another version"):
        schema("graph", OmegaConf.create(STORED | {"mutual": True}))


@pytest.mark.parametrize("network", ["gcn.GCN", "gat.GAT"])
def test_networks_from_before_there_were_variants_are_plain(network):
    heads = {"heads": 4} if network == "gat.GAT" else {}
    stored = {"_target_": f"hfgnn.models.{network}", "hidden_width": 8, "dropout": 0.5} | heads
    settings = schema("model", OmegaConf.create(stored))
    assert (settings.residual, settings.jumping_knowledge) == (False, False)


def test_what_was_added_to_some_networks_is_not_asked_of_others():
    stored = {"_target_": "hfgnn.models.sage.SAGE", "hidden_width": 8, "dropout": 0.5}
    assert schema("model", OmegaConf.create(stored)).hidden_width == 8
