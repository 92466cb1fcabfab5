"""One minus the loss is the AUROC, and the loss has the gradient of a smooth one."""

import numpy as np
import pytest
import torch
from sklearn.metrics import roc_auc_score
from torch.nn.functional import cross_entropy

from hfgnn.training.losses.auroc import Auroc, log_odds
from hfgnn.types import UNKNOWN

COLD = 1e-7
EVEN = torch.ones(3, dtype=torch.float64)


def drawn(rows: int, classes: int = 2, seed: int = 0) -> tuple[torch.Tensor, torch.Tensor]:
    random = torch.Generator().manual_seed(seed)
    logits = torch.randn(rows, classes, generator=random, dtype=torch.float64)
    label = torch.randint(classes, (rows,), generator=random)
    return logits + 0.5 * torch.nn.functional.one_hot(label, classes), label


def exact(logits: torch.Tensor, label: torch.Tensor, positive: int = 1) -> float:
    return float(roc_auc_score(label.numpy() == positive, log_odds(logits, positive).numpy()))


@pytest.mark.parametrize("seed", range(5))
def test_at_a_low_temperature_one_minus_the_loss_is_the_auroc(seed):
    logits, label = drawn(60, seed=seed)
    loss = Auroc(temperature=COLD, bank=0)
    assert 1 - loss(logits, label, EVEN[:2]).item() == pytest.approx(exact(logits, label), abs=1e-9)


def test_ties_count_one_half():
    logits = torch.tensor([[0.0, 1], [0, 1], [0, 2], [0, 0]], dtype=torch.float64)
    label = torch.tensor([1, 0, 1, 0])
    loss = Auroc(temperature=COLD, bank=0)
    assert 1 - loss(logits, label, EVEN[:2]).item() == pytest.approx((0.5 + 1 + 1 + 1) / 4)


def test_with_a_bank_it_is_the_auroc_of_batch_and_bank_together():
    logits, label = drawn(100)
    loss = Auroc(temperature=COLD, bank=70)
    for start in range(0, 100, 10):
        value = loss(logits[start : start + 10], label[start : start + 10], EVEN[:2])
    seen = slice(20, 100)  # the last batch, and the 70 rows before it
    assert 1 - value.item() == pytest.approx(exact(logits[seen], label[seen]), abs=1e-9)


def test_a_whole_part_is_neither_compared_with_the_bank_nor_remembered():
    loss = Auroc(temperature=COLD, bank=50)
    logits, label = drawn(40)
    before = loss(logits, label, EVEN[:2])
    other, other_label = drawn(30, seed=1)
    assert 1 - loss.whole(other, other_label, EVEN[:2]).item() == pytest.approx(
        exact(other, other_label), abs=1e-9
    )
    again = Auroc(temperature=COLD, bank=50)
    again(logits, label, EVEN[:2])
    assert loss(logits, label, EVEN[:2]) == again(logits, label, EVEN[:2]) == before


def test_three_classes_are_each_held_against_the_rest():
    logits, label = drawn(80, classes=3)
    loss = Auroc(temperature=COLD, bank=0)
    mean = np.mean([exact(logits, label, one) for one in range(3)])
    assert 1 - loss(logits, label, EVEN).item() == pytest.approx(mean, abs=1e-9)


def test_of_three_classes_one_that_is_absent_is_left_out():
    logits, label = drawn(80, classes=3)
    label = label.clamp(max=1)
    mean = np.mean([exact(logits, label, one) for one in (0, 1)])
    loss = Auroc(temperature=COLD, bank=0)
    assert 1 - loss(logits, label, EVEN).item() == pytest.approx(mean, abs=1e-9)


@pytest.mark.parametrize("classes", [2, 3])
@pytest.mark.parametrize("bank", [0, 20])
def test_the_gradient_is_that_of_finite_differences(classes, bank):
    logits, label = drawn(12, classes)
    remembered = drawn(20, classes, seed=3)

    def value(x: torch.Tensor) -> torch.Tensor:
        loss = Auroc(temperature=0.7, bank=bank)
        loss(*remembered, EVEN[:classes])
        return loss(x, label, EVEN[:classes])

    assert torch.autograd.gradcheck(value, logits.requires_grad_())


def test_the_gradient_raises_positives_and_lowers_negatives():
    logits, label = drawn(20)
    logits.requires_grad_()
    Auroc(temperature=1.0, bank=0)(logits, label, EVEN[:2]).backward()
    assert (logits.grad[label == 1, 1] < 0).all()
    assert (logits.grad[label == 0, 1] > 0).all()


def test_the_bank_gives_pairs_to_a_batch_of_one_class():
    loss = Auroc(temperature=1.0, bank=8)
    negative, positive = drawn(8)[0], drawn(4, seed=2)[0].requires_grad_()
    loss(negative, torch.zeros(8, dtype=torch.int64), EVEN[:2])
    loss(positive, torch.ones(4, dtype=torch.int64), EVEN[:2]).backward()
    assert (positive.grad[:, 1] < 0).all()


def test_without_any_pair_it_is_the_cross_entropy():
    logits, _ = drawn(6)
    label = torch.ones(6, dtype=torch.int64)
    weights = torch.tensor([1.0, 2], dtype=torch.float64)
    expected = cross_entropy(logits, label, weight=weights)
    loss = Auroc(temperature=1.0, bank=4)
    assert loss(logits, label, weights) == expected
    assert loss.whole(logits, label, weights) == expected


def test_rows_without_a_label_do_not_count():
    logits, label = drawn(30)
    hidden = torch.cat([label[:20], torch.full((10,), UNKNOWN)])
    loss = Auroc(temperature=1.0, bank=0)
    assert loss(logits, hidden, EVEN[:2]) == loss(logits[:20], label[:20], EVEN[:2])


def test_log_odds_are_those_of_the_softmax():
    logits, _ = drawn(10, classes=3)
    probability = logits.softmax(-1)[:, 2]
    torch.testing.assert_close(log_odds(logits, 2), torch.logit(probability))
