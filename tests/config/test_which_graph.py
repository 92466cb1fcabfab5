"""Settings of the study of graphs: what is refused, and settings inside the settings of a run."""

import pytest
from hydra import compose, initialize_config_dir
from hydra.core.global_hydra import GlobalHydra
from hydra.errors import HydraException

from hfgnn.config.check import ConfigError
from hfgnn.config.composed import composed
from hfgnn.config.place import settings_folder

STUDY = "study=which_graph"
REFUSED = [
    ("study.root=/nowhere", "study.root is '/nowhere', but it must be the folder of the real data"),
    ("study.repeats=0", "study.repeats is 0, but it must be at least 1"),
    ("study.cohorts=0", "study.cohorts is 0, but it must be at least 1"),
    ("study.patients=59", "study.patients is 59, but it must be at least 60"),
    ("study.only=[nobody]", "study.only is ['nobody'], but it must be some of ecg_pages, ptbxl"),
    ("+study.sets.nothing=['data=simulated']", "study.simulated is ['nothing']"),
    ("+study.tried.none=[gcn]", "study.tried is 'none', but it must be one of raw, blocks"),
    ("study.tried.raw=[cnn]", "study.tried.raw is ['cnn'], but it must be some of gcn, gat"),
    ("study.shown=[gcn auto]", "study.shown is ['gcn auto'], but it must be tried ones"),
    ("graph=auto", "graph must be knn in this study, since it goes through all spaces itself"),
    ("augment=balanced", "augment must be none in a study"),
    ("task=patients", "task is 'patients', but it must be chosen as study=which_graph"),
]


@pytest.mark.parametrize(("wrong", "said"), REFUSED, ids=[one[0] for one in REFUSED])
def test_a_wrong_setting_is_refused(wrong, said):
    with pytest.raises(ConfigError) as refusal:
        composed([STUDY, wrong])
    assert said in str(refusal.value)


def test_a_study_of_no_network_is_refused():
    nobody = [f"~study.networks.{name}" for name in composed([STUDY]).study.networks]
    with pytest.raises(ConfigError, match=r"study\.networks is {}, but it must be one or more"):
        composed([STUDY, *nobody])


def test_a_network_and_a_space_can_be_left_out():
    study = composed([STUDY, "~study.networks.gat", "~study.tried.embedding"]).study
    assert "gat" not in study.networks_in("raw")
    assert "gcn embedding" not in study.pairs()


def test_an_empty_list_of_networks_is_all_of_them():
    study = composed([STUDY]).study
    assert study.networks_in("raw") == list(study.networks)
    assert study.networks_in("auto") == ["gated"]
    assert "appnp score" in study.pairs()
    assert "appnp auto" not in study.pairs()


def test_every_shown_network_and_every_space_of_the_graph_is_tried():
    study = composed([STUDY]).study
    assert set(study.shown) <= set(study.pairs())
    assert set(study.tried) == {
        "raw", "blocks", "pca", "weighted", "score", "embedding", "auto",
    }  # fmt: skip


def test_wanted_sets_come_real_ones_first():
    names = composed([STUDY, "study.only=[nothing,music]"]).study.names()
    assert names == ["music", "nothing"]
    assert composed([STUDY]).study.names()[0] == "ecg_pages"


def test_words_are_composed_as_the_command_would():
    settings = composed(["data=simulated", "model=gat", "graph.k=7"])
    assert type(settings.model).__name__ == "GAT"
    assert settings.graph.k == 7
    assert composed(["graph=auto"]).graph.ks


def test_a_task_with_settings_of_its_own_gets_them(tmp_path):
    (tmp_path / "a.csv").write_text("ill\n")
    words = ["task=tabular", f"data.path={tmp_path}/a.csv", "data.target=ill"]
    assert composed(words).task == "tabular"


def test_what_the_command_would_refuse_is_refused():
    with pytest.raises(HydraException, match=r"model\.dropout is 2"):
        composed(["model.dropout=2"])


def test_the_run_that_asks_keeps_its_own_settings():
    with initialize_config_dir(str(settings_folder("conf/tasks")), version_base="1.3"):
        composed(["model=gat"])
        with pytest.raises(HydraException):
            composed(["model.dropout=2"])
        assert GlobalHydra.instance().is_initialized()
        assert compose("predict", return_hydra_config=False, overrides=["run=x"]).run == "x"
    assert not GlobalHydra.instance().is_initialized()
