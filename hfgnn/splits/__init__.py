"""Folds by patient, and the published split that is not."""
