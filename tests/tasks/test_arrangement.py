"""Rows and folds under each protocol: who is balanced, who may be joined, who has own numbers."""

from dataclasses import replace

import numpy as np
import pytest

from hfgnn.augment.balanced import Balanced
from hfgnn.augment.none import Unbalanced
from hfgnn.config.protocol import Edges, Honest, LeaveSiteOut, RandomFiles, Thesis
from hfgnn.tasks.arrangement import arrange
from hfgnn.types import Cohort, DataError, Records

COPIES = Balanced(
    rotation_degrees=1, shift=0.1, zoom=0.1, brightness=0.1, flip=False, single_source=False
)
HONEST = Honest(
    name="honest", graph=Edges.inductive, validation_share=0.25, seeds=1, folds=4, repeats=1
)
THESIS = Thesis(
    name="thesis", graph=Edges.per_part, validation_share=0.25, seeds=1, test_share=0.25
)


NAMES = [f"p{row:02d}" for row in range(40)]


@pytest.fixture
def cohort() -> Cohort:
    """Forty pages of twenty patients, seven of these ill."""
    names = np.array(NAMES)
    patient = np.arange(40) // 2
    records = Records(
        record_id=names,
        patient_id=patient.astype(str),
        group=patient,
        class_name=np.where(patient < 7, "ill", "well"),
        label=(patient < 7).astype(np.int64),
        path=names,
        content_hash=names,
        perceptual_hash=names,
        copy=np.zeros(40, dtype=np.int64),
        parent=np.full(40, ""),
    )
    return Cohort(records, (), (), ("ill",), "test", None)


def test_honest_balances_the_training_part_of_every_fold_and_nothing_else(cohort):
    made = arrange(cohort, HONEST, COPIES, 0)
    for parts in (split.parts for split in made.splits):
        assert np.ptp(np.bincount(made.records.label[parts.train])) == 0
        for rows in (parts.validation, parts.test):
            assert (made.records.copy[rows] == 0).all()
        trained = set(made.records.group[parts.train].tolist())
        assert not trained & set(made.records.group[parts.validation].tolist())
        assert not trained & set(made.records.group[parts.test].tolist())


def test_honest_never_joins_pages_of_a_patient_or_copies_and_draws_once_per_patient(cohort):
    made = arrange(cohort, HONEST, COPIES, 0)
    assert np.array_equal(made.strangers, made.records.group)
    assert not made.per_row
    assert made.stamps == ()


def test_parts_are_sorted_as_they_say(cohort):
    for parts in (split.parts for split in arrange(cohort, HONEST, COPIES, 0).splits):
        for rows in (parts.train, parts.validation, parts.test):
            assert (np.diff(rows) > 0).all()


def test_thesis_joins_anybody_draws_per_row_and_is_stamped(cohort):
    made = arrange(cohort, THESIS, COPIES, 0)
    assert len(np.unique(made.strangers)) == len(made.records) > 40
    assert made.per_row
    assert made.stamps == ("leaking protocol",)
    assert len(made.splits) == 1


def test_the_seed_decides_the_folds(cohort):
    first, again, other = (
        [split.parts.test.tolist() for split in arrange(cohort, HONEST, COPIES, seed).splits]
        for seed in (0, 0, 1)
    )
    assert first == again != other


def test_every_repeat_tests_each_page_once_and_divides_the_patients_otherwise(cohort):
    made = arrange(cohort, replace(HONEST, repeats=3), COPIES, 0)
    assert [(split.repeat, split.fold) for split in made.splits] == [
        (repeat, fold) for repeat in range(3) for fold in range(4)
    ]
    tested = [
        [split.parts.test.tolist() for split in made.splits if split.repeat == repeat]
        for repeat in range(3)
    ]
    for folds in tested:
        assert sorted(row for fold in folds for row in fold) == list(range(40))
    assert tested[0] != tested[1] != tested[2]
    once = arrange(cohort, HONEST, COPIES, 0)
    assert tested[0] == [split.parts.test.tolist() for split in once.splits]


def test_leaving_a_site_out_tests_every_site_once_and_keeps_copies_with_their_training_part(cohort):
    site = {name: "york" if row < 20 else "leeds" for row, name in enumerate(NAMES)}
    told = replace(cohort, attributes={"site": site})
    # ill are patients 0 to 6, all in york; half of leeds is made ill so that both sites can test
    told = replace(told, records=told.records.change(label=np.arange(40) // 2 % 2))
    protocol = LeaveSiteOut("leave_site_out", Edges.inductive, 0.25, 1, "site")
    made = arrange(told, protocol, Unbalanced(), 0)
    tested = [set(made.records.record_id[split.parts.test].tolist()) for split in made.splits]
    assert tested == [set(NAMES[20:]), set(NAMES[:20])]
    assert [(split.repeat, split.fold) for split in made.splits] == [(0, 0), (0, 1)]
    assert made.stamps == ()


def test_leaving_out_a_site_that_the_data_do_not_tell_is_refused(cohort):
    protocol = LeaveSiteOut("leave_site_out", Edges.inductive, 0.25, 1, "site")
    with pytest.raises(DataError, match=r"protocol\.attribute is 'site', but"):
        arrange(cohort, protocol, Unbalanced(), 0)


def test_random_files_parts_patients_and_is_stamped(cohort):
    protocol = RandomFiles("random_files", Edges.inductive, 0.25, 1, 0.25)
    made = arrange(cohort, protocol, Unbalanced(), 0)
    assert made.stamps == ("leaking protocol",)
    (split,) = made.splits
    assert sorted(split.parts.all.tolist()) == list(range(40))
    patients = made.records.patient_id
    assert set(patients[split.parts.train]) & set(patients[split.parts.test])
