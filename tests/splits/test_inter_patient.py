"""No patient trains and is tested; every training patient chooses once."""

import numpy as np
import pytest

from hfgnn.config.beat_protocol import AamiClasses, InterPatient, RandomBeats
from hfgnn.splits import inter_patient, random_beats
from hfgnn.types import Beats, DataError

LISTS = {"train_records": ["101", "201", "108"], "test_records": ["100", "202"]}


def protocol(**changes) -> InterPatient:
    return InterPatient(
        **{
            "classes": AamiClasses.three,
            "seeds": 1,
            "left_out_records": ["102"],
            "keep_shared_patients": False,
            "test_share": 0.5,
            "validation_folds": 2,
            **LISTS,
            **changes,
        }
    )


def beats(records: list[str], *, each: int = 30, same: dict[str, str] | None = None) -> Beats:
    """So many beats of each record, labels in turn; ``same`` names records of one patient."""
    names = np.repeat(np.array(records), each)
    patient = np.array([(same or {}).get(name, name) for name in names.tolist()])
    number = len(names)
    return Beats(
        signal=np.zeros((number, 1, 3), dtype=np.float32),
        label=np.arange(number, dtype=np.int64) % 3,
        symbol=np.full(number, "N"),
        record_id=names,
        patient_id=patient,
        group=np.unique(patient, return_inverse=True)[1].astype(np.int64),
        sample=np.arange(number, dtype=np.int64),
        number=np.arange(number, dtype=np.int64),
        previous_rr_s=np.ones(number, dtype=np.float32),
        next_rr_s=np.ones(number, dtype=np.float32),
        classes=("N", "S", "V"),
        leads=("MLII",),
        sampling_hz=360.0,
        mark=2,
    )


MITDB = ["100", "101", "102", "108", "201", "202"]


def test_the_named_records_train_and_are_tested_and_others_stay_out():
    table = beats(MITDB)
    found = inter_patient.split(table, protocol(), seed=0)
    assert set(table.record_id[found.test]) == {"100", "202"}
    for one in found.splits:
        fitted = np.concatenate([one.parts.train, one.parts.validation])
        assert set(table.record_id[fitted]) == {"101", "108", "201"}
        assert np.array_equal(one.parts.test, found.test)
    assert found.notes == ("records that the protocol leaves out: 102",)
    assert found.stamps == ()


def test_every_training_patient_chooses_in_one_fit_and_trains_in_the_others():
    table = beats(MITDB)
    found = inter_patient.split(table, protocol(), seed=0)
    chosen = np.concatenate([one.parts.validation for one in found.splits])
    assert sorted(chosen) == sorted(set(chosen))
    assert set(table.record_id[chosen]) == {"101", "108", "201"}
    for one in found.splits:
        assert not set(table.group[one.parts.train]) & set(table.group[one.parts.validation])


def test_a_record_of_a_tested_patient_does_not_train():
    table = beats(MITDB, same={"202": "201"})
    found = inter_patient.split(table, protocol(), seed=0)
    fitted = np.concatenate([found.splits[0].parts.train, found.splits[0].parts.validation])
    assert set(table.record_id[fitted]) == {"101", "108"}
    assert found.notes[-1] == "not trained on, since the patient is tested too: 201"


def test_as_published_it_trains_and_a_stamp_says_so():
    table = beats(MITDB, same={"202": "201"})
    found = inter_patient.split(table, protocol(keep_shared_patients=True), seed=0)
    fitted = np.concatenate([found.splits[0].parts.train, found.splits[0].parts.validation])
    assert "201" in set(table.record_id[fitted])
    assert found.stamps == ("a tested patient trains too, in record: 201",)


def test_folders_before_a_record_do_not_hide_its_name():
    table = beats(MITDB)
    below = table.change(record_id=np.array([f"mitdb/{name}" for name in table.record_id]))
    again = inter_patient.split(below, protocol(), seed=0)
    assert np.array_equal(again.test, inter_patient.split(table, protocol(), seed=0).test)


def test_records_that_no_list_names_are_divided_by_patient():
    table = beats(["a", "b", "c", "d", "e", "f"], same={"b": "a"})
    found = inter_patient.split(table, protocol(), seed=1)
    fitted = np.concatenate([found.splits[0].parts.train, found.splits[0].parts.validation])
    assert sorted([*fitted, *found.test]) == list(range(len(table)))
    assert not set(table.group[fitted]) & set(table.group[found.test])
    assert "divided at random" in found.notes[0]
    other = inter_patient.split(table, protocol(), seed=2)
    assert not np.array_equal(other.test, found.test)


@pytest.mark.parametrize(
    ("records", "sentence"),
    [
        (["100", "202"], "no beat of protocol.train_records"),
        (["101", "201"], "no beat of protocol.test_records"),
        (["100", "101"], "number of training patients is 1, but to choose needs 2"),
        (["a", "b", "c"], "number of patients is 3, but to train, choose and test needs 4"),
    ],
)
def test_too_few_records_are_refused(records, sentence):
    with pytest.raises(DataError, match=sentence):
        inter_patient.split(beats(records), protocol(), seed=0)


def test_training_beats_of_one_class_are_refused():
    table = beats(MITDB)
    with pytest.raises(DataError, match="all of one class"):
        inter_patient.split(table.change(label=np.zeros_like(table.label)), protocol(), seed=0)


def random_protocol() -> RandomBeats:
    return RandomBeats(classes=AamiClasses.five, seeds=1, test_share=0.2, validation_share=0.25)


def test_random_beats_keep_the_share_of_each_class_and_part_no_patient():
    table = beats(["a", "b"], each=300)
    found = random_beats.split(table, random_protocol(), seed=0)
    parts = found.splits[0].parts
    assert [len(rows) for rows in (parts.train, parts.validation, parts.test)] == [360, 120, 120]
    assert np.bincount(table.label[parts.test]).tolist() == [40, 40, 40]
    assert sorted(parts.all) == list(range(600))
    assert set(table.group[parts.train]) == set(table.group[parts.test])
    assert found.stamps == ("leaking protocol",)


def test_a_class_with_one_beat_cannot_be_divided():
    table = beats(["a", "b"])
    label = np.zeros_like(table.label)
    label[0] = 1
    with pytest.raises(DataError, match="beats per class are N 59, S 1, V 0, too few"):
        random_beats.split(table.change(label=label), random_protocol(), seed=0)
