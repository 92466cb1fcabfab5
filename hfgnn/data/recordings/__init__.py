"""Recordings of hearts, and the heartbeats cut out of them."""
