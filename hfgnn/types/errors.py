"""What a user can mend: data that cannot be used."""


class DataError(Exception):
    """Data that cannot be used, in one sentence: the thing, its value, the rule."""
