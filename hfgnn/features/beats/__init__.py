"""Heartbeats as numbers: signal and columns relative to the recording, windows of neighbours."""
