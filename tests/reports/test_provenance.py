import numpy as np

from hfgnn.reports.provenance import data_hash, provenance, values_hash


def changed(records, column, value):
    values = getattr(records, column).astype(object)
    values[3] = value
    kind = np.int64 if isinstance(value, int) else np.str_
    return records.change(**{column: values.astype(kind)})


def test_the_hash_of_the_data_covers_what_the_scores_depend_on(finished):
    records = finished.cohort.records
    tables = [records] + [
        changed(records, column, value)
        for column, value in (
            ("record_id", "other"),
            ("content_hash", "other"),
            ("patient_id", "other"),
            ("label", 7),
            ("group", 99),
        )
    ]
    assert len({data_hash(table) for table in tables}) == 6
    assert data_hash(changed(records, "path", "elsewhere")) == data_hash(records)


def test_a_file_name_that_is_no_unicode_can_be_hashed(finished):
    records = changed(finished.cohort.records, "record_id", "caf\udce9.png")
    assert len(data_hash(records)) == 64


def test_the_clinical_numbers_are_hashed_where_there_are_any(finished):
    def facts(clinical):
        return provenance(
            finished.cohort.records, clinical=clinical, seed=0, command="hfgnn", settings={}
        )

    numbers = np.arange(60, dtype=np.float64).reshape(30, 2)
    assert facts(numbers)["clinical_sha256"] == values_hash(numbers)
    assert "clinical_sha256" not in facts(np.empty((30, 0)))
    assert values_hash(numbers) == values_hash(np.asfortranarray(numbers))
    assert values_hash(numbers) != values_hash(numbers.reshape(2, 30))
