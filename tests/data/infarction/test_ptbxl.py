"""Which records of PTB-XL show an infarction, which nothing, and what becomes of the others."""

from pathlib import Path

import numpy as np
import pytest

from hfgnn.data.infarction.ptbxl import PtbXlRecords
from hfgnn.reports.progress import progress
from hfgnn.types import DataError

STATEMENTS = """,description,diagnostic,diagnostic_class
NORM,normal ECG,1,NORM
IMI,inferior infarction,1,MI
NDT,ST-T changes,1,STTC
SR,sinus rhythm,,
"""
HEADER = "ecg_id,patient_id,age,sex,site,device,scp_codes,strat_fold,filename_lr,filename_hr"
CODES = {
    1: ("11", 56, "{'NORM': 100.0, 'SR': 0.0}"),
    2: ("12", 300, "{'IMI': 15.0, 'NDT': 100.0}"),
    3: ("12", 300, "{'IMI': 100.0}"),
    4: ("13", 40, "{'NORM': 80.0, 'NDT': 50.0}"),
    5: ("14", 40, "{'NDT': 100.0}"),
    6: ("15", "", "{'NORM': 100.0}"),
    7: ("16", 50, "{'NORM': 100.0}"),
}


@pytest.fixture
def root(tmp_path: Path, write) -> Path:
    lines = [HEADER]
    for number, (patient, age, codes) in CODES.items():
        lines.append(f'{number},{patient}.0,{age},0,0,CS,"{codes}",1,records100/0000{number}_lr,x')
        if number < 7:  # a part of the data set can be used
            write(tmp_path / f"records100/0000{number}_lr")
    (tmp_path / "ptbxl_database.csv").write_text("\n".join(lines) + "\n")
    (tmp_path / "scp_statements.csv").write_text(STATEMENTS)
    return tmp_path


def read(root: Path, window, **changes):
    settings = {"leads": ["II"], "least_likelihood": 0.0, "beats_per_record": 100} | changes
    return PtbXlRecords(root=str(root), **settings).read(window, progress)


def labels(found) -> dict[str, int]:
    names = [name.rpartition("/")[2][:5] for name in found.beats.record_id.tolist()]
    return dict(zip(names, found.beats.label.tolist(), strict=True))


def test_any_mi_statement_is_an_infarction_and_only_norm_is_normal(root, window):
    found = read(root, window)
    assert labels(found) == {"00001": 0, "00002": 1, "00003": 1, "00006": 0}
    assert found.beats.classes == ("normal", "infarction")
    assert "2 of 6 records show neither an infarction nor a normal heart" in found.notes


def test_an_unlikely_infarction_is_neither_of_the_two(root, window):
    assert labels(read(root, window, least_likelihood=50.0)) == {"00001": 0, "00003": 1, "00006": 0}


def test_records_of_one_patient_share_a_group(root, window):
    beats = read(root, window).beats
    group = dict(zip(beats.record_id.tolist(), beats.group.tolist(), strict=True))
    assert group["records100/00002_lr"] == group["records100/00003_lr"]
    assert len(set(group.values())) == 3


def test_a_beat_lasts_a_second_and_has_its_r_peak_where_the_window_says(root, window):
    beats = read(root, window).beats
    assert beats.signal.shape[1:] == (1, 125)
    assert (np.abs(beats.signal[:, 0].argmax(axis=1) - 50) <= 2).all()
    # 8 s at 1.2 beats a second, less those too near an end.
    assert np.bincount(beats.group).min() >= 7


def test_leads_come_in_the_order_asked_for_whatever_the_case_of_their_letters(root, window):
    beats = read(root, window, leads=["ii", "I"]).beats
    assert beats.leads == ("ii", "I")
    assert (beats.signal[:, 0].max(axis=1) > beats.signal[:, 1].max(axis=1)).all()


def test_a_record_without_the_lead_is_refused_and_the_others_are_read(root, window, write):
    write(root / "records100/00001_lr", leads=("I", "V9"))
    found = read(root, window)
    (refused,) = found.refused
    assert (refused.file, refused.reason) == ("records100/00001_lr", "it has no lead II")
    assert "00001" not in labels(found)


def test_ages_are_known_and_those_above_89_are_90(root, window):
    found = read(root, window)
    ages = dict(zip(labels(found), [56, 90, 90, np.nan], strict=True))
    names = [name.rpartition("/")[2][:5] for name in found.beats.record_id.tolist()]
    np.testing.assert_array_equal(found.age_years, [ages[name] for name in names])


def test_at_most_so_many_beats_of_a_record_evenly_over_it(root, window):
    every = read(root, window).beats
    few = read(root, window, beats_per_record=3).beats
    assert np.unique(few.record_id, return_counts=True)[1].tolist() == [3, 3, 3, 3]
    one = every.sample[every.record_id == few.record_id[0]]
    step = len(one) / 3
    assert few.sample[:3].tolist() == [one[int(step * number)] for number in range(3)]


def test_no_infarction_is_refused_in_one_sentence(root, window):
    table = root / "ptbxl_database.csv"
    table.write_text(table.read_text().replace("IMI", "NDT"))
    with pytest.raises(DataError, match="no beat is of the class infarction"):
        read(root, window)


def test_no_usable_record_is_refused(root, window):
    with pytest.raises(DataError, match="no record has a beat and one of the two diagnoses"):
        read(root, window, leads=["V6"])


@pytest.mark.parametrize("name", ["ptbxl_database.csv", "scp_statements.csv"])
def test_another_folder_is_refused_with_the_file_it_lacks(root, window, name):
    (root / name).unlink()
    with pytest.raises(DataError, match=rf"data.root is .* folder of PTB-XL with {name}"):
        read(root, window)
