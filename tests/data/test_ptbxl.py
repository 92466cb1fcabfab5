"""PTB-XL becomes patients with a page each; what cannot be read is refused by itself."""

import numpy as np
import pytest
from PIL import Image

from hfgnn.data.ptbxl import Ptbxl
from hfgnn.types import DataError

MI, BOTH, BLOCK = "{'IMI': 100.0}", "{'IMI': 50.0, 'LVH': 50.0}", "{'CRBBB': 100.0}"


@pytest.fixture(autouse=True)
def cache(tmp_path, monkeypatch):
    monkeypatch.setenv("HFGNN_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache"


def cohort(root, **changed):
    settings = {
        "root": str(root),
        "positive": ["MI"],
        "least_likelihood": 0,
        "sampling_hz": 100,
        "max_gap_s": 0.1,
        "max_flat_s": 5,
        "crop": None,
        "min_side_px": 100,
        "max_megapixels": 100,
        "near_duplicate_bits": 0,
    }
    return Ptbxl(**settings | changed).read(lambda items, /, **_: items)


def test_positive_superclasses_stand_against_normal_alone(ptbxl_folder):
    codes = ["{'NORM': 80.0}", MI, BOTH, BLOCK, "{'NORM': 80.0, 'CRBBB': 80.0}", "{'SR': 0.0}"]
    read = cohort(ptbxl_folder([{"scp_codes": one} for one in codes]))
    assert read.records.record_id.tolist() == [f"records100/0000{n}_lr" for n in (1, 2, 3)]
    assert read.records.label.tolist() == [0, 1, 1]
    assert read.records.class_name.tolist() == ["NORM", "MI", "MI"]
    assert (read.positive, read.stamps, read.refused) == (("MI",), (), ())
    assert read.source == (
        "PTB-XL, 2 MI and 1 NORM recordings drawn as pages; 3 of the 6 listed are neither and "
        "left out"
    )


def test_a_recording_with_several_positive_superclasses_has_the_first_of_the_settings(
    ptbxl_folder,
):
    root = ptbxl_folder([{}, {"scp_codes": BOTH}, {"scp_codes": MI}])
    assert cohort(root, positive=["HYP", "MI"]).records.class_name.tolist() == ["NORM", "HYP", "MI"]


def test_recordings_of_one_patient_share_a_group(ptbxl_folder):
    root = ptbxl_folder([{"patient_id": "7.0"}, {"scp_codes": MI}, {"patient_id": "7"}])
    records = cohort(root).records
    assert records.patient_id.tolist() == ["7", "1002", "7"]
    assert records.group[0] == records.group[2] != records.group[1]


def test_what_the_table_says_stands_beside_the_page_and_not_on_it(ptbxl_folder):
    lines = [{"age": "300", "sex": "0"}, {"scp_codes": BOTH, "age": "", "site": "2.0"}]
    read = cohort(ptbxl_folder(lines))
    one, other = read.records.record_id.tolist()
    assert read.attributes["age_years"] == {one: "90"}
    assert read.attributes["sex"] == {one: "male", other: "female"}
    assert read.attributes["site"] == {one: "0", other: "2"}
    assert read.attributes["superclasses"] == {one: "NORM", other: "MI+HYP"}
    assert read.recordings[one].endswith("/ptbxl/records100/00001_lr")


def test_neither_label_nor_patient_moves_a_pixel(ptbxl_folder, tmp_path, monkeypatch):
    root = ptbxl_folder([{}, {"scp_codes": MI}])
    before = [Image.open(path).tobytes() for path in cohort(root).records.path.tolist()]
    table = root / "ptbxl_database.csv"
    lines = table.read_text().splitlines()
    # The labels change places, and so do patient, age and sex.
    swapped = [lines[0], lines[2].replace("2,1002.0,56.0,1", "1,55.0,20.0,0", 1)]
    swapped.append(lines[1].replace("1,1001.0,56.0,1", "2,44.0,80.0,0", 1))
    text = "\n".join(swapped).replace("00002_", "0000X_").replace("00001_", "00002_")
    table.write_text(text.replace("0000X_", "00001_") + "\n")
    monkeypatch.setenv("HFGNN_CACHE", str(tmp_path / "elsewhere"))
    after = cohort(root).records
    assert after.label.tolist() == [1, 0]
    assert [Image.open(path).tobytes() for path in after.path.tolist()] == before


def test_equal_recordings_are_equal_pages(ptbxl_folder, twelve_leads):
    root = ptbxl_folder([{}, {}, {"scp_codes": MI}], signals={2: twelve_leads(1)})
    content = cohort(root).records.content_hash
    assert content[0] == content[1] != content[2]


def test_pages_wait_in_the_cache(ptbxl_folder, cache, monkeypatch):
    root = ptbxl_folder([{}, {"scp_codes": MI}])
    before = cohort(root).records
    monkeypatch.setattr("hfgnn.data.ptbxl.draw_page", lambda *_, **__: pytest.fail("drawn again"))
    after = cohort(root).records
    assert after.path.tolist() == before.path.tolist()
    assert after.content_hash.tolist() == before.content_hash.tolist()
    assert len(list((cache / "ptbxl").iterdir())) == 2


def test_another_signal_is_another_page(ptbxl_folder):
    root = ptbxl_folder([{}, {"scp_codes": MI}])
    (before, same), path = cohort(root).records.path.tolist(), root / "records100/00001_lr.dat"
    path.write_bytes(path.read_bytes()[::-1])
    after, still = cohort(root).records.path.tolist()
    assert after != before
    assert still == same


def broken(ptbxl_folder, signal):
    root = ptbxl_folder([{}, {}, {"scp_codes": MI}], signals={2: signal})
    read = cohort(root)
    assert read.records.record_id.tolist() == ["records100/00001_lr", "records100/00003_lr"]
    (refused,) = read.refused
    assert refused.file == "records100/00002_lr"
    return refused.reason


def test_a_flat_lead_is_refused(ptbxl_folder, twelve_leads):
    signal = twelve_leads(2)
    signal[:, 4] = 0.25
    assert broken(ptbxl_folder, signal) == "lead AVL is a flat line"


def test_a_long_gap_is_refused(ptbxl_folder, twelve_leads):
    signal = twelve_leads(2)
    signal[100:150, 0] = np.nan
    assert broken(ptbxl_folder, signal) == "lead I has a gap of 50 samples"


def test_a_recording_shorter_than_a_page_is_refused(ptbxl_folder, twelve_leads):
    reason = broken(ptbxl_folder, twelve_leads(2)[:900])
    assert reason == "it lasts 9 s, but a page shows 10 s"


def test_a_recording_with_too_few_leads_is_refused(ptbxl_folder, twelve_leads):
    reason = broken(ptbxl_folder, twelve_leads(2)[:, :3])
    assert reason == "it has 3 of the 12 leads asked for: I, II, III"


def test_a_recording_that_is_listed_and_not_there_is_refused(ptbxl_folder):
    reason = broken(ptbxl_folder, None)
    assert reason == "00002_lr.hea is not there (No such file or directory)"


def test_samples_that_end_before_the_header_says_are_refused(ptbxl_folder):
    root = ptbxl_folder([{}, {}, {"scp_codes": MI}])
    path = root / "records100/00002_lr.dat"
    path.write_bytes(path.read_bytes()[:5000])
    (refused,) = cohort(root).refused
    assert refused.reason == "00002_lr.dat has 5,000 bytes, but its header asks for 24,000"


@pytest.mark.parametrize(("codes", "side"), [(MI, "NORM"), ("{'NORM': 80.0}", "MI")])
def test_a_cohort_with_one_side_only_is_refused(ptbxl_folder, codes, side):
    root = ptbxl_folder([{"scp_codes": codes}, {"scp_codes": codes}])
    with pytest.raises(DataError, match=f"but no recording with {side} can be used; 0 files"):
        cohort(root)


def test_a_cache_that_cannot_be_written_is_refused(ptbxl_folder, cache):
    cache.mkdir()
    (cache / "ptbxl").write_text("x")
    with pytest.raises(DataError, match="drawn pages cannot be written to"):
        cohort(ptbxl_folder([{}, {"scp_codes": MI}]))
