"""Files are found in a folder per class."""

import pytest

from hfgnn.data.rr_intervals.folder import class_files
from hfgnn.types import DataError


def made(root, *names):
    for name in names:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text("1")
    return root


def test_files_come_in_the_order_of_their_names_with_their_class(tmp_path):
    root = made(tmp_path, "normal/b.txt", "normal/a.txt", "chf/deep/c.txt", "chf/.hidden", ".git/x")
    found = class_files(root, ["chf"])
    assert [file.name for file in found] == ["chf/deep/c.txt", "normal/a.txt", "normal/b.txt"]
    assert [file.class_name for file in found] == ["chf", "normal", "normal"]
    assert all(file.path.is_file() for file in found)


@pytest.mark.parametrize(
    ("names", "positive", "sentence"),
    [
        (["chf/a"], ["chf"], r"must hold one folder per class, and holds \['chf'\]"),
        ([], ["chf"], "must hold one folder per class, and holds none"),
        (["chf/a", "normal/.b"], ["chf"], "its class folder normal holds no files"),
        (["chf/a", "normal/b"], ["chg"], "names 'chg'.* are chf, normal; did you mean 'chf'"),
        (["chf/a", "normal/b"], ["chf", "normal"], "must name at least one .* leave at least one"),
        (["chf/a", "normal/b"], [], "must name at least one"),
    ],
)
def test_a_folder_that_has_no_two_sides_is_refused(tmp_path, names, positive, sentence):
    with pytest.raises(DataError, match=sentence):
        class_files(made(tmp_path, *names), positive)


def test_a_folder_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(DataError, match=r"cannot be listed \(No such file or directory\)"):
        class_files(tmp_path / "nowhere", ["chf"])
