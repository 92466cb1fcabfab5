"""Which epoch counts, and when training ends."""

import math

import pytest

from hfgnn.training.course import Course


def follow(losses, patience):
    course = Course(patience)
    counted = []
    for epoch, loss in enumerate(losses):
        if course.note(epoch, loss):
            counted.append(epoch)
        if course.is_over:
            break
    return course, counted, epoch


def test_the_lowest_loss_counts_and_patience_waits_for_a_lower_one():
    course, counted, last = follow([5, 4, 4, 6, 3, 3.5, 3.2, 3, 1], patience=3)
    assert counted == [0, 1, 4]
    assert (course.epoch, course.loss, last) == (4, 3, 7)


def test_without_patience_the_last_epoch_counts():
    course, counted, last = follow([1, 2, 3], patience=None)
    assert counted == [0, 1, 2]
    assert (course.epoch, course.loss, last) == (2, 3, 2)
    assert not course.is_over


@pytest.mark.parametrize("loss", [math.nan, math.inf, -math.inf])
def test_a_loss_that_is_no_number_ends_training(loss):
    course, _, last = follow([1, loss, 0.5], patience=10)
    assert course.is_over
    assert last == 1


def test_a_first_loss_that_is_no_number_counts_since_there_is_no_other():
    course, counted, _ = follow([math.nan], patience=10)
    assert counted == [0]
    assert course.epoch == 0
