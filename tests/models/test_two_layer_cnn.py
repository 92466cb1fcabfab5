"""The two-layer network: its arithmetic, what it refuses, and what is carried over."""

import pytest
import torch
from torch.nn.functional import conv1d, max_pool1d

from hfgnn.models.two_layer_cnn import FIRST, TwoLayerCNN, carried_over


def network(
    *, leads: int = 1, samples: int = 60, classes: int = 2, kernel: int = 10
) -> TwoLayerCNN:
    return TwoLayerCNN(
        num_leads=leads,
        num_samples=samples,
        num_classes=classes,
        widths=(4, 6),
        kernel_size=kernel,
        pool=2,
        dropout=0.5,
    ).eval()


def test_the_published_sizes_give_the_published_number_of_weights():
    published = TwoLayerCNN(
        num_leads=1,
        num_samples=187,
        num_classes=5,
        widths=(100, 160),
        kernel_size=10,
        pool=2,
        dropout=0.5,
    )
    # 187 -> 178 -> 89 -> 80 -> 40 places.
    expected = (10 + 1) * 100 + (100 * 10 + 1) * 160 + (40 * 160 + 1) * 5
    assert sum(weight.numel() for weight in published.parameters()) == expected


def test_it_is_two_convolutions_with_relu_and_pooling_then_a_linear_layer():
    net, signal = network(leads=3), torch.randn(5, 3, 60)
    first, second = net.convolve[0], net.convolve[3]
    found = max_pool1d(conv1d(signal, first.weight, first.bias).relu(), 2)
    found = max_pool1d(conv1d(found, second.weight, second.bias).relu(), 2).flatten(1)
    torch.testing.assert_close(net(signal), found @ net.classify.weight.T + net.classify.bias)


def test_features_are_the_strongest_answer_of_each_filter():
    net, signal = network(), torch.randn(5, 1, 60)
    maps = net.maps(signal)
    assert net.features(signal).shape == (5, 6)
    torch.testing.assert_close(net.features(signal)[:, 2], maps[:, 2].max(dim=1).values)


def test_other_leads_or_samples_are_refused_with_all_four_numbers():
    with pytest.raises(ValueError, match=r"2 leads of 59 samples.*takes 1 of 60"):
        network()(torch.zeros(1, 2, 59))


def test_a_beat_too_short_for_two_convolutions_is_refused():
    with pytest.raises(ValueError, match="28 samples, too few for two convolutions of 10"):
        network(samples=28)
    assert network(samples=31)(torch.zeros(1, 1, 31)).shape == (1, 2)


def test_both_convolutions_are_carried_over_and_the_last_layer_is_not():
    source, target = network(classes=5), network()
    last = target.classify.weight.clone()
    carried_over(target, source.state_dict())
    signal = torch.randn(4, 1, 60)
    torch.testing.assert_close(target.maps(signal), source.maps(signal))
    assert torch.equal(target.classify.weight, last)


def test_every_lead_begins_with_the_filters_of_the_one_lead():
    source, target = network(classes=5), network(leads=4)
    carried_over(target, source.state_dict())
    weights = target.state_dict()[FIRST]
    assert torch.equal(weights[:, 0], weights[:, 3])
    torch.testing.assert_close(weights[:, 1] * 2, source.state_dict()[FIRST][:, 0])


def test_what_was_carried_over_still_learns_and_leaves_its_source_alone():
    source, target = network(classes=5), network()
    before = source.state_dict()[FIRST].clone()
    carried_over(target, source.state_dict())
    target(torch.randn(4, 1, 60)).square().sum().backward()
    assert target.convolve[0].weight.grad.any()
    with torch.no_grad():
        target.convolve[0].weight.add_(1)
    assert torch.equal(source.state_dict()[FIRST], before)


@pytest.mark.parametrize(
    ("source", "leads", "sentence"),
    [
        (network(kernel=8), 1, r"convolve.0.weight to carry over is \(4, 1, 8\).*\(4, 1, 10\)"),
        (network(leads=2), 4, r"convolve.0.weight to carry over is \(4, 2, 10\).*\(4, 4, 10\)"),
    ],
)
def test_weights_of_other_widths_are_refused_with_both_shapes(source, leads, sentence):
    with pytest.raises(ValueError, match=sentence):
        carried_over(network(leads=leads), source.state_dict())


def test_weights_of_another_kind_of_network_are_refused():
    with pytest.raises(ValueError, match="not those of two convolutions"):
        carried_over(network(), {"encode.weight": torch.zeros(1)})
