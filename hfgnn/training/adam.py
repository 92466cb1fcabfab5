"""Adam, to the last bit that of PyTorch, without what a first step of ``torch.optim`` imports."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import torch
from torch import Tensor, nn

FIRST_DECAY, SECOND_DECAY = 0.9, 0.999
"""Of the running means of gradients and of their squares, as published."""

LEAST_SPREAD = 1e-8
"""Added to the root of the mean square, as published."""


class Adam:
    """Adam (Kingma and Ba 2015, https://arxiv.org/abs/1412.6980), with decay in the gradient.

    ``torch.optim.Adam`` imports PyTorch's compiler when it is made, which takes longer than the
    whole training of a small network, and spends most of a small step in Python.

    Args:
        weights: of a network.
        learning_rate: of the first step and of all others.
        weight_decay: times each weight, added to its gradient.
    """

    def __init__(
        self, weights: Iterable[nn.Parameter], *, learning_rate: float, weight_decay: float
    ) -> None:
        self.weights = list(weights)
        self.learning_rate = learning_rate
        self.weight_decay = weight_decay
        self._steps: dict[nn.Parameter, int] = {}
        self._means: dict[nn.Parameter, tuple[Tensor, Tensor]] = {}

    def zero_grad(self) -> None:
        """Forget the gradients."""
        for weight in self.weights:
            weight.grad = None

    @torch.no_grad()
    def step(self) -> None:
        """Move each weight that has a gradient."""
        for weight in self.weights:
            if weight.grad is None:
                continue
            gradient = weight.grad
            if self.weight_decay:
                gradient = gradient.add(weight, alpha=self.weight_decay)
            self._move(weight, gradient)

    def take_over(self, old: nn.Parameter, new: nn.Parameter, places: Sequence[int]) -> None:
        """Go on with a part of a weight, by what is known of that part.

        Args:
            old: moved so far; no longer.
            new: moved from now on.
            places: of new's rows among those of old.
        """
        self.weights = [new if weight is old else weight for weight in self.weights]
        if old in self._means:
            mean, square = self._means.pop(old)
            self._means[new] = mean[places], square[places]
            self._steps[new] = self._steps.pop(old)

    def _move(self, weight: nn.Parameter, gradient: Tensor) -> None:
        if weight not in self._means:
            self._means[weight] = torch.zeros_like(weight), torch.zeros_like(weight)
        mean, square = self._means[weight]
        step = self._steps[weight] = self._steps.get(weight, 0) + 1
        mean.lerp_(gradient, 1 - FIRST_DECAY)
        square.mul_(SECOND_DECAY).addcmul_(gradient, gradient, value=1 - SECOND_DECAY)
        first, second = 1 - FIRST_DECAY**step, 1 - SECOND_DECAY**step
        spread = (square.sqrt() / second**0.5).add_(LEAST_SPREAD)
        weight.addcdiv_(mean, spread, value=-(self.learning_rate / first))
