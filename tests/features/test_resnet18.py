"""512 numbers per image that depend on nothing but the image and the weights."""

import numpy as np
import pytest
import torch
from safetensors.torch import save_file
from torchvision.models import resnet18

from hfgnn.config.backbone import Output, Precision
from hfgnn.features.resnet18 import choose_dtype, pool
from hfgnn.types import DataError

MEAN, SPREAD = (0.485, 0.456, 0.406), (0.229, 0.224, 0.225)


@pytest.fixture(scope="module")
def images():
    """Four pictures of coarse blots."""
    blots = np.random.default_rng(0).integers(0, 256, (4, 14, 14, 3), dtype=np.uint8)
    return blots.repeat(16, axis=1).repeat(16, axis=2)


@pytest.fixture(scope="module")
def network():
    """A whole ResNet18 whose batch norms, too, have learned something."""
    torch.manual_seed(3)
    full = resnet18(weights=None)
    for name, tensor in full.state_dict().items():
        if name.endswith("running_var"):
            tensor.uniform_(0.5, 2)
        elif name.endswith("running_mean"):
            tensor.normal_(0, 0.1)
    return full.eval()


@pytest.fixture(scope="module", params=[".pth", ".safetensors"])
def weights_file(request, network, tmp_path_factory):
    path = tmp_path_factory.mktemp("weights") / f"whole{request.param}"
    save(network.state_dict(), path)
    return path


@pytest.fixture
def partial_file(network, tmp_path):
    """Weights that end with the third stage."""
    path = tmp_path / "to_layer3.safetensors"
    first = ("conv1", "bn1", "layer1", "layer2", "layer3")
    save({k: v for k, v in network.state_dict().items() if k.split(".")[0] in first}, path)
    return path


def save(tensors, path):
    if path.suffix == ".safetensors":
        save_file(dict(tensors), path)
    else:
        torch.save(dict(tensors), path)


@torch.no_grad()
def maps_by_hand(network, images, last):
    """The maps of a stage, stage after stage as in the paper."""
    x = (torch.from_numpy(images).double() / 255 - torch.tensor(MEAN)) / torch.tensor(SPREAD)
    x = x.permute(0, 3, 1, 2).float()
    x = network.maxpool(network.relu(network.bn1(network.conv1(x))))
    for stage in ("layer1", "layer2", "layer3", "layer4"):
        x = getattr(network, stage)(x)
        if stage == last:
            return x.numpy()
    raise AssertionError(last)


def test_an_image_becomes_512_numbers(backbone, images):
    rows = backbone.rows(images)
    assert rows.shape == (4, 512)
    assert rows.dtype == np.float32
    assert np.isfinite(rows).all()
    assert len(np.unique(rows, axis=0)) == 4


def test_the_same_image_gives_the_same_row(backbone, images):
    assert np.array_equal(backbone.rows(images), backbone.rows(images))


@pytest.mark.parametrize("precision", [Precision.float32, Precision.bfloat16])
@pytest.mark.parametrize("output", list(Output))
def test_a_row_does_not_depend_on_the_others(make_backbone, images, output, precision):
    backbone = make_backbone(output=output, precision=precision)
    rows = backbone.rows(images)
    order = np.array([2, 0, 3, 1])
    assert np.array_equal(backbone.rows(images[order]), rows[order])
    for number in range(4):
        assert np.array_equal(backbone.rows(images[number : number + 1]), rows[number : number + 1])


def test_every_pass_has_the_same_size(make_backbone, images):
    backbone = make_backbone()
    shapes = []
    backbone.network.register_forward_pre_hook(lambda _, seen: shapes.append(tuple(seen[0].shape)))
    for number in (1, 3, 4):
        assert backbone.rows(images[:number]).shape == (number, 512)
    assert shapes == [(4, 3, 224, 224)] * 3


def test_looking_at_images_changes_no_weight(make_backbone, images):
    backbone = make_backbone()
    before = {name: tensor.clone() for name, tensor in backbone.network.state_dict().items()}
    backbone.rows(images)
    assert not any(module.training for module in backbone.network.modules())
    for name, tensor in backbone.network.state_dict().items():
        assert torch.equal(tensor, before[name]), name


def test_the_seed_decides_random_weights(make_backbone, images):
    first, again, other = (make_backbone(random_seed=seed).rows(images[:1]) for seed in (0, 0, 1))
    assert np.array_equal(first, again)
    assert not np.allclose(first, other)


def test_drawing_random_weights_leaves_other_draws_alone(make_backbone):
    torch.manual_seed(5)
    undisturbed = torch.rand(3)
    torch.manual_seed(5)
    assert make_backbone(random_seed=1).network is not None
    assert torch.equal(torch.rand(3), undisturbed)


