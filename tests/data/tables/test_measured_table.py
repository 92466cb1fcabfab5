"""Tables as they come: what is read, what is left out and said, and every refusal."""

import numpy as np
import pytest

from hfgnn.data.reading import exact_copies
from hfgnn.types import DataError

PEOPLE = "age,site,ill\n70,leeds,1\n50,york,0\n,leeds,0\n"


def same(one, other):
    return np.array_equal(one, other, equal_nan=True)


def test_numbers_categories_and_empty_cells(read):
    cohort = read(PEOPLE)
    assert cohort.measured.columns == ("age", "site")
    assert cohort.measured.levels == {"site": ("leeds", "york")}
    assert same(cohort.measured.values, [[70, 0], [50, 1], [np.nan, 0]])
    assert cohort.records.record_id.tolist() == ["line 2", "line 3", "line 4"]
    assert cohort.measured.record_id.tolist() == cohort.records.record_id.tolist()
    assert cohort.records.label.tolist() == [1, 0, 0]
    assert cohort.records.class_name.tolist() == ["ill=1", "ill=0", "ill=0"]
    assert cohort.positive == ("ill=1",)
    assert (cohort.unit, cohort.stamps) == ("patient", ())
    assert cohort.source == "3 lines of table.csv, 1 of them with disease"
    assert cohort.notes == ("each line counts as a patient of its own",)


def test_lines_of_a_patient_share_a_group_and_the_patient_is_no_column(read):
    cohort = read("who,age,ill\na,1,1\nb,2,0\na,3,0\n", patient_column="who")
    assert cohort.measured.columns == ("age",)
    assert cohort.records.group.tolist() == [0, 1, 0]
    assert cohort.records.patient_id.tolist() == ["a", "b", "a"]
    assert (cohort.unit, cohort.notes) == ("row", ())


def test_lines_without_an_outcome_are_refused_with_their_reason(read):
    cohort = read("age,ill\n1,1\n2,0\n3,\n4,?\n5,9\n", negative=["0"])
    assert [(one.file, one.reason) for one in cohort.refused] == [
        ("line 4", "ill is missing"),
        ("line 5", "ill is missing"),
        ("line 6", "ill is '9', which is in neither data.positive nor data.negative"),
    ]
    assert cohort.records.record_id.tolist() == ["line 2", "line 3"]


def test_a_word_among_numbers_refuses_its_line_and_no_other(read):
    text = "age,chol,ill\n1,200,1\n2,abc,0\n3,190,0\n4,?,1\n"
    cohort = read(text)
    (refusal,) = cohort.refused
    assert (refusal.file, refusal.reason) == ("line 3", "chol is 'abc', but it must be a number")
    assert same(cohort.measured.values, [[1, 200], [3, 190], [4, np.nan]])


def test_a_word_is_refused_in_its_own_line_where_earlier_ones_have_no_outcome(read):
    cohort = read("age,ill\n1,\nx,0\n3,1\n4,0\n5,1\n")
    assert {one.file: one.reason for one in cohort.refused} == {
        "line 2": "ill is missing",
        "line 3": "age is 'x', but it must be a number",
    }
    assert cohort.records.record_id.tolist() == ["line 4", "line 5", "line 6"]


def test_several_words_in_one_line_are_all_named(read):
    text = "age,chol,ill\n1,200,1\n?x,abc,0\n3,190,0\n4,210,1\n"
    assert (
        read(text).refused[0].reason == "age is '?x' and chol is 'abc', but each must be a number"
    )


def test_too_many_words_among_numbers_refuse_the_file(table):
    text = "age,ill\n1,1\n2,0\n3,1\nlow,0\nhigh,1\n"
    with pytest.raises(DataError, match="no number in column age in 2 of 5 lines, the first, line"):
        table(text, max_refused_share=0.3).whole()
    assert table(text, max_refused_share=0.3, categories=["age"]).whole().measured.levels == {
        "age": ("1", "2", "3", "high", "low")
    }


