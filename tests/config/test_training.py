"""Settings of a fit on a graph."""

import pytest

from hfgnn.config.check import ConfigError
from hfgnn.config.training import Accelerator, Training


def test_without_a_batch_size_the_whole_graph_is_one_batch():
    assert Training(30, 10, 0.02, 0.0, Accelerator.cpu).batch_size is None
    assert Training(30, 10, 0.02, 0.0, Accelerator.cpu, 1).batch_size == 1


def test_an_impossible_batch_size_is_refused():
    rule = r"training\.batch_size is 0, but it must be at least 1, or null"
    with pytest.raises(ConfigError, match=rule):
        Training(30, 10, 0.02, 0.0, Accelerator.cpu, 0)


def test_other_settings_are_still_checked():
    with pytest.raises(ConfigError, match=r"training\.max_epochs is 0"):
        Training(0, 10, 0.02, 0.0, Accelerator.cpu, 16)
