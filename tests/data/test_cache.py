"""The cache lies where the environment says."""

from pathlib import Path

from hfgnn.data.cache import cache_folder


def test_the_environment_names_the_folder(tmp_path, monkeypatch):
    monkeypatch.setenv("HFGNN_CACHE", str(tmp_path / "deep" / "cache"))
    assert cache_folder() == tmp_path / "deep" / "cache"
    assert cache_folder().is_dir()


def test_the_home_folder_is_the_default(tmp_path, monkeypatch):
    monkeypatch.delenv("HFGNN_CACHE", raising=False)
    monkeypatch.setattr(Path, "home", lambda: tmp_path)
    assert cache_folder() == tmp_path / ".cache" / "hfgnn"