def test_words_that_mean_nothing_are_missing_whatever_their_case(read):
    cohort = read("age,ill\nna,1\nNaN,0\n3,0\n?,1\n4,0\n")
    assert same(cohort.measured.values, [[np.nan], [np.nan], [3], [np.nan], [4]])


def test_codes_are_missing_in_their_column_only_and_said(read):
    text = "chol;ca;ill\n0,0;0;1\n200;1;0\n0;0;0\n210;0;1\n"
    cohort = read(text, missing=["chol:0"])
    assert same(cohort.measured.values[:, 0], [np.nan, 200, np.nan, 210])
    assert cohort.measured.values[:, 1].tolist() == [0, 1, 0, 0]
    assert "chol is 0 in 2 lines, which means missing" in cohort.notes


def test_numbers_that_are_codes_become_levels_in_order(read):
    cohort = read("cp,ill\n10.0,1\n2,0\n2.0,0\n,1\n", categories=["cp"])
    assert cohort.measured.levels == {"cp": ("2", "10")}
    assert same(cohort.measured.values, [[1], [0], [0], [np.nan]])


def test_levels_of_refused_lines_are_gone(read):
    text = "kind,ill\nb,1\na,\nc,0\nb,0\n"
    cohort = read(text)
    assert cohort.measured.levels == {"kind": ("b", "c")}
    assert cohort.measured.values.ravel().tolist() == [0, 1, 0]


def test_a_level_that_only_a_line_with_a_word_has_is_gone_too(read):
    cohort = read("kind,age,ill\na,x,1\nb,1,0\nc,2,1\nc,,0\n")
    assert cohort.measured.levels == {"kind": ("b", "c")}
    assert same(cohort.measured.values, [[0, 1], [1, 2], [1, np.nan]])


def test_columns_of_one_value_are_left_out_and_said_but_an_audit_sees_them(table):
    source = table("age,kind,none,ill\n1,a,,1\n2,a,,0\n")
    cohort = source.read(lambda items, /, **_: items)
    assert cohort.measured.columns == ("age",)
    assert "kind has one value and is left out" in cohort.notes
    assert "none is empty and is left out" in cohort.notes
    assert source.whole().measured.columns == ("age", "kind", "none")


def test_texts_with_too_many_different_words_are_left_out_and_said(read):
    lines = "".join(f"{row},name{row},word{row % 20},{row % 2}\n" for row in range(30))
    cohort = read(f"age,name,kind,ill\n{lines}")
    assert cohort.measured.columns == ("age", "kind")
    assert "name has words, more than 20 different ones, and is left out" in cohort.notes


def test_what_is_known_only_after_the_outcome_is_left_out_or_stamped(read):
    text = "age,time,ill\n1,5,1\n2,6,0\n"
    without = read(text, follow_up=["time"])
    assert without.measured.columns == ("age",)
    assert "time is known only after the outcome and left out" in without.notes
    assert without.stamps == ()
    kept = read(text, follow_up=["time"], keep_follow_up=True)
    assert kept.measured.columns == ("age", "time")
    assert kept.stamps == ("follow-up column time used as feature",)


def test_left_out_columns_and_those_without_a_name_are_no_measurements(read):
    cohort = read(",age,score,ill\n0,50,1,1\n1,60,2,0\n", leave_out=["score"])
    assert cohort.measured.columns == ("age",)
    assert "a column without a name is left out" in cohort.notes


def test_the_site_and_the_sex_are_told_and_a_code_nobody_explained_is_no_sex(read):
    text = "Age,sex,clinic,ill\n50.0,0,leeds,1\n61,1,york,0\n,,,1\n"
    cohort = read(text, site_column="clinic")
    assert cohort.attributes == {
        "sex": {"line 2": "code 0", "line 3": "code 1"},
        "age_years": {"line 2": "50", "line 3": "61"},
        "site": {"line 2": "leeds", "line 3": "york"},
    }
    assert cohort.measured.columns == ("Age", "sex")
    told = read(text, female_codes=["0"], male_codes=["1"]).attributes["sex"]
    assert told == {"line 2": "female", "line 3": "male"}


