"""Near duplicates are looked for once per set of pages, and stay in one group."""

import numpy as np
import pytest

from hfgnn.data import near_duplicates as search
from hfgnn.data.alike import alike, kept_together
from hfgnn.data.near_duplicates import NearDuplicate
from hfgnn.types import Records


def pages(contents, group=None):
    contents = list(contents)
    names = np.array([f"p{row}" for row in range(len(contents))])
    return Records(
        record_id=names,
        patient_id=names,
        group=np.arange(len(contents)) if group is None else np.array(group),
        class_name=names,
        label=np.zeros(len(contents), dtype=np.int64),
        path=names,
        content_hash=np.array(contents),
        perceptual_hash=names,
        copy=np.zeros(len(contents), dtype=np.int64),
        parent=np.full(len(contents), ""),
    )


@pytest.fixture
def searches(monkeypatch, tmp_path):
    """Every search that is made; it finds that the contents b and d show the same."""
    monkeypatch.setenv("HFGNN_CACHE", str(tmp_path))
    made = []

    def near_duplicates(records, *, bits, progress):
        made.append(bits)
        content = records.content_hash.tolist()
        one, other = sorted((content.index("b"), content.index("d")))
        return (NearDuplicate(one, other, "aligned picture", 0.98),)

    monkeypatch.setattr(search, "near_duplicates", near_duplicates)
    return made


def test_the_same_files_are_searched_once_whatever_their_order_and_names(searches):
    assert alike(pages("abcd"), bits=60, progress=None) == ((1, 3),)
    assert alike(pages("dcbad"), bits=60, progress=None) == ((0, 2),)
    assert searches == [60]


def test_other_files_or_another_limit_are_searched_anew(searches):
    for contents, bits in (("abcd", 60), ("abcd", 40), ("abcde", 60)):
        alike(pages(contents), bits=bits, progress=None)
    assert searches == [60, 40, 60]


def test_a_broken_cache_file_is_made_again(searches, tmp_path):
    alike(pages("abcd"), bits=60, progress=None)
    (file,) = (tmp_path / "near_duplicates").iterdir()
    file.write_text("[[")
    assert alike(pages("abcd"), bits=60, progress=None) == ((1, 3),)
    assert len(searches) == 2


def test_near_duplicates_join_the_groups_of_both():
    grouped = kept_together(pages("abcdef", group=[0, 0, 1, 2, 2, 3]), [(1, 3)])
    assert grouped.group.tolist() == [0, 0, 1, 0, 0, 2]
    assert kept_together(pages("ab"), []).group.tolist() == [0, 1]
