"""Predictions to scores, intervals and a verdict."""