def test_repeated_lines_are_listed_once_and_contradicting_ones_not_at_all(read):
    numbers = [f"{50 + row},{200 + 7 * row},{row * row}" for row in range(12)]
    lines = [f"{one},{row % 2}" for row, one in enumerate(numbers)]
    text = "\n".join(["a,b,c,ill", *lines, lines[3].replace("53", "53.0"), f"{numbers[4]},1"])
    records = read(text).records
    keep, duplicates = exact_copies(records)
    assert len(keep) == 11
    assert [(one.file, one.copy_of, one.note) for one in duplicates] == [
        ("line 6", "line 15", "copies have different labels"),
        ("line 14", "line 5", "exact copy"),
        ("line 15", "line 6", "copies have different labels"),
    ]
    assert records.group[12] == records.group[3]


def test_copies_of_what_was_left_out_are_told_apart_by_it(read):
    lines = [f"{row % 3},{row},{row % 2}" for row in range(30)]
    text = "\n".join(["age,time,ill", *lines])
    assert len(set(read(text, follow_up=["time"]).records.content_hash.tolist())) == 30


def test_patients_who_agree_in_a_few_answers_are_no_copies(read):
    answers = np.random.default_rng(0).integers(0, 2, (40, 3))
    text = "smokes,drinks,ill\n" + "".join(f"{a},{b},{c}\n" for a, b, c in answers)
    cohort = read(text)
    assert len(set(cohort.records.content_hash.tolist())) == 40
    assert "36 lines equal an earlier one, as is bound to happen in so few columns" in cohort.notes


@pytest.mark.parametrize(
    ("text", "changes", "sentence"),
    [
        (
            "age,sick\n1,0\n",
            {},
            "data.target names ill, but data.path table.csv has no column ill;",
        ),
        (PEOPLE, {"leave_out": ["Sites"]}, "data.leave_out names Sites, .* did you mean site[?]"),
        (PEOPLE, {"follow_up": ["tiem"]}, "data.follow_up names tiem, .*; it has age, site, ill"),
        (PEOPLE, {"categories": ["x"]}, "data.categories names x"),
        (PEOPLE, {"missing": ["agee:0"]}, "data.missing names agee, .* did you mean age[?]"),
        (PEOPLE, {"patient_column": "who"}, "data.patient_column names who"),
        (PEOPLE, {"site_column": "where"}, "data.site_column names where"),
        ("who,ill\na,0\n,1\nc,1\n", {"patient_column": "who"}, "no column of numbers or categor"),
        (
            "who,b,ill\na,1,0\n,2,1\n",
            {"patient_column": "who"},
            "who is empty in 1 lines, but each",
        ),
        ("age,ill\n1,0\n2,0\n", {}, "data.positive is .'1'., but it must name .*: 0$"),
        ("age,ill\n1,1\n2,1\n", {}, "data.positive is .'1'., but it must name .*: 1$"),
        ("age,ill\n1,0\n2,1\n3,2\n", {}, "ill has the values 0, 1, 2; beside data.positive, name"),
        ("age,ill\n1,0\nx,1\n3,0\n", {}, "2 lines that can be used, but they have not both outc"),
        ("age,ill\n1,0\n1,1\n", {}, "data.path table.csv has no column with two different values"),
        (
            "image_1,ill\n1,0\n2,1\n",
            {},
            "have a column image_1, but names that begin with image are",
        ),
    ],
)
def test_what_cannot_be_used_is_refused(read, text, changes, sentence):
    with pytest.raises(DataError, match=sentence):
        read(text, **changes)
