"""MUSIC is read with its units and codes; what is known afterwards is never a column."""

import dataclasses

import numpy as np
import pytest

from hfgnn.config.music import NEVER
from hfgnn.config.music import OPTIONAL as OPTIONAL_NAMES
from hfgnn.data.music.columns import CLINICAL, ECG, HOLTER, OPTIONAL, SEX
from hfgnn.data.music.further_columns import FURTHER
from hfgnn.types import CLINICAL_COLUMNS, DataError, block_of
from tests.data.music.conftest import DIED, HEADER, SURVIVED, table_of


def value(cohort, column, patient="P0003"):
    return cohort.measured.of([patient])[0, cohort.measured.columns.index(column)]


def level(cohort, column, patient="P0003"):
    number = value(cohort, column, patient)
    return None if np.isnan(number) else cohort.measured.levels[column][int(number)]


def test_the_five_clinical_numbers_come_in_their_units_and_sex_beside_them(read):
    cohort = read({"Gender (male=1)": "0", "Pro-BNP (ng/L)": "1834,5", "NYHA class": "3"})
    told = {name: values["P0003"] for name, values in cohort.attributes.items()}
    assert told == {
        "sex": "female",
        "ef_fraction": "0.35",
        "bnp_pg_per_ml": "1834.5",
        "nyha_class": "3",
        "sbp_mmhg": "120",
        "age_years": "61",
    }


def test_a_decimal_comma_and_a_decimal_point_are_the_same(read):
    cohort = read({"Body Mass Index (Kg/m2)": "24,6"}, {"Body Mass Index (Kg/m2)": "24.6"})
    name = "further_body_mass_index_kg_per_m2"
    assert value(cohort, name, "P0003") == value(cohort, name, "P0004") == 24.6


def test_the_two_columns_of_the_same_name_are_told_apart(read):
    cohort = read({})
    assert value(cohort, "recording_average_rr_interval_ms") == 800
    assert value(cohort, "recording_holter_average_rr_interval_ms") == 900


@pytest.mark.parametrize("encoding", ["latin-1", "utf-8", "utf-8-sig"])
def test_the_file_may_have_been_saved_again_with_other_letters(read, encoding):
    assert value(read({}, encoding=encoding), "further_creatinine_umol_per_l") == 106


@pytest.mark.parametrize(
    ("header", "code", "column", "meaning"),
    [
        ("ECG rhythm ", "2", "recording_rhythm", "atrial_fibrillation_or_flutter"),
        ("HF etiology - Diagnosis", "5", "further_etiology", "other"),
        ("Prior implantable device", "8", "further_device", "resynchronization"),
        ("Mitral flow pattern", "9", "further_mitral_flow", "other"),
        ("Diabetes (yes=1)", "0", "further_diabetes", "no"),
        ("Gender (male=1)", "1", "further_sex", "male"),
    ],
)
def test_a_code_stands_for_what_the_publisher_says(read, header, code, column, meaning):
    assert level(read({header: code}), column) == meaning


@pytest.mark.parametrize(
    ("header", "cell", "column"),
    [
        ("PR interval (ms)", "999", "recording_pr_interval_ms"),
        (
            "Number of supraventricular premature beats in 24h",
            "999",
            "recording_holter_supraventricular_beats_per_day",
        ),
        ("Prior implantable device", "6", "further_device"),
        ("Holter  rhythm ", "4", "recording_holter_rhythm"),
        ("Albumin (g/L)", "", "further_albumin_g_per_l"),
        ("Bradycardia", " ", "recording_holter_bradycardia"),
    ],
)
def test_what_stands_for_nothing_is_missing(read, header, cell, column):
    assert np.isnan(value(read({header: cell}), column))


def test_999_is_a_number_where_it_can_be_one(read):
    assert value(read({"RMSSD (ms)": "999"}), "recording_holter_rmssd_ms") == 999


@pytest.mark.parametrize(
    ("header", "cell", "column"),
    [
        ("LVEF (%)", "0", "ef_fraction"),
        ("LVEF (%)", "95", "ef_fraction"),
        ("NYHA class", "9", "nyha_class"),
        ("NYHA class", "2,5", "nyha_class"),
        ("Systolic blood pressure (mmHg)", "12", "sbp_mmhg"),
        ("Pro-BNP (ng/L)", "0", "bnp_pg_per_ml"),
    ],
)
def test_a_clinical_number_that_cannot_be_is_missing_and_said(read, header, cell, column):
    cohort = read({header: cell})
    assert "P0003" not in cohort.attributes[column]
    said = "1 values of" if cell != "9" else "NYHA class 1"
    assert any(said in note for note in cohort.notes)


def test_an_age_that_is_not_told_is_the_least_that_it_can_be(read):
    cohort = read({"Age": ">89"})
    assert cohort.attributes["age_years"]["P0003"] == "90"
    assert "1 age >89 is taken as 90." in cohort.notes


