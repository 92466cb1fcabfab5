"""The light network, and the one that draws what it looks at."""

import pytest
import torch

from hfgnn.config.heatmap import Recurrence
from hfgnn.models.heatmap_cnn import HeatmapCNN
from hfgnn.models.light_cnn import LightCNN


def light(**changes) -> LightCNN:
    usual = {
        "num_channels": 1,
        "num_classes": 3,
        "widths": [8, 16],
        "kernel_size": 3,
        "dropout": 0.0,
    }
    return LightCNN(**(usual | changes))


def on_heatmaps(leads: int = 2) -> HeatmapCNN:
    picture = Recurrence(floor_mv=0.05, size=16, dimension=1, delay=1, radius_mv=None)
    return HeatmapCNN(
        num_leads=leads, num_classes=3, heatmap=picture, widths=[8, 16], kernel_size=3, dropout=0.0
    )


@pytest.mark.parametrize("size", [(8, 8), (32, 40), (33, 17)])
def test_pictures_of_any_size_are_answered(size):
    assert light(num_channels=4)(torch.randn(2, 4, *size)).shape == (2, 3)


def test_the_two_halves_are_the_whole():
    network = light().eval()
    picture = torch.randn(4, 1, 16, 16)
    torch.testing.assert_close(network.answer(network.maps(picture)), network(picture))


def test_every_convolution_but_the_last_halves_the_picture():
    assert light(widths=[4, 6, 8, 10]).maps(torch.randn(2, 1, 32, 40)).shape == (2, 10, 4, 5)


def test_it_can_tell_where_something_is_though_it_takes_the_mean_over_the_picture():
    torch.manual_seed(0)
    # Convolutions of one pixel cannot find an edge and count from there.
    network = light(num_classes=2, kernel_size=1)
    label = torch.arange(64) % 2
    picture = torch.zeros(64, 1, 16, 16)
    for row, of in enumerate(label.tolist()):
        picture[row, 0, 2 + 10 * of : 5 + 10 * of, 6:9] = 1
    picture = picture + 0.05 * torch.randn_like(picture)
    learn = torch.optim.Adam(network.parameters(), lr=0.02)
    for _ in range(80):
        learn.zero_grad()
        torch.nn.functional.cross_entropy(network(picture), label).backward()
        learn.step()
    assert (network.eval()(picture).argmax(1) == label).float().mean() > 0.95


def test_a_signal_is_drawn_and_then_looked_at():
    network = on_heatmaps().eval()
    signal = torch.randn(5, 2, 60)
    assert network.picture(signal).shape == (5, 2, 16, 16)
    torch.testing.assert_close(network(signal), network.look(network.picture(signal)))


def test_weights_hold_nothing_of_the_picture_and_the_usual_network_is_light():
    assert all(name.startswith("look.") for name in on_heatmaps().state_dict())
    usual = light(num_channels=12, widths=[12, 24, 48])
    assert sum(one.numel() for one in usual.parameters()) < 100_000


def test_another_number_of_leads_is_refused():
    with pytest.raises(ValueError, match=r"signal is \(5, 1, 60\), but must be \(beats, 2"):
        on_heatmaps()(torch.randn(5, 1, 60))
