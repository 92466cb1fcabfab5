"""Cross-entropy and the focal loss."""

import pytest
import torch
from torch.nn.functional import cross_entropy

from hfgnn.training.losses.cross_entropy import CrossEntropy
from hfgnn.training.losses.focal import Focal
from hfgnn.types import UNKNOWN

LOGITS = torch.randn(12, 3, generator=torch.Generator().manual_seed(0), dtype=torch.float64)
LABEL = torch.tensor([0, 1, 2, UNKNOWN] * 3)
WEIGHTS = torch.tensor([0.5, 1, 3], dtype=torch.float64)
EXPECTED = cross_entropy(LOGITS, LABEL, weight=WEIGHTS, ignore_index=UNKNOWN)


def test_with_gamma_0_it_is_the_cross_entropy():
    torch.testing.assert_close(Focal(gamma=0.0)(LOGITS, LABEL, WEIGHTS), EXPECTED)


def test_a_row_counts_less_by_the_power_of_what_it_misses():
    logits = torch.log(torch.tensor([[0.1, 0.9]]))
    value = Focal(gamma=2.0)(logits, torch.tensor([1]), torch.ones(2))
    assert value.item() == pytest.approx(-(0.1**2) * torch.log(torch.tensor(0.9)).item(), rel=1e-4)


def test_the_gradient_is_that_of_finite_differences():
    focal = Focal(gamma=2.0)
    logits = LOGITS.clone().requires_grad_()
    assert torch.autograd.gradcheck(lambda x: focal(x, LABEL, WEIGHTS), logits)


def test_a_row_that_is_told_for_certain_has_a_gradient_that_is_a_number():
    logits = torch.tensor([[0.0, 200.0]], requires_grad=True)
    Focal(gamma=0.5)(logits, torch.tensor([1]), torch.ones(2)).backward()
    assert logits.grad.isfinite().all()


def test_cross_entropy_is_that_of_torch():
    loss = CrossEntropy(smoothing=0.0)
    torch.testing.assert_close(loss(LOGITS, LABEL, WEIGHTS), EXPECTED)
    torch.testing.assert_close(loss.whole(LOGITS, LABEL, WEIGHTS), EXPECTED)


def test_labels_are_smoothed_in_training_alone():
    loss = CrossEntropy(smoothing=0.2)
    smooth = cross_entropy(LOGITS, LABEL, weight=WEIGHTS, ignore_index=UNKNOWN, label_smoothing=0.2)
    torch.testing.assert_close(loss(LOGITS, LABEL, WEIGHTS), smooth)
    torch.testing.assert_close(loss.whole(LOGITS, LABEL, WEIGHTS), EXPECTED)


def test_focal_of_a_whole_part_is_that_of_a_batch():
    focal = Focal(gamma=2.0)
    assert focal.whole(LOGITS, LABEL, WEIGHTS) == focal(LOGITS, LABEL, WEIGHTS)
