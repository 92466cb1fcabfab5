"""Values by their dotted place, each with the place where it really lies."""

from hfgnn.reports.lookup import Found, find, value_at

TREE = {
    "models": {"gcn": {"auroc": {"value": 0.9}}, "boosting": {"auroc": {"value": 0.8}}},
    "groups": [
        {"column": "sex", "value": "female", "patients": 3},
        {"column": "sex", "value": "male"},
        {"column": "age_years", "value": "60-71", "patients": 5},
    ],
    "crop": None,
    "changed": False,
}


def test_a_plain_place_holds_one_value() -> None:
    assert find(TREE, "models.gcn.auroc") == [Found("models.gcn.auroc", {"value": 0.9}, "")]


def test_a_wildcard_gives_every_element_under_its_own_place_and_name() -> None:
    assert find(TREE, "models[*].auroc.value") == [
        Found("models.gcn.auroc.value", 0.9, "gcn"),
        Found("models.boosting.auroc.value", 0.8, "boosting"),
    ]


def test_elements_of_a_list_are_numbered_and_those_without_the_key_passed_over() -> None:
    assert find(TREE, "groups[*].patients") == [
        Found("groups[0].patients", 3, "sex female"),
        Found("groups[2].patients", 5, "age_years 60-71"),
    ]
    assert value_at(TREE, "groups[1].value") == "male"


def test_names_stand_for_a_table() -> None:
    assert find(TREE, "models[names]") == [Found("models[names]", ["gcn", "boosting"], "")]


def test_nothing_is_found_where_nothing_is_but_no_is_something() -> None:
    for place in ("crop", "absent", "models.gcn.auroc.value.more", "groups[7]", "absent[*].x"):
        assert find(TREE, place) == []
    assert value_at(TREE, "crop") is None
    assert value_at(TREE, "changed") is False
