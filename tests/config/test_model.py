"""Settings of node classifiers that do not go together with others."""

import pytest

from hfgnn.config.check import ConfigError
from hfgnn.config.model import APPNP, GCN, GATDistances, refuse_batches

WHOLE = {
    "answers of appnp travel farther than": APPNP(
        hidden_width=4, dropout=0.0, steps=2, teleport=0.1
    ),
    "the lengths of edges that gat_distances": GATDistances(hidden_width=4, dropout=0.0, heads=1),
}


@pytest.mark.parametrize("reason", WHOLE)
def test_networks_that_need_the_whole_graph_are_not_trained_in_batches(reason):
    refuse_batches(WHOLE[reason], None)
    with pytest.raises(ConfigError, match=f"training.batch_size is 64, .* null, since .*{reason}"):
        refuse_batches(WHOLE[reason], 64)


def test_the_others_are():
    plain = {"residual": False, "jumping_knowledge": False}
    refuse_batches(GCN(hidden_width=4, dropout=0.0, **plain), 64)
    refuse_batches(None, 64)
