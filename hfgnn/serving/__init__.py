"""A finished run answers for new patients."""
