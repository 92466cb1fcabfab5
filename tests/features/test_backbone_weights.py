"""Where weights come from, and that a file of weights can do nothing but be read."""

import http.client
import pickle
import socket
from urllib.error import URLError

import pytest
import torch

from hfgnn.features.backbone_weights import IMAGENET_FILE, find_weights, read_weights
from hfgnn.types import DataError


@pytest.fixture
def download(monkeypatch, tmp_path):
    """A way to say what a download does, in place of the network."""
    monkeypatch.setattr(torch.hub, "get_dir", lambda: str(tmp_path / "hub"))

    def answers(with_what):
        def fetch(url, place, **_):
            if isinstance(with_what, Exception):
                raise with_what
            with open(place, "wb") as file:
                file.write(with_what)

        monkeypatch.setattr(torch.hub, "download_url_to_file", fetch)

    return answers


FAILURES = [
    URLError("no route"),
    TimeoutError("timed out"),
    http.client.IncompleteRead(b""),
    RuntimeError('invalid hash value (expected "f37072fd", got "0")'),
]


@pytest.mark.parametrize("failure", FAILURES, ids=lambda failure: type(failure).__name__)
def test_imagenet_that_cannot_be_had_is_refused_with_what_to_do(download, failure):
    download(failure)
    sentence = rf"'imagenet', but {IMAGENET_FILE} is neither in .*hub/checkpoints nor .*random"
    with pytest.raises(DataError, match=sentence):
        find_weights("imagenet", 0)


@pytest.mark.parametrize("failure", FAILURES, ids=lambda failure: type(failure).__name__)
def test_auto_takes_random_weights_where_imagenet_cannot_be_had(download, failure):
    download(failure)
    assert find_weights("auto", 3) == find_weights("random", 3)
    assert find_weights("auto", 3).is_random


def test_imagenet_is_downloaded_once(download):
    download(b"weights")
    first = find_weights("imagenet", 0)
    download(AssertionError("a second download"))
    assert find_weights("imagenet", 0) == find_weights("auto", 0) == first
    assert first.name == "ImageNet"
    assert first.path.name == IMAGENET_FILE
    assert not first.is_random


@pytest.mark.parametrize("outcome", [b"weights", URLError("no route")])
def test_the_patience_of_other_downloads_is_left_alone(download, monkeypatch, outcome):
    before = socket.getdefaulttimeout()
    socket.setdefaulttimeout(123)
    try:
        download(outcome)
        find_weights("auto", 0)
        assert socket.getdefaulttimeout() == 123
    finally:
        socket.setdefaulttimeout(before)


def test_the_seed_tells_random_weights_apart():
    assert find_weights("random", 0).fingerprint != find_weights("random", 1).fingerprint


def test_the_content_tells_files_apart(tmp_path):
    paths = [tmp_path / name for name in ("one.pth", "same.pth", "other.pth")]
    for path, content in zip(paths, (b"a", b"a", b"b"), strict=True):
        path.write_bytes(content)
    one, same, other = (find_weights(str(path), 0) for path in paths)
    assert one.fingerprint == same.fingerprint != other.fingerprint
    assert one.name == "one"


def test_tensors_come_in_float32(tmp_path):
    path = tmp_path / "half.pth"
    torch.save({"a": torch.tensor([0.5, 2], dtype=torch.float16)}, path)
    tensors = read_weights(path)
    assert tensors["a"].dtype == torch.float32
    assert tensors["a"].tolist() == [0.5, 2]


@pytest.mark.parametrize("ending", ["pth", "safetensors"])
@pytest.mark.parametrize("content", [b"a letter", b"", b"\x80\x02."], ids=["text", "empty", "bits"])
def test_a_file_that_holds_no_tensors_is_refused(tmp_path, ending, content):
    path = tmp_path / f"weights.{ending}"
    path.write_bytes(content)
    with pytest.raises(DataError, match=rf"weights\.{ending} holds no named tensors: ") as refusal:
        read_weights(path)
    assert "\n" not in str(refusal.value)


def test_tensors_without_names_are_refused(tmp_path):
    path = tmp_path / "weights.pth"
    torch.save([torch.zeros(1)], path)
    with pytest.raises(DataError, match="holds no named tensors"):
        read_weights(path)


class Bomb:
    """What unpickling executes, if it is allowed to."""

    def __init__(self, place):
        self.place = place

    def __reduce__(self):
        return open, (str(self.place), "w")


def dump(tensors, path):
    path.write_bytes(pickle.dumps(tensors, protocol=2))


def unpickle(path):
    return pickle.loads(path.read_bytes())


def load_all(path):
    return torch.load(path, weights_only=False)


@pytest.mark.parametrize(
    ("save", "careless"), [(torch.save, load_all), (dump, unpickle)], ids=["torch", "pickle"]
)
def test_a_pickled_class_is_refused_and_not_executed(tmp_path, save, careless):
    path, place = tmp_path / "weights.pth", tmp_path / "executed"
    save({"conv1.weight": Bomb(place)}, path)
    with pytest.raises(DataError, match="holds no named tensors"):
        read_weights(path)
    assert not place.exists()
    careless(path)["conv1.weight"].close()
    assert place.exists()
