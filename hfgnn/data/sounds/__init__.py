"""Recordings of the heart's sounds, from files or simulated."""