def test_pool_is_the_network_without_its_last_layer(make_backbone, network, weights_file, images):
    expected = maps_by_hand(network, images, "layer4").mean(axis=(2, 3))
    rows = make_backbone(weights=str(weights_file)).rows(images)
    np.testing.assert_allclose(rows, expected, rtol=1e-3, atol=1e-4)


def test_layer3_is_mean_then_maximum_of_the_third_stage(
    make_backbone, network, weights_file, images
):
    maps = maps_by_hand(network, images, "layer3")
    rows = make_backbone(weights=str(weights_file), output=Output.layer3).rows(images)
    np.testing.assert_allclose(rows[:, :256], maps.mean(axis=(2, 3)), rtol=1e-3, atol=1e-4)
    np.testing.assert_allclose(rows[:, 256:], maps.max(axis=(2, 3)), rtol=1e-3, atol=1e-4)


def test_pooling_against_numbers_by_hand():
    maps = torch.tensor([[[[1.0, 2.0], [3.0, 6.0]], [[0.0, 0.0], [0.0, -4.0]]]])
    assert pool(maps, Output.pool).tolist() == [[3, -1]]
    assert pool(maps, Output.layer3).tolist() == [[3, -1, 6, 0]]


def test_a_file_that_ends_with_the_third_stage_works_for_layer3(
    make_backbone, network, partial_file, images
):
    rows = make_backbone(weights=str(partial_file), output=Output.layer3).rows(images)
    maps = maps_by_hand(network, images, "layer3")
    np.testing.assert_allclose(rows[:, :256], maps.mean(axis=(2, 3)), rtol=1e-3, atol=1e-4)


def test_a_file_that_ends_with_the_third_stage_is_refused_for_pool(make_backbone, partial_file):
    sentence = r"to_layer3\.safetensors has no layer4\..*; choose backbone\.output=layer3"
    with pytest.raises(DataError, match=sentence):
        _ = make_backbone(weights=str(partial_file)).network


def test_a_file_without_an_early_stage_is_refused_without_that_hint(
    make_backbone, network, tmp_path
):
    path = tmp_path / "headless.pth"
    save({k: v for k, v in network.state_dict().items() if not k.startswith("layer2")}, path)
    with pytest.raises(DataError, match=r"headless\.pth has no layer2\..*complete$"):
        _ = make_backbone(weights=str(path)).network


def test_a_wrong_shape_is_refused_with_both_shapes(make_backbone, network, tmp_path):
    path = tmp_path / "grey.pth"
    save(network.state_dict() | {"conv1.weight": torch.zeros(64, 1, 7, 7)}, path)
    sentence = r"grey\.pth has conv1\.weight of shape \(64, 1, 7, 7\), .* takes \(64, 3, 7, 7\)"
    with pytest.raises(DataError, match=sentence):
        _ = make_backbone(weights=str(path)).network


def test_bfloat16_is_close_to_float32(make_backbone, backbone, images):
    exact, rough = (
        one.rows(images).astype(float)
        for one in (backbone, make_backbone(precision=Precision.bfloat16))
    )
    lengths = np.linalg.norm(exact, axis=1) * np.linalg.norm(rough, axis=1)
    assert ((exact * rough).sum(axis=1) / lengths > 0.99).all()
    assert not np.array_equal(exact, rough)


def test_auto_precision_is_one_that_the_processor_has():
    cpu = torch.device("cpu")
    assert choose_dtype(Precision.float32, cpu) is torch.float32
    assert choose_dtype(Precision.bfloat16, cpu) is torch.bfloat16
    assert choose_dtype(Precision.auto, cpu) in (torch.float32, torch.bfloat16)


@pytest.mark.parametrize(
    "changed",
    [
        {"output": Output.layer3},
        {"precision": Precision.bfloat16},
        {"batch_size": 5},
        {"random_seed": 1},
    ],
)
def test_whatever_changes_a_row_changes_the_fingerprint(make_backbone, changed):
    assert make_backbone(**changed).fingerprint != make_backbone().fingerprint


def test_other_weights_in_a_file_of_the_same_name_change_the_fingerprint(make_backbone, tmp_path):
    path = tmp_path / "weights.pth"
    fingerprints = set()
    for value in (0, 1):
        save({"conv1.weight": torch.full((1,), value)}, path)
        fingerprints.add(make_backbone(weights=str(path)).fingerprint)
    assert len(fingerprints) == 2


def test_a_random_backbone_is_stamped(make_backbone, weights_file):
    assert make_backbone().stamps == ("random backbone",)
    assert make_backbone(weights=str(weights_file)).stamps == ()


def test_the_name_says_which_weights_and_which_stage(make_backbone, partial_file):
    assert make_backbone(random_seed=7).name == "ResNet18, random, seed 7"
    assert make_backbone(output=Output.layer3).name == "ResNet18, random, seed 0, layer3"
    file = make_backbone(weights=str(partial_file), output=Output.layer3)
    assert file.name == "ResNet18, to_layer3 to layer3"
