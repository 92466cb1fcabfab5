"""Groups are chosen and divided as wholes."""

import numpy as np

from hfgnn.audits.groups import stratified_folds, usable_rows


def test_a_class_of_one_group_is_left_out():
    kind, group = np.array([0, 0, 1, 1, 2, 2]), np.array([0, 1, 2, 3, 4, 4])
    assert usable_rows(kind, group).tolist() == [0, 1, 2, 3]


def test_one_class_alone_is_not_usable():
    assert not len(usable_rows(np.array([0, 0, 1]), np.array([0, 1, 2])))


def test_no_group_is_in_two_folds_and_each_fold_has_each_class():
    group, code = np.repeat(np.arange(30), 2), np.repeat(np.arange(30) % 3, 2)
    fold = stratified_folds(code, group, most=5, seed=0)
    assert all(len(set(fold[group == one].tolist())) == 1 for one in range(30))
    counts = np.array([np.bincount(code[fold == at], minlength=3) for at in range(5)])
    assert (counts == 4).all()


def test_there_are_as_many_folds_as_the_smallest_class_has_groups():
    code = np.array([0, 0, 0, 0, 0, 1, 1, 1])
    assert set(stratified_folds(code, np.arange(8), most=5, seed=0).tolist()) == {0, 1, 2}
