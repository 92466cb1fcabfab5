"""Several classes: scores of confusion matrices, with intervals over the patients."""
