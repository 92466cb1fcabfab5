"""What the networks on spectrograms must do; and the picture that one of them makes first."""

import pytest
import torch

from hfgnn.models.sound_autocorrelation import autocorrelation
from hfgnn.models.sound_cnn import SoundCNN
from hfgnn.models.sound_published import SoundPublished

MELS, FRAMES = 16, 60


def published(classes: int) -> SoundPublished:
    return SoundPublished(num_mels=MELS, num_frames=FRAMES, num_classes=classes, dropout=0.5)


def rhythm(classes: int, **changed: int) -> SoundCNN:
    settings = {"hidden_width": 4, "kernel_size": 3, "lags": 10, "lag_frames": 2, "patch": 2}
    return SoundCNN(
        num_mels=MELS,
        num_frames=FRAMES,
        num_classes=classes,
        **{**settings, **changed},
        dropout=0.5,
    )


@pytest.fixture(params=[published, rhythm])
def make(request):
    torch.manual_seed(0)
    return request.param


@pytest.fixture
def pictures():
    return torch.randn(6, 1, MELS, FRAMES, generator=torch.Generator().manual_seed(1))


@pytest.mark.parametrize("classes", [2, 3])
def test_gives_one_finite_row_of_logits_per_picture(make, pictures, classes):
    logits = make(classes).eval()(spectrogram=pictures)
    assert logits.shape == (6, classes)
    assert logits.isfinite().all()


def test_pictures_do_not_know_each_other(make, pictures):
    network = make(2).eval()
    torch.testing.assert_close(network(pictures)[2:3], network(pictures[2:3]), rtol=1e-4, atol=1e-5)


def test_can_learn_a_few_pictures_by_heart(make, pictures):
    network, label = make(2), torch.tensor([0, 1, 0, 1, 1, 0])
    for part in network.modules():
        if isinstance(part, torch.nn.Dropout):
            part.p = 0.0
    optimizer = torch.optim.Adam(network.parameters(), lr=1e-2)
    for _ in range(60):
        optimizer.zero_grad()
        torch.nn.functional.cross_entropy(network(pictures), label).backward()
        optimizer.step()
    assert (network(pictures).argmax(-1) == label).all()


def test_every_weight_is_used(make, pictures):
    network = make(3).train()
    network(pictures).square().sum().backward()
    assert all(weight.grad is not None for weight in network.parameters())


def test_pictures_of_another_size_are_refused(make, pictures):
    with pytest.raises(ValueError, match="but this network takes"):
        make(2)(pictures[:, :, :-1])


def test_the_published_layers_have_their_widths():
    network = published(2)
    filters = [layer.out_channels for layer in network.convolve if hasattr(layer, "out_channels")]
    linear = [
        layer.out_features
        for layer in network.classify.modules()
        if isinstance(layer, torch.nn.Linear)
    ]
    assert filters == [64, 32]
    assert linear == [100, 50, 8, 2]


def test_a_picture_too_small_for_the_published_layers_is_refused():
    with pytest.raises(ValueError, match="15 x 60, but this network needs 16 x 16 or more"):
        SoundPublished(num_mels=15, num_frames=60, num_classes=2, dropout=0.5)


def test_another_gain_and_tone_of_the_stethoscope_change_nothing(pictures):
    network = rhythm(2).eval()
    tone = torch.linspace(-3, 4, MELS)[:, None]
    torch.testing.assert_close(
        network(2.5 * pictures + tone), network(pictures), rtol=1e-4, atol=1e-4
    )


def test_the_rhythm_of_silence_is_nothing():
    assert (rhythm(2).rhythm(torch.full((1, 1, MELS, FRAMES), -8.0)) == 0).all()


def test_windows_no_longer_than_the_longest_lag_are_refused(pictures):
    with pytest.raises(ValueError, match="20 frames, but the longest lag of this network is 20"):
        rhythm(2)(pictures[..., :20])
    with pytest.raises(ValueError, match="60 frames, but the longest lag of this network is 60"):
        rhythm(2, lag_frames=6)


def test_fewer_lags_than_a_patch_are_refused():
    with pytest.raises(ValueError, match="16 bands and 3 lags hold no patch of 4"):
        rhythm(2, lags=3, patch=4)


def test_autocorrelation_is_the_mean_product_over_the_variance():
    x = torch.randn(2, 3, 40, dtype=torch.float64, generator=torch.Generator().manual_seed(2))
    lags = [1, 2, 7, 39]
    away = x - x.mean(dim=-1, keepdim=True)
    variance = away.square().mean(dim=-1)
    expected = torch.stack(
        [(away[..., : 40 - lag] * away[..., lag:]).mean(dim=-1) / variance for lag in lags],
        dim=-1,
    )
    torch.testing.assert_close(autocorrelation(x, lags), expected)


def test_what_returns_after_a_period_is_like_itself_then():
    beat = torch.zeros(200)
    beat[::20] = 1.0
    alike = autocorrelation(beat, [10, 20, 40])
    assert alike[0] < 0
    torch.testing.assert_close(alike[1:], torch.ones(2), rtol=0.02, atol=0.02)


def test_the_gradient_of_the_autocorrelation_is_that_of_finite_differences():
    x = torch.randn(2, 12, dtype=torch.float64, generator=torch.Generator().manual_seed(3))
    lags = [1, 4]
    assert torch.autograd.gradcheck(lambda one: autocorrelation(one, lags), x.requires_grad_())
