"""Settings of the node classifiers."""

from dataclasses import dataclass

from omegaconf import MISSING

from hfgnn.config.check import need


@dataclass
class Network:
    """What every node classifier needs; the widths at both ends come from the data."""

    _target_: str = MISSING
    hidden_width: int = MISSING
    dropout: float = MISSING

    def __post_init__(self) -> None:
        need(self.hidden_width >= 1, "model.hidden_width", self.hidden_width, "at least 1")
        need(0 <= self.dropout < 1, "model.dropout", self.dropout, "in [0, 1)")


@dataclass
class GCN(Network):
    """Graph convolution (hfgnn/models/gcn.py)."""

    _target_: str = "hfgnn.models.gcn.GCN"


@dataclass
class SAGE(Network):
    """Neighbour mean beside the patient itself (hfgnn/models/sage.py)."""

    _target_: str = "hfgnn.models.sage.SAGE"


@dataclass
class Attentive(Network):
    """What networks with attention heads share."""

    heads: int = MISSING

    def __post_init__(self) -> None:
        super().__post_init__()
        need(self.heads >= 1, "model.heads", self.heads, "at least 1")


@dataclass
class GAT(Attentive):
    """Graph attention (hfgnn/models/gat.py)."""

    _target_: str = "hfgnn.models.gat.GAT"


@dataclass
class Transformer(Attentive):
    """Graph transformer (hfgnn/models/transformer.py)."""

    _target_: str = "hfgnn.models.transformer.Transformer"


def name_of(network: Network) -> str:
    """What a network is called in tables and files: its class, small."""
    return network._target_.rpartition(".")[2].lower()
