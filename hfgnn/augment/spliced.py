"""Training recordings made over so that supraventricular beats are the rule in them.

Columns that compare a beat with its own recording call an early beat usual where most beats are
early, as in a sick sinus or an atrial rhythm. Where no training patient has such a rhythm, one is
made of what there is: every early beat stays, most of the others are cut out, and the time to the
next beat is that to the beat which now follows.
"""

from collections.abc import Iterator

import numpy as np

from hfgnn.types import Beats, Rows, TrainingRecordings

KEPT = "S"
AFTER = 20.0
"""How much likelier than another a beat is kept that follows an early one: it ends the run."""


class Spliced:
    """Makes such recordings; nothing but training recordings can be given.

    Args:
        copies: how many of each recording.
        lowest_share: of the beats that are supraventricular in a copy, at least.
        highest_share: at most; drawn between the two.
        fewest: supraventricular beats that a recording must have.
        weight: of all copies together in training, as a share of that of the recordings.
    """

    def __init__(
        self,
        copies: int,
        lowest_share: float,
        highest_share: float,
        fewest: int,
        weight: float,
    ) -> None:
        self.copies = copies
        self.shares = (lowest_share, highest_share)
        self.fewest = fewest
        self.weight = weight

    def make(self, training: TrainingRecordings, *, seed: int) -> list[Beats]:
        """Copies of the recordings that have enough supraventricular beats.

        Args:
            training: beats of whole recordings that train.
            seed: of shares and of the beats that are cut out.

        Returns:
            One table per copy, each a recording of its own for whoever measures it.
        """
        beats = training.beats
        if KEPT not in beats.classes:
            return []
        generator = np.random.default_rng(seed)
        return list(self._copies(beats, generator))

    def _copies(self, beats: Beats, generator: np.random.Generator) -> Iterator[Beats]:
        early = beats.label == beats.classes.index(KEPT)
        for name in np.unique(beats.record_id).tolist():
            rows = np.flatnonzero(beats.record_id == name)
            if early[rows].sum() < self.fewest:
                continue
            for _ in range(self.copies):
                share = generator.uniform(*self.shares)
                kept = _kept(rows[early[rows]], rows[~early[rows]], share, generator)
                yield _joined(beats.take(kept))


def _kept(early: Rows, others: Rows, share: float, generator: np.random.Generator) -> Rows:
    """Every early beat, and so many others that the early ones have this share."""
    number = min(round(len(early) * (1 - share) / share), len(others))
    likely = np.where(np.isin(others, early + 1), AFTER, 1.0)
    drawn = generator.choice(others, number, replace=False, p=likely / likely.sum())
    return np.sort(np.concatenate([early, drawn]))


def _joined(beats: Beats) -> Beats:
    """Beats that now follow each other: the time to the next is what that one had before it."""
    following = np.append(beats.previous_rr_s[1:], beats.next_rr_s[-1:])
    return beats.change(next_rr_s=following.astype(np.float32))
