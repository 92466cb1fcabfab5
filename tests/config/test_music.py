"""What cannot be asked of MUSIC is refused before anything is read."""

import pytest

from hfgnn.config.check import ConfigError
from hfgnn.config.music import NEVER, Censored, Music, Target


def settings(root, **changed):
    usual = {
        "target": Target.death, "horizon_days": 1460, "censored": Censored.left_out, "also": [],
    }  # fmt: skip
    return Music(root=str(root), **usual | changed)


@pytest.mark.parametrize("name", NEVER)
def test_what_is_known_afterwards_is_refused_as_a_column_with_its_reason(name, tmp_path):
    with pytest.raises(ConfigError) as raised:
        settings(tmp_path, also=[name])
    assert str(raised.value) == (
        f"data.also is '{name}', but it must be a column that may be a feature; this one "
        f"{NEVER[name]}"
    )


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"also": ["recording_age"]}, "data.also is .* must be none, or some of recording_qrs"),
        ({"also": ["recording_ecg_available"] * 2}, "data.also is .* each once"),
        ({"horizon_days": 0}, "data.horizon_days is 0, but it must be above 0, or null"),
    ],
)
def test_what_is_out_of_its_range_is_refused(changed, said, tmp_path):
    with pytest.raises(ConfigError, match=said):
        settings(tmp_path, **changed)


def test_a_folder_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(ConfigError, match="must be the folder of MUSIC"):
        settings(tmp_path / "nowhere")


def test_the_whole_follow_up_and_the_left_out_columns_can_be_asked_for(tmp_path):
    asked = settings(tmp_path, horizon_days=None, also=["recording_holter_available"])
    assert asked.horizon_days is None
