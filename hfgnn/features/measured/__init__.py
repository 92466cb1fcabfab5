"""Columns of what was measured beside the records."""
