"""What was computed of a tensor, for as long as that tensor stays what it is."""

from __future__ import annotations

import weakref
from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

import torch
from torch import Tensor

Given = ParamSpec("Given")
Result = TypeVar("Result")


class Remembered:
    """Computes once of what does not change, such as the columns of the patients in training.

    A result belongs to one tensor as torch knows it: of another one, even with the same content,
    and of one that was changed in place since, it is computed anew. A change behind torch's back,
    in a numpy array whose memory the tensor shares, is not seen. Nothing is remembered of a tensor
    that wants a gradient, nor of one made in inference mode, whose changes torch does not count.

    Args:
        compute: takes a tensor, gives another.
    """

    def __init__(self, compute: Callable[[Tensor], Tensor]) -> None:
        self._compute = compute
        self._kept: tuple[weakref.ref[Tensor], int, Tensor] | None = None

    def __call__(self, x: Tensor) -> Tensor:
        """The result, computed now or before.

        Args:
            x: what it is computed of.
        """
        if x.requires_grad or x.is_inference():
            return self._compute(x)
        if self._kept is not None:
            of, version, result = self._kept
            if of() is x and version == x._version:
                return result
        result = outlasting(self._compute)(x)
        self._kept = (weakref.ref(x), x._version, result)
        return result


def outlasting(work: Callable[Given, Result]) -> Callable[Given, Result]:
    """Let a network learn from what comes out, even where it is first needed in inference.

    Args:
        work: makes something that is kept; no gradient flows through it.
    """

    @wraps(work)
    def done(*given: Given.args, **named: Given.kwargs) -> Result:
        with torch.inference_mode(False), torch.no_grad():
            return work(*given, **named)

    return done
