"""Grad-CAM on networks of which it is known what they look at."""

import torch
from torch import Tensor, nn

from hfgnn.evaluation.grad_cam import grad_cam


class Patch(nn.Module):
    """Class 1 is as much as one channel finds, which sees the picture; class 0 the opposite."""

    def maps(self, picture: Tensor) -> Tensor:
        halves = nn.functional.avg_pool2d(picture, 4)
        return torch.cat([halves, torch.ones_like(halves)], dim=1)

    def answer(self, maps: Tensor) -> Tensor:
        found = maps[:, 0].sum(dim=(1, 2))
        return torch.stack([-found, 3 * found], dim=1)


def bright(top: int, left: int) -> Tensor:
    picture = torch.zeros(1, 1, 32, 32)
    picture[..., top : top + 8, left : left + 8] = 1
    return picture


def test_what_is_marked_is_the_patch_on_which_the_answer_depends():
    for top, left in ((0, 0), (8, 16), (24, 4)):
        spoke = grad_cam(Patch(), bright(top, left), torch.tensor([1]))[0]
        inside = spoke[top : top + 8, left : left + 8]
        assert spoke.shape == (32, 32)
        assert spoke.max() == 1
        assert inside.min() > 0.2
        assert inside.sum() / spoke.sum() > 0.6


def test_what_speaks_against_a_class_is_not_marked():
    assert grad_cam(Patch(), bright(8, 8), torch.tensor([0])).abs().max() == 0


def test_the_map_is_the_weighted_sum_of_the_channels_by_hand():
    class Weighed(nn.Module):
        def maps(self, picture: Tensor) -> Tensor:
            return picture

        def answer(self, maps: Tensor) -> Tensor:
            return torch.einsum("pchw,kc->pk", maps, torch.tensor([[2.0, -1.0], [0.5, 4.0]]))

    picture = torch.rand(3, 2, 6, 6)
    found = grad_cam(Weighed(), picture, torch.tensor([0, 1, 0]))
    weight = torch.tensor([[2.0, -1.0], [0.5, 4.0], [2.0, -1.0]])
    by_hand = (weight[:, :, None, None] * picture).sum(1).relu()
    by_hand = by_hand / by_hand.amax(dim=(1, 2), keepdim=True)
    torch.testing.assert_close(found, by_hand)


def test_each_picture_has_its_own_map():
    both = torch.cat([bright(0, 0), bright(20, 20)])
    target = torch.tensor([1, 1])
    found = grad_cam(Patch(), both, target)
    for row in (0, 1):
        torch.testing.assert_close(
            found[row], grad_cam(Patch(), both[row : row + 1], target[:1])[0]
        )
