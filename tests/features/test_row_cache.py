"""Rows by key in one file: all or none, the first stays, several users at once."""

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier

import numpy as np
import pytest

from hfgnn.features.row_cache import KEYS_PER_QUESTION, RowCache
from hfgnn.types import DataError


def row(value):
    return np.full(512, value, dtype=np.float32)


@pytest.fixture
def path(tmp_path):
    return tmp_path / "folder" / "rows.sqlite"


def test_rows_come_back_bit_for_bit(path):
    kept = np.random.default_rng(0).normal(size=512).astype(np.float32)
    with RowCache(path) as cache:
        cache.put([("a", kept), ("b", row(2))])
    with RowCache(path) as cache:
        found = cache.get(["b", "unknown", "a"])
    assert found.keys() == {"a", "b"}
    assert found["a"].dtype == np.float32
    assert np.array_equal(found["a"], kept)
    assert np.array_equal(found["b"], row(2))


def test_nothing_is_known_at_first(path):
    with RowCache(path) as cache:
        assert cache.get(["a"]) == {}
        assert cache.get([]) == {}


def test_the_first_row_of_a_key_stays(path):
    with RowCache(path) as cache:
        cache.put([("a", row(1))])
        cache.put([("a", row(2)), ("b", row(3))])
        found = cache.get(["a", "b"])
    assert (found["a"][0], found["b"][0]) == (1, 3)


def test_two_users_see_what_the_other_has_put(path):
    with RowCache(path) as one, RowCache(path) as other:
        one.put([("a", row(1))])
        other.put([("b", row(2))])
        assert one.get(["a", "b"]).keys() == other.get(["a", "b"]).keys() == {"a", "b"}


def test_a_reader_does_not_wait_for_a_writer(path):
    with RowCache(path) as writer, RowCache(path) as reader:
        writer.put([("a", row(1))])
        reader.database.execute("PRAGMA busy_timeout=0")
        writer.database.execute("BEGIN EXCLUSIVE")
        writer.database.execute("INSERT INTO rows VALUES ('b', x'00')")
        assert reader.get(["a", "b"]).keys() == {"a"}
        writer.database.rollback()


def test_several_users_may_begin_at_the_same_time(tmp_path):
    users = 4

    def begin(path, user, barrier):
        barrier.wait()
        with RowCache(path) as cache:
            cache.put([(str(user), row(user))])

    with ThreadPoolExecutor(users) as pool:
        for attempt in range(10):
            path, barrier = tmp_path / f"{attempt}.sqlite", Barrier(users)
            list(pool.map(begin, [path] * users, range(users), [barrier] * users))
            with RowCache(path) as cache:
                assert len(cache.get(["0", "1", "2", "3"])) == users


def test_a_file_that_another_user_is_just_switching_works(path, monkeypatch):
    class Busy(sqlite3.Connection):
        def execute(self, question, *arguments):
            if "journal_mode" in question:
                raise sqlite3.OperationalError("database is locked")
            return super().execute(question, *arguments)

    monkeypatch.setattr(sqlite3, "connect", partial(sqlite3.connect, factory=Busy))
    with RowCache(path) as cache:
        cache.put([("a", row(1))])
        assert cache.get(["a"]).keys() == {"a"}


def test_a_put_that_breaks_off_leaves_nothing(path):
    def broken():
        yield "a", row(1)
        raise KeyboardInterrupt

    with RowCache(path) as cache:
        cache.put([("before", row(0))])
        with pytest.raises(KeyboardInterrupt):
            cache.put(broken())
    with RowCache(path) as cache:
        assert cache.get(["before", "a"]).keys() == {"before"}


def test_a_put_that_the_file_refuses_leaves_nothing(path):
    with RowCache(path) as cache:
        with pytest.raises(sqlite3.Error):
            cache.put([("a", row(1)), ([], row(2))])
        assert cache.get(["a"]) == {}
        cache.put([("b", row(3))])
        assert cache.get(["b"]).keys() == {"b"}


def test_more_keys_than_one_question_takes(path):
    keys = [str(number) for number in range(2 * KEYS_PER_QUESTION + 7)]
    with RowCache(path) as cache:
        cache.put((key, np.float32([int(key)])) for key in keys)
        found = cache.get(keys)
    assert {key: int(value[0]) for key, value in found.items()} == {key: int(key) for key in keys}


def test_another_file_in_its_place_is_refused_and_left_alone(path):
    path.parent.mkdir()
    path.write_text("a letter\n" * 200)
    with pytest.raises(DataError, match=r"the cache .*rows\.sqlite cannot be used.*HFGNN_CACHE"):
        RowCache(path)
    assert path.read_text() == "a letter\n" * 200


def test_a_folder_in_its_place_is_refused(path):
    path.mkdir(parents=True)
    with pytest.raises(DataError, match="cannot be used"):
        RowCache(path)


def test_a_file_in_the_place_of_its_folder_is_refused(path):
    path.parent.write_text("a letter")
    with pytest.raises(DataError, match="cannot be used"):
        RowCache(path)


def test_a_table_of_another_kind_is_refused(tmp_path):
    with sqlite3.connect(tmp_path / "rows.sqlite") as database:
        database.execute("CREATE TABLE rows (name TEXT)")
    with RowCache(tmp_path / "rows.sqlite") as cache:
        with pytest.raises(DataError, match=r"cannot be used .*; remove it, or set HFGNN_CACHE"):
            cache.get(["a"])
        with pytest.raises(DataError, match="cannot be used"):
            cache.put([("a", np.zeros(512, dtype=np.float32))])
