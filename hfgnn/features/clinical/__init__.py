"""Clinical numbers per patient: synthesized, from a table, told by the data, or none."""
