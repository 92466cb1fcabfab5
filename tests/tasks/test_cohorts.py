"""Many cohorts: each is done once, noted at once, and taken over only from equal settings."""

from dataclasses import dataclass, field
from types import SimpleNamespace

import pytest

from hfgnn.tasks.cohorts import TABLE, fingerprint, gather, number_or_text, read_table
from hfgnn.types import DataError

JOBS = [{"kind": "alike", "level": 0.02, "cohort": number} for number in range(3)]


@dataclass
class Settings:
    """As much of a run's settings as counts here."""

    seed: int = 0
    study: dict = field(default_factory=dict)


def settings(**study):
    return SimpleNamespace(study=SimpleNamespace(resume=None, workers=1, **study))


@pytest.fixture
def marked(monkeypatch):
    monkeypatch.setattr("hfgnn.tasks.cohorts.fingerprint", lambda settings: settings.study.mark)


@pytest.mark.usefixtures("marked")
def test_every_cohort_is_done_once_and_a_second_run_takes_all_over(tmp_path):
    done = []

    def work(job):
        done.append(job["cohort"])
        return {"score": job["cohort"] / 10, "said": "open"}

    first = gather(JOBS, work, folder=tmp_path, settings=settings(mark="123e45"))
    again = gather(JOBS, work, folder=tmp_path, settings=settings(mark="123e45"))
    assert done == [0, 1, 2]
    assert again == first
    assert first[1] == JOBS[1] | {"settings": "123e45", "score": 0.1, "said": "open"}


@pytest.mark.usefixtures("marked")
def test_a_run_that_was_stopped_goes_on_where_it_was(tmp_path):
    def stop_at_one(job):
        if job["cohort"] == 1:
            raise KeyboardInterrupt
        return {"score": 1}

    with pytest.raises(KeyboardInterrupt):
        gather(JOBS, stop_at_one, folder=tmp_path / "a", settings=settings(mark="x"))
    assert [line["cohort"] for line in read_table(tmp_path / "a" / TABLE, "x")] == [0]
    later = settings(mark="x")
    later.study.resume = str(tmp_path / "a")
    done = []
    lines = gather(
        JOBS,
        lambda job: done.append(job["cohort"]) or {"score": 2},
        folder=tmp_path / "b",
        settings=later,
    )
    assert done == [1, 2]
    assert [line["score"] for line in lines] == [1, 2, 2]
    assert len(read_table(tmp_path / "b" / TABLE, "x")) == 3


@pytest.mark.usefixtures("marked")
def test_cohorts_of_other_settings_are_refused(tmp_path):
    gather(JOBS, lambda job: {}, folder=tmp_path, settings=settings(mark="old"))
    with pytest.raises(DataError, match=r"made with other settings \(old, now new\)"):
        gather(JOBS, lambda job: {}, folder=tmp_path, settings=settings(mark="new"))


def test_what_decides_a_cohort_changes_the_fingerprint_and_how_many_there_are_does_not():
    own = fingerprint(Settings(study={"world": 1, "cohorts": 2, "workers": 1}))
    assert own == fingerprint(Settings(study={"world": 1, "cohorts": 9, "workers": 8}))
    assert own != fingerprint(Settings(study={"world": 2, "cohorts": 2, "workers": 1}))
    assert own != fingerprint(Settings(seed=1, study={"world": 1}))


@pytest.mark.parametrize(
    ("text", "meant"), [("3", 3), ("0.5", 0.5), ("-1e-05", -1e-05), ("alike", "alike"), ("", "")]
)
def test_a_cell_of_the_table_reads_back_as_what_was_written(text, meant):
    assert number_or_text(text) == meant
    assert type(number_or_text(text)) is type(meant)
