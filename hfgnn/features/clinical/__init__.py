"""Five clinical numbers per patient: synthesized, from a table, or none."""
