"""Heartbeats of patients with and without a myocardial infarction."""
