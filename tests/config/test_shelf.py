"""Schemas on the shelf: made when they are asked for, handed out as copies, never copied whole."""

import copy
import subprocess
import sys
from dataclasses import dataclass

import pytest
from hydra.core.config_store import ConfigStore
from omegaconf import MISSING, OmegaConf

from hfgnn.config.schemas import SCHEMAS
from hfgnn.config.shelf import Shelf
from hfgnn.config.store import register


@dataclass
class Chair:
    legs: int = MISSING


def test_a_schema_becomes_a_node_when_it_is_asked_for():
    shelf = Shelf({"chair.yaml": Chair})
    assert list(shelf.values()) == [Chair]
    node = shelf["chair.yaml"]
    assert OmegaConf.get_type(node.node) is Chair
    assert shelf["chair.yaml"] is node
    assert list(shelf.values()) == [node]


def test_a_shelf_is_not_copied():
    shelf = Shelf({"group": Shelf({"chair.yaml": Chair})})
    assert copy.deepcopy([shelf])[0] is shelf


def test_an_unknown_name_is_not_there():
    with pytest.raises(KeyError):
        Shelf({})["table.yaml"]


def test_hydra_finds_every_schema_and_is_handed_a_copy_of_its_own():
    register()
    store = ConfigStore.instance()
    for group, options in SCHEMAS.items():
        assert store.list(f"schema/{group}") == sorted(f"{name}.yaml" for name in options)
        for name, schema in options.items():
            assert OmegaConf.get_type(store.load(f"schema/{group}/{name}.yaml").node) is schema
    store.load("schema/model/gat.yaml").node.heads = 3
    assert OmegaConf.is_missing(store.load("schema/model/gat.yaml").node, "heads")


def test_what_hydra_itself_keeps_there_stays():
    before = set(ConfigStore.instance().repo)
    register()
    register()
    assert set(ConfigStore.instance().repo) == before | {"schema"}


def test_a_run_makes_only_the_nodes_that_it_takes():
    code = (
        "import sys\n"
        "from hydra.core.config_store import ConfigStore\n"
        "from hfgnn.__main__ import main\n"
        "sys.argv = ['hfgnn', 'graph.k=0']\n"
        "try:\n    main()\nexcept SystemExit as end:\n    print(end)\n"
        "models = ConfigStore.instance().repo['schema']['model']\n"
        "print(sorted(name for name, value in models.items() if not isinstance(value, type)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines() == ["graph.k is 0, but it must be at least 1", "['gcn.yaml']"]
