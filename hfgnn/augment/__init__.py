"""A training fold to a balanced training fold."""