def test_what_is_known_afterwards_is_never_a_column(read):
    cohort = read({})
    later = {"300", "1800", "1460"}
    assert not later & {f"{number:g}" for number in cohort.measured.values.ravel().tolist()}
    assert set(cohort.attributes) == {"sex", *CLINICAL_COLUMNS}
    assert any(all(name in note for name in NEVER) for note in cohort.notes)


def test_each_of_the_publishers_columns_is_taken_once_or_refused_with_a_reason():
    taken = [*CLINICAL, *ECG, *HOLTER, *OPTIONAL, *FURTHER]
    names = [one.name for one in taken]
    assert len(set(names)) == len(names)
    headers = {one.header for one in taken} | NEVER.keys()
    published = [" ".join(name.split()).replace("µ", "?") for name in HEADER.split(";")]
    second = published.index("Average RR (ms)", published.index("Average RR (ms)") + 1)
    published[second] += " (2)"
    assert headers == set(published)
    assert len(taken) + len(NEVER) == len(published) == 103
    assert tuple(one.name for one in OPTIONAL) == OPTIONAL_NAMES
    assert tuple(one.name for one in CLINICAL) == CLINICAL_COLUMNS


def test_the_columns_stand_in_their_blocks():
    assert {block_of(one.name) for one in (*ECG, *HOLTER, *OPTIONAL)} == {"recording"}
    assert {block_of(one.name) for one in FURTHER} == {"further"}
    assert SEX in FURTHER


def test_a_column_that_is_left_out_is_there_when_asked_for(read):
    asked = read({"Holter available": "0"}, also=["recording_holter_available"])
    assert level(asked, "recording_holter_available") == "no"
    assert "recording_holter_available" not in read({}).measured.columns


def test_patients_of_whom_the_same_is_said_are_copies_of_each_other(read):
    cohort = read({"Weight (kg)": "70"}, {"Weight (kg)": "70"}, {"Weight (kg)": "71"})
    first, second, third = cohort.records.content_hash[2:]
    assert first == second != third
    assert cohort.records.group[2] == cohort.records.group[3] != cohort.records.group[4]


def test_a_patient_is_the_unit(read):
    cohort = read({})
    assert cohort.unit == "patient"
    assert cohort.records.patient_id.tolist() == ["P0001", "P0002", "P0003"]
    assert dataclasses.replace(cohort, stamps=()) == cohort


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        (
            {"Systolic blood pressure (mmHg)": "high"},
            "Systolic blood pressure (mmHg) is 'high', but it must be a number of 0 or more, or "
            "empty",
        ),
        ({"Weight (kg)": "-70"}, "Weight (kg) is '-70', but it must be a number of 0 or more"),
        ({"Albumin (g/L)": "4,583,333"}, "Albumin (g/L) is '4,583,333', but it must be a number"),
        ({"Albumin (g/L)": "nan"}, "Albumin (g/L) is 'nan', but it must be a number"),
        ({"Syncope": "7"}, "Syncope is '7', but it must be one of 0, 1, 2, or empty"),
        ({"Patient ID": " "}, "Patient ID is empty, but it must name the patient"),
        (
            {"Albumin (g/L)": "41;2"},
            "it has 104 cells, but the header has 103",
        ),
    ],
)
def test_a_line_that_cannot_be_read_is_refused_with_its_reason_and_the_others_are_read(
    read, cells, reason
):
    cohort = read(cells, {})
    (refused,) = cohort.refused
    assert refused.reason.startswith(reason)
    assert cohort.records.record_id.tolist() == ["P0001", "P0002", "P0004"]


def test_empty_lines_at_the_end_are_nothing(read):
    assert not read(text=table_of(SURVIVED, DIED) + ";;;;;\n\n").refused


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "must be separated by semicolons"),
        (table_of(SURVIVED, DIED, separator="\t"), "must be separated by semicolons"),
        (
            table_of(SURVIVED, DIED).replace("NYHA class", "NYHA"),
            "subject-info.csv has no column NYHA class",
        ),
        (table_of(SURVIVED, DIED, {"Patient ID": "P0001"}), "has two lines of patient P0001"),
        (table_of(SURVIVED), "no patient in data.root is of class died"),
        (table_of(), "no patient in data.root is of class alive"),
        ('"' + table_of(SURVIVED) + "x" * 200_000, "must be a table of semicolons, but"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_in_one_sentence(read, text, said):
    with pytest.raises(DataError, match=said) as raised:
        read(text=text)
    assert "\n" not in str(raised.value)


def test_a_folder_without_the_table_is_refused(music, tmp_path):
    settings = music()
    (tmp_path / "subject-info.csv").unlink()
    with pytest.raises(DataError, match=r"the folder of MUSIC with subject-info\.csv"):
        settings.read(lambda items, /, **_: items)
