"""Where patients stand in the last hidden layer of a network, each on its own."""

from __future__ import annotations

from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from hfgnn.graphs.placement import Points
from hfgnn.training.fit import takes_distances
from hfgnn.types import DataError


class HiddenPlacement:
    """From the columns of a patient to what a network makes of it before it classifies.

    Nobody hears anybody here, so that a patient's place depends on nobody else, and a new one has
    its place at once.

    Args:
        network: trained; its linear layer ``classify`` takes the hidden layer.

    Raises:
        DataError: the network has no such layer.
    """

    keeps_columns = False

    def __init__(self, network: nn.Module) -> None:
        if not isinstance(getattr(network, "classify", None), nn.Linear):
            raise DataError(
                f"graph.space is embedding, but {type(network).__name__} has no linear layer "
                "classify, before which patients could be compared"
            )
        self.network: Any = network.eval()

    @torch.no_grad()
    def of(self, x: Points) -> Points:
        """Coordinates.

        Shapes:
            x: (rows, columns).
            returns: (rows, hidden width).
        """
        seen: list[Tensor] = []
        hook = self.network.classify.register_forward_pre_hook(
            lambda _, given: seen.append(given[0])
        )
        nobody = torch.empty((2, 0), dtype=torch.int64)
        more = (torch.empty(0, 2),) if takes_distances(self.network) else ()
        try:
            self.network(torch.from_numpy(x), nobody, *more)
        finally:
            hook.remove()
        return np.asarray(seen[0].numpy())

    def arrays(self) -> dict[str, Points]:
        """To be stored: the network's weights."""
        return {name: value.numpy() for name, value in self.network.state_dict().items()}
