"""Settings of tables: what is taken, and one sentence for each that cannot be."""

import subprocess
import sys

import pytest

from hfgnn.config.check import ConfigError
from hfgnn.config.composed import composed
from hfgnn.config.tables import HeartDisease, MeasuredTable


@pytest.fixture
def data_of(tmp_path):
    (tmp_path / "t.csv").write_text("age,ill\n1,0\n2,1\n")
    (tmp_path / "processed.va.data").write_text("")

    def audit(*overrides):
        full = [text.replace("HERE", str(tmp_path)) for text in overrides]
        return composed(["task=audit", *full]).data

    return audit


TABLE = ("data=table", "data.path=HERE/t.csv", "data.target=ill")


def test_a_table_takes_codes_as_numbers_or_words(data_of):
    data = data_of(*TABLE, "data.missing=[chol:0,ef:999,'LVEF (%):x']", "data.positive=[1,yes]")
    assert isinstance(data, MeasuredTable)
    assert data.missing == ["chol:0", "ef:999", "LVEF (%):x"]
    assert data.positive == ["1", "yes"]


def test_the_follow_up_of_heart_failure_is_named_and_not_kept(data_of):
    data = data_of("data=heart_failure", "data.path=HERE/t.csv")
    assert (data.target, data.follow_up, data.keep_follow_up) == ("DEATH_EVENT", ["time"], False)


def test_heart_disease_has_no_cholesterol_of_zero(data_of):
    data = data_of("data=heart_disease", "data.root=HERE", "data.sites=[va]")
    assert isinstance(data, HeartDisease)
    assert data.missing == ["chol:0", "trestbps:0"]


@pytest.mark.parametrize(
    ("overrides", "sentence"),
    [
        (["data=table", "data.target=ill"], "give a value for data.path, as in data.path="),
        (
            ["data=table", "data.path=x", "data.target=ill"],
            "data.path is 'x', but it must be a fil",
        ),
        ([*TABLE, "data.positive=[]"], "data.positive is .*, but it must be one value or more"),
        (
            [*TABLE, "data.negative=[1,0]"],
            "data.negative is .*'1'.* without 1, which data.positive",
        ),
        ([*TABLE, "data.leave_out=[ill]"], "data.leave_out is .* without ill, the target"),
        ([*TABLE, "data.follow_up=[ill]"], "data.follow_up is .* without ill, the target"),
        (
            [*TABLE, "data.patient_column=ill"],
            "data.patient_column is 'ill', but it must be another",
        ),
        ([*TABLE, "data.site_column=ill"], "data.site_column is 'ill', but it must be another"),
        (
            [*TABLE, "data.keep_follow_up=true"],
            "keep_follow_up is True, but data.follow_up names no",
        ),
        ([*TABLE, "data.missing=[chol]"], "data.missing is .* must be column:code, as .chol:0,"),
        ([*TABLE, "data.male_codes=[f]"], "data.female_codes is .* without f, which data.male_co"),
        ([*TABLE, "data.most_levels=1"], "data.most_levels is 1, but it must be at least 2"),
        ([*TABLE, "data.max_refused_share=1"], "data.max_refused_share is 1.0, but it must be in"),
        (
            [*TABLE, "+data.categorys=[a]"],
            "no setting data.categorys; did you mean data.categories",
        ),
        (
            ["data=heart_disease", "data.root=HERE"],
            "data.root is .* a folder with processed.clevel",
        ),
        (
            ["data=heart_disease", "data.root=HERE", "data.sites=[]"],
            "data.sites is .* one site or m",
        ),
        (
            ["data=heart_disease", "data.root=HERE", "data.sites=[va,va]"],
            "data.sites is .*different",
        ),
    ],
)
def test_what_cannot_be_used_is_refused(data_of, overrides, sentence):
    with pytest.raises(ConfigError, match=sentence):
        data_of(*overrides)


def test_a_wrong_setting_of_a_table_is_refused_before_torch_is_there(tmp_path):
    script = (
        "import sys; sys.argv = ['hfgnn', 'task=audit', 'data=table', 'data.path=x', "
        "'data.target=y']\n"
        "from hfgnn.__main__ import main\n"
        "try:\n    main()\nexcept SystemExit as end:\n    print(end, 'torch' in sys.modules)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=tmp_path
    )
    assert "data.path is 'x', but it must be a file with a table" in done.stdout + done.stderr
    assert "True" not in done.stdout
