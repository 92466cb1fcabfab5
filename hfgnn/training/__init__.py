"""Lightning, here and nowhere else."""
