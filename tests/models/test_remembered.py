"""What is remembered of a tensor, and when it is not."""

import pytest
import torch

from hfgnn.models.remembered import Remembered


@pytest.fixture
def doubled():
    """Remembers the double, and counts how often it was computed."""

    def double(x):
        double.times += 1
        return 2 * x

    double.times = 0
    return Remembered(double), double


def test_the_same_tensor_is_computed_once(doubled):
    remembered, double = doubled
    x = torch.ones(3)
    assert remembered(x) is remembered(x)
    assert double.times == 1


def test_a_tensor_that_was_changed_is_computed_anew(doubled):
    remembered, double = doubled
    x = torch.ones(3)
    remembered(x)
    x[1] = 5
    assert remembered(x).tolist() == [2, 10, 2]
    assert double.times == 2


def test_a_change_through_a_view_counts_as_well(doubled):
    remembered, _ = doubled
    x = torch.ones(3)
    remembered(x)
    x.view(1, 3)[0, 0] = 7
    assert remembered(x).tolist() == [14, 2, 2]


def test_another_tensor_is_computed_even_where_the_first_is_gone(doubled):
    remembered, double = doubled
    for value in range(5):  # each may take the place in memory of the one before
        assert remembered(torch.full((3,), float(value))).tolist() == [2.0 * value] * 3
    assert double.times == 5


def test_what_wants_a_gradient_is_not_remembered(doubled):
    remembered, double = doubled
    x = torch.ones(3, requires_grad=True)
    for _ in range(2):
        remembered(x).sum().backward()
    assert x.grad.tolist() == [4, 4, 4]
    assert double.times == 2


def test_what_was_first_computed_in_inference_can_be_learned_from(doubled):
    remembered, double = doubled
    x, weight = torch.ones(3), torch.ones(3, requires_grad=True)
    with torch.inference_mode():
        remembered(x)
    (remembered(x) * weight).sum().backward()
    assert weight.grad.tolist() == [2, 2, 2]
    assert double.times == 1


def test_a_tensor_made_in_inference_is_not_remembered(doubled):
    remembered, _ = doubled
    with torch.inference_mode():
        x = torch.ones(3)
        remembered(x)
        x[0] = 3
        assert remembered(x).tolist() == [6, 2, 2]
