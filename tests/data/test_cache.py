"""The cache lies where the environment says."""

from pathlib import Path

import pytest

from hfgnn.data.cache import cache_folder
from hfgnn.types import DataError


def test_the_environment_names_the_folder(tmp_path, monkeypatch):
    monkeypatch.setenv("HFGNN_CACHE", str(tmp_path / "deep" / "cache"))
    assert cache_folder() == tmp_path / "deep" / "cache"
    assert cache_folder().is_dir()


def test_the_home_folder_is_the_default(tmp_path, monkeypatch):
    monkeypatch.delenv("HFGNN_CACHE", raising=False)
    monkeypatch.setattr(Path, "home", lambda: tmp_path)
    assert cache_folder() == tmp_path / ".cache" / "hfgnn"


@pytest.mark.parametrize("named", [True, False])
def test_a_file_in_its_place_is_refused_with_the_name_the_path_and_the_reason(
    tmp_path, monkeypatch, named
):
    place = tmp_path / ".cache" / "hfgnn"
    place.parent.mkdir()
    place.write_text("x")
    monkeypatch.setattr(Path, "home", lambda: tmp_path)
    monkeypatch.setenv("HFGNN_CACHE", str(place) if named else "")
    with pytest.raises(DataError) as caught:
        cache_folder()
    name = "HFGNN_CACHE" if named else "~/.cache/hfgnn"
    assert str(caught.value) == (
        f"the cache, {name}, is '{place}', but this folder cannot be made (File exists); "
        "set HFGNN_CACHE to one that can"
    )


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="there is no /proc")
def test_a_place_where_no_folder_can_be_made_is_refused(monkeypatch):
    monkeypatch.setenv("HFGNN_CACHE", "/proc/nope")
    with pytest.raises(DataError, match=r"HFGNN_CACHE, is '/proc/nope', but .* \(No such file"):
        cache_folder()
