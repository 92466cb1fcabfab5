"""Columns that are measured in a patient's recording: its rhythm and its average beat."""
