"""Clips as windows, and back."""

import numpy as np
import pytest

from hfgnn.training.sounds.windows import clip_means, cut


def clip(frames: int, mels: int = 2) -> np.ndarray:
    """Every frame holds its own number."""
    return np.tile(np.arange(frames, dtype=np.float32), (mels, 1))


def frames_of(windows) -> list[list[int]]:
    return windows.spectrogram[:, 0, 0].astype(int).tolist()


def test_windows_cover_a_clip_from_its_first_to_its_last_frame():
    windows = cut([clip(10)], frames=4, overlap=0.0)
    assert frames_of(windows) == [[0, 1, 2, 3], [3, 4, 5, 6], [6, 7, 8, 9]]
    assert windows.spectrogram.shape == (3, 1, 2, 4)


@pytest.mark.parametrize("length", range(4, 30))
@pytest.mark.parametrize("overlap", [0.0, 0.5, 0.9])
def test_every_frame_is_in_a_window_and_windows_overlap_at_least_so_much(length, overlap):
    windows = frames_of(cut([clip(length)], frames=4, overlap=overlap))
    assert set(np.ravel(windows)) == set(range(length))
    starts = [window[0] for window in windows]
    assert all(4 - step >= 4 * overlap - 1 for step in np.diff(starts))


def test_a_short_clip_begins_again_until_the_window_is_full():
    assert frames_of(cut([clip(3)], frames=8, overlap=0.5)) == [[0, 1, 2, 0, 1, 2, 0, 1]]


def test_each_window_knows_its_clip():
    windows = cut([clip(3), clip(9), clip(4)], frames=4, overlap=0.0)
    assert windows.clip.tolist() == [0, 1, 1, 1, 2]
    assert windows.spectrogram.dtype == np.float32


def test_whole_pictures_are_one_window_each():
    windows = cut([clip(5), clip(5)], frames=None, overlap=0.0)
    assert windows.clip.tolist() == [0, 1]
    assert windows.spectrogram.shape == (2, 1, 2, 5)


def test_whole_pictures_of_different_lengths_are_refused():
    with pytest.raises(ValueError, match=r"pictures are .* but they must be alike"):
        cut([clip(5), clip(6)], frames=None, overlap=0.0)


def test_different_numbers_of_mels_are_refused():
    with pytest.raises(ValueError, match=r"numbers of mels are .* but they must be alike"):
        cut([clip(5), clip(5, mels=3)], frames=4, overlap=0.0)


@pytest.mark.parametrize("clips", [[], [clip(3), clip(0)]])
def test_no_clip_and_no_frame_are_refused(clips):
    with pytest.raises(ValueError, match="there must be a clip, and a frame in each"):
        cut(clips, frames=4, overlap=0.0)


def test_a_clip_has_the_mean_of_its_windows():
    values = np.array([[1.0, 0], [0, 1], [0.5, 0.5], [0.2, 0.8]])
    means = clip_means(values, np.array([0, 1, 1, 2]))
    np.testing.assert_allclose(means, [[1, 0], [0.25, 0.75], [0.2, 0.8]])
