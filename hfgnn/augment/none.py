"""Classes as they are."""

from PIL import Image

from hfgnn.types import Records, TrainingPart


class Unbalanced:
    """Makes no copies."""

    fingerprint = "none"

    def balance(self, part: TrainingPart) -> Records:
        """The training pages themselves."""
        return part.records

    def balance_before_split(self, records: Records) -> Records:
        """The pages themselves."""
        return records

    def distort(self, image: Image.Image, content_hash: str, copy: int) -> Image.Image:
        """Never called, since there are no copies.

        Raises:
            ValueError: always.
        """
        raise ValueError(f"copy {copy} of an image is asked for, but augment=none makes none")
