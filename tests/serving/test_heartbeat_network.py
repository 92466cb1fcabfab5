"""A stored network that knows heartbeats is taken as it was, or refused in one sentence."""

import pytest
import torch
from omegaconf import OmegaConf

from hfgnn.models.two_layer_cnn import TwoLayerCNN
from hfgnn.serving.heartbeat_network import SIMULATED, read_heartbeat_network
from hfgnn.training.checkpoint import write_checkpoint
from hfgnn.types import DataError

MODEL = {"widths": [3, 4], "kernel_size": 5, "pool": 2, "dropout": 0.5}
WINDOW = {"sampling_hz": 100.0, "low_hz": 0.5, "high_hz": 40.0, "order": 2}
FIXED = {"_target_": "hfgnn.data.recordings.windows.FixedWindow", "before": 10, "after": 29}
KAGGLE = {
    "_target_": "hfgnn.data.recordings.windows.KaggleWindow",
    "samples": 40, "stretch_s": 10.0, "rr_intervals": 1.2,
}  # fmt: skip
CNN = "hfgnn.models.two_layer_cnn.TwoLayerCNN"
RECORDS = "hfgnn.data.recordings.wfdb_records.WfdbRecords"
SIMULATED_RECORDS = "hfgnn.data.recordings.simulated_records.SimulatedRecords"


def network(num_leads=1, num_classes=5):
    made = TwoLayerCNN(num_leads=num_leads, num_samples=40, num_classes=num_classes, **MODEL)
    return made.eval()


@pytest.fixture
def stored(tmp_path):
    """Writes a checkpoint as task=infarction does; settings are changed as asked."""

    def write(made, **changed):
        settings = {
            "task": "infarction",
            "source": {"_target_": RECORDS, "root": "/no/longer/there"},
            "segmentation": FIXED | WINDOW,
            "model": {"_target_": CNN, **MODEL},
        } | changed
        path = tmp_path / "source.ckpt"
        text = OmegaConf.to_yaml(OmegaConf.create(settings))
        write_checkpoint(path, made.state_dict(), text)
        return path

    return write


@pytest.mark.parametrize("window", [FIXED, KAGGLE])
@pytest.mark.parametrize("leads", [1, 2])
def test_the_network_says_what_it_said_when_it_was_stored(stored, leads, window):
    made = network(leads)
    found = read_heartbeat_network(stored(made, segmentation=window | WINDOW))
    beats = torch.randn(7, leads, 40, generator=torch.Generator().manual_seed(0))
    with torch.no_grad():
        for layer, own in (("logits", made(beats)), ("features", made.features(beats))):
            assert torch.equal(found.layers[layer].look(beats), own)
            assert len(found.layers[layer].names) == own.shape[1]
    assert found.layers["logits"].names[2] == "logit_V"
    assert found.layers["features"].names == (
        "feature_000", "feature_001", "feature_002", "feature_003",
    )  # fmt: skip
    assert (found.num_leads, found.window.sampling_hz, found.stamps) == (leads, 100, ())


def test_a_network_of_simulated_heartbeats_is_stamped(stored):
    found = read_heartbeat_network(stored(network(), source={"_target_": SIMULATED_RECORDS}))
    assert found.stamps == (SIMULATED,) == ("heartbeats learned from simulated records",)


NO_SOURCE = "holds no network that learned heartbeats; take checkpoints/source.ckpt of a run of "
OTHER = "does not hold the network that its settings describe, with five classes of heartbeats: "


@pytest.mark.parametrize(
    ("made", "changed", "sentence"),
    [
        (network(), {"task": "patients"}, NO_SOURCE),
        (network(), {"source": None, "task": None}, NO_SOURCE),
        (torch.nn.Linear(2, 2), {}, NO_SOURCE),
        (
            network(num_classes=2),
            {},
            OTHER + r"classify.bias is \(2,\), but must be \(5,\)",
        ),
        (
            network(),
            {"model": {"_target_": CNN, **MODEL, "widths": [3, 6]}},
            OTHER + r"classify.weight is \(5, 28\), but must be \(5, 42\)",
        ),
        (
            network(),
            {"segmentation": FIXED | WINDOW | {"after": 60}},
            OTHER + r"classify.weight is",
        ),
        (
            network(),
            {"segmentation": FIXED | WINDOW | {"before": 0, "after": 3}},
            "cannot be used: beats have 4 samples, too few",
        ),
        (network(), {"model": {"_target_": "os.system"}}, "the run's model is os.system, which"),
        (
            network(),
            {"segmentation": FIXED | WINDOW | {"sampling_hz": 20.0}},
            "the run's segmentation was set in another version: segmentation.sampling_hz is 20",
        ),
    ],
)  # fmt: skip
def test_what_is_no_such_network_is_refused(stored, made, changed, sentence):
    with pytest.raises(DataError, match=sentence) as caught:
        read_heartbeat_network(stored(made, **changed))
    assert "\n" not in str(caught.value)


def test_a_file_that_is_no_checkpoint_is_refused(tmp_path):
    path = tmp_path / "source.ckpt"
    path.write_text("weights")
    with pytest.raises(DataError, match=r"source.ckpt is no checkpoint of hfgnn"):
        read_heartbeat_network(path)
