"""Records to numbers."""
