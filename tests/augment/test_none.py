"""Without balancing, pages stay as they are."""

import pytest
from PIL import Image

from hfgnn.augment.none import Unbalanced


def test_the_training_pages_stay_as_they_are(make_part):
    part = make_part([0, 0, 0, 1])
    assert Unbalanced().balance(part) is part.records
    assert Unbalanced().balance_before_split(part.records) is part.records


def test_a_copy_is_refused():
    with pytest.raises(ValueError, match="copy 2 of an image is asked for, but augment=none"):
        Unbalanced().distort(Image.new("RGB", (9, 9)), "00" * 32, 2)


def test_it_is_told_from_balancing(make_balanced):
    assert Unbalanced().fingerprint != make_balanced().fingerprint
