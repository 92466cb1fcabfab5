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
    residual: bool = MISSING
    jumping_knowledge: bool = MISSING


@dataclass
class SAGE(Network):
    """Neighbour mean beside the patient itself (hfgnn/models/sage.py)."""

    _target_: str = "hfgnn.models.sage.SAGE"


@dataclass
class Gated(Network):
    """Neighbours behind gates that start almost shut (hfgnn/models/gated.py)."""

    _target_: str = "hfgnn.models.gated.Gated"
    gate_start: float = MISSING

    def __post_init__(self) -> None:
        super().__post_init__()
        holds = -10 <= self.gate_start <= 10  # beyond that float32 has no gradient to open it by
        need(holds, "model.gate_start", self.gate_start, "a logit in [-10, 10]")


@dataclass
class APPNP(Network):
    """Answers that travel by personalized PageRank (hfgnn/models/appnp.py)."""

    _target_: str = "hfgnn.models.appnp.APPNP"
    steps: int = MISSING
    teleport: float = MISSING

    def __post_init__(self) -> None:
        super().__post_init__()
        need(self.steps >= 1, "model.steps", self.steps, "at least 1")
        need(0 < self.teleport <= 1, "model.teleport", self.teleport, "in (0, 1]")


@dataclass
class WithHeads(Network):
    """What networks with attention heads share."""

    heads: int = MISSING

    def __post_init__(self) -> None:
        super().__post_init__()
        need(self.heads >= 1, "model.heads", self.heads, "at least 1")


@dataclass
class Attentive(WithHeads):
    """Networks whose attention takes no weights of edges."""


@dataclass
class GAT(Attentive):
    """Graph attention (hfgnn/models/gat.py)."""

    _target_: str = "hfgnn.models.gat.GAT"
    residual: bool = MISSING
    jumping_knowledge: bool = MISSING


@dataclass
class GATDistances(WithHeads):
    """Graph attention that sees weights and lengths of edges (hfgnn/models/gat_distances.py)."""

    _target_: str = "hfgnn.models.gat_distances.GATDistances"


@dataclass
class Transformer(Attentive):
    """Graph transformer (hfgnn/models/transformer.py)."""

    _target_: str = "hfgnn.models.transformer.Transformer"


def name_of(network: Network) -> str:
    """What a network is called in tables and files: as its file, and so as ``model=`` names it."""
    return network._target_.split(".")[-2]


def refuse_batches(network: Network | None, batch_size: int | None) -> None:
    """Raise where a network is to be trained in batches that must see the whole graph.

    Args:
        network: that is to be trained; None where there is none.
        batch_size: of the training.

    Raises:
        ConfigError: a batch would not hold what the network sees.
    """
    reason = {
        APPNP: "since answers of appnp travel farther than a batch reaches",
        GATDistances: "since a batch does not have the lengths of edges that gat_distances sees",
    }.get(type(network))
    need(reason is None or batch_size is None, "training.batch_size", batch_size, f"null, {reason}")
