"""Sounds to pictures and to columns of numbers."""
